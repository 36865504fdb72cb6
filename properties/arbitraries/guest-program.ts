// What guests do: an arbitrary action, as data that can be kept, and the step that it is.
//
// A register that anybody may write, one that supervisor state may write, an attempt at one that only the hypervisor
// may write: which is which comes from the table of registers.
import * as act from '../../model/guest/actions.ts';
import * as cause from '../../model/guest/causes.ts';
import { given, masked, type Operand } from '../../model/guest/operand.ts';
import { elapse } from '../../model/guest/time.ts';
import { OWN_VECTORS } from '../../model/paths/vectors.ts';
import type { Step } from '../../model/step.ts';
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import { handlerNames, handlers } from '../../spec/vocabulary/hypercalls.ts';
import { type Place, placesOf, type Register, registers } from '../../spec/vocabulary/registers.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { choose, type Draws, drawWord } from './draw.ts';
import { smaller } from './expand.ts';

/** One action of a guest: what it does, to which register or by which vector, and with which words. */
export interface Action {
  readonly does: Doing;
  readonly on: number;
  readonly word: bigint;
}

type Doing = keyof typeof doings;

const HANDLED_APART = new Set<Register>(['MSR', 'NIA', 'SLB', 'AMR', 'UAMOR', 'CTRL', 'CFAR']);

const owned = (privilege: 'user' | 'supervisor' | 'hypervisor'): readonly Place[] =>
  (Object.keys(registers) as Register[])
    .filter((name) => registers[name].privilege === privilege && !HANDLED_APART.has(name))
    .flatMap(placesOf);

const USER = owned('user');
const SUPERVISOR = owned('supervisor');
const HYPERVISOR = owned('hypervisor').filter(
  (name) =>
    !/^(?:TLB|ERAT|UNCACHED|UNSYNCED|SIBLINGS|RESERVE|LOST|UNDONE|ANSWER|LAST_VECTOR|HANDLER|TB_OFFSET|PVR|PIR)/u.test(
      name,
    ),
);
/** The vectors of interrupts that a guest may take itself, in the order of its actions' numbers: a system call is one of them. */
const GUEST_VECTORS = [...OWN_VECTORS, VECTOR.SYSTEM_CALL].sort((a, b) => Number(a - b));

const ALL = lowBits(64);

/** The numbers of hypercalls with a handler in real mode, and of two without. */
const PAPR = [0x4n, 0x8n, 0xcn, 0x18n, 0x20n, 0x28n, 0x94n, 0xe0n, 0x124n];

/** Other numbers: of none, at and beyond the end of tables, not multiples of 4, with high bits set. */
const OTHER_NUMBERS = [
  ...[0n, 0x10n, 0x14n, 0x54n, 0x58n, 0x5cn, 0x120n, 0x128n, 0x12cn, 0x1000n],
  ...[0x5n, 0xan, 0x1bn, 0x2an, 0x57n, 0x5bn, 0x127n, 0x12bn],
  ...[
    0x8000000000000004n,
    0x100000008n,
    0x80000018n,
    0xffffffff00000028n,
    0x800000000000005cn,
    ALL & ~3n,
  ],
];

/** Numbers of hypercalls (PAPR, "Hypervisor Call Functions"): every second one of the others is followed by one with a handler. */
const HYPERCALLS: readonly bigint[] = [
  ...PAPR,
  ...OTHER_NUMBERS.flatMap((number, i) => [number, handlers[pick(handlerNames, i)].number]),
];

function pick<T>(from: readonly T[], on: number): T {
  const picked = from[on % from.length];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** Each thing that a guest may do, as a step. The order is the order of preference when a failure is made simpler. */
const doings = {
  hypercall: () => cause.hypercall,
  'set-user': (on, word) => act.setUser(pick(USER, on), word),
  'set-supervisor': (on, word) => act.setSupervisor(pick(SUPERVISOR, on), word),
  scramble: (_on, word) => act.scramble(USER, SUPERVISOR, masked(word, 0xffffffffn)),
  'set-amr': (_on, word) => act.setAmr(word),
  'set-uamor': (_on, word) => act.setUamor(word),
  'set-ctrl': (_on, word) => act.setSupervisor('CTRL', masked(word, 1n)),
  'set-msr': (_on, word) => act.setMsr(word),
  'set-slb': (_on, word, index) => act.setSlb(slbEntry(word, index), inverted(word)),
  slbie: (_on, word, index) => act.slbie(index, word),
  slbia: () => act.slbia,
  rfid: () => act.returnFromInterrupt,
  touch: (on) => act.touch(pick(HYPERVISOR, on)),
  'own-interrupt': (on) => act.ownInterrupt(pick(GUEST_VECTORS, on)),
  'store-pmu-in-use': (_on, word) => act.storeToVpa('pmcregs_in_use', masked(word, 0xffn)),
  'store-yield-count': (_on, word) => act.storeToVpa('yield_count', masked(word, 0xffffffffn)),
  reserve: () => act.reserveInVpa,
  'store-conditional': (_on, word) => act.storeConditionally(masked(word, 0xffffffffn)),
  wait: (_on, word) => elapse(masked(word, 0xffffffn)),
  'wait-for-hdec': () => cause.hdecExpires,
  'leftover-hdec': () => cause.leftoverHdec,
  'papr-hypercall': (on) => cause.paprHypercall(pick(HYPERCALLS, on)),
  external: () => cause.external,
  'machine-check': () => cause.machineCheck,
  'data-storage': (_on, word, index) => cause.dataStorage(word, index),
  'inst-storage': () => cause.instStorage,
  'emulation-assist': (_on, word) => cause.emulationAssist(masked(word, 0xffffffffn)),
  'system-reset': () => cause.systemReset,
  maintenance: () => cause.maintenance,
} as const satisfies Record<string, (on: number, word: Operand, index: Operand) => Step>;

/** The word with an index of the SLB in its low bits. */
const slbEntry =
  (word: Operand, index: Operand): Operand =>
  (words) =>
    words.or(given(masked(word, ALL & ~0xfffn), words), given(masked(index, 31n), words));

const inverted =
  (word: Operand): Operand =>
  (words) =>
    words.not(given(word, words));

/** Everything that a guest may do, or have done to it. */
export const doingNames = Object.keys(doings) as readonly Doing[];

/** The step that an action is. */
export const stepOf = ({ does, on, word }: Action): Step => doings[does](on, word, BigInt(on));

/** The number of the hypercall that an action is; undefined if it is none that says its number. */
export const hypercallOf = ({ does, on }: Action): bigint | undefined =>
  does === 'papr-hypercall' ? pick(HYPERCALLS, on) : undefined;

/** What actions have in common that differ in their words only. */
export function formOf({ does, on }: Action): string {
  switch (does) {
    case 'set-user':
      return pick(USER, on);
    case 'set-supervisor':
      return pick(SUPERVISOR, on);
    case 'own-interrupt':
      return pick(OWN_FORMS, on);
    case 'papr-hypercall':
      return pick(HYPERCALL_FORMS, on);
    default:
      return does;
  }
}

const OWN_FORMS = GUEST_VECTORS.map((vector) => `own-interrupt ${vector}`);
const HYPERCALL_FORMS = HYPERCALLS.map((number) => `papr-hypercall ${number}`);

/** The step of every action of the same form, whatever its word and whatever number it is on. */
export const stepOfForm = ({ does, on }: Action, word: Operand, index: Operand): Step =>
  doings[does](on, word, index);

/** How often a guest does what it does not do once: many registers are to be set, one by one and all at once, many hypercalls made, and no exit is to be rare. */
const WEIGHTS: Readonly<Partial<Record<Doing, number>>> = {
  'set-user': 16,
  'set-supervisor': 16,
  scramble: 12,
  'set-amr': 4,
  'set-uamor': 4,
  'set-msr': 4,
  'set-slb': 4,
  'papr-hypercall': 24,
  'wait-for-hdec': 4,
  external: 4,
  'machine-check': 4,
  'data-storage': 4,
  'inst-storage': 4,
  'emulation-assist': 4,
  'system-reset': 4,
  maintenance: 4,
};

/** Each thing that a guest may do, as often as it does it. */
const CHOICES: readonly Doing[] = doingNames.flatMap((does) =>
  Array.from({ length: WEIGHTS[does] ?? 1 }, () => does),
);

/** Draws an action. */
export const drawAction = (random: Draws): Action => ({
  does: choose(random, CHOICES),
  on: random.nextInt(0, 0xffff),
  word: drawWord(random),
});

/** Simpler actions: the same with smaller words. */
export function* simplerActions(action: Action): Generator<Action> {
  if (action.does === 'scramble') {
    for (const on of USER.keys()) yield { does: 'set-user', on, word: action.word };
    for (const on of SUPERVISOR.keys()) yield { does: 'set-supervisor', on, word: action.word };
  }
  for (const word of smaller(action.word)) yield { ...action, word };
  if (action.on > 255) yield { ...action, on: action.on & 255 };
}

/** An action as it was kept, if it is one. */
export function isDoing(name: unknown): name is Doing {
  return typeof name === 'string' && Object.hasOwn(doings, name);
}

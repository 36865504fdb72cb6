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
import { type Place, placesOf, type Register, registers } from '../../spec/vocabulary/registers.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { type Draws, drawWord } from './draw.ts';
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
  (name) => !/^(?:TLB|UNSYNCED|SIBLINGS|RESERVE|ANSWER|LAST_VECTOR|TB_OFFSET|PVR|PIR)/u.test(name),
);
/** The vectors of interrupts that a guest may take itself, in the order of its actions' numbers: a system call is one of them. */
const GUEST_VECTORS = [...OWN_VECTORS, VECTOR.SYSTEM_CALL].sort((a, b) => Number(a - b));

/** Hypercalls that 3.1 may answer in real mode, and H_CEDE, which it does not (PAPR, "Hypervisor Call Functions"). */
const PAPR = [0x4n, 0x8n, 0xcn, 0x18n, 0x20n, 0x28n, 0x94n, 0xe0n];

const ALL = lowBits(64);

const pick = <T>(from: readonly T[], on: number): T => {
  const picked = from[on % from.length];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};

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
  slbia: () => act.slbia,
  rfid: () => act.returnFromInterrupt,
  touch: (on) => act.touch(pick(HYPERVISOR, on)),
  'own-interrupt': (on) => act.ownInterrupt(pick(GUEST_VECTORS, on)),
  'store-pmu-in-use': (_on, word) => act.storeToVpa('pmcregs_in_use', masked(word, 0xffn)),
  'store-yield-count': (_on, word) => act.storeToVpa('yield_count', masked(word, 0xffffffffn)),
  wait: (_on, word) => elapse(masked(word, 0xffffffn)),
  'wait-for-hdec': () => cause.hdecExpires,
  'leftover-hdec': () => cause.leftoverHdec,
  'papr-hypercall': (on) => cause.paprHypercall(pick(PAPR, on)),
  external: () => cause.external,
  'machine-check': () => cause.machineCheck,
  'data-storage': (_on, word, index) => cause.dataStorage(word, index),
  'inst-storage': () => cause.instStorage,
  'emulation-assist': (_on, word) => cause.emulationAssist(masked(word, 0xffffffffn)),
  'system-reset': () => cause.systemReset,
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
      return pick(PAPR_FORMS, on);
    default:
      return does;
  }
}

const OWN_FORMS = GUEST_VECTORS.map((vector) => `own-interrupt ${vector}`);
const PAPR_FORMS = PAPR.map((number) => `papr-hypercall ${number}`);

/** The step of every action of the same form, whatever its word and whatever number it is on. */
export const stepOfForm = ({ does, on }: Action, word: Operand, index: Operand): Step =>
  doings[does](on, word, index);

/** Draws an action. */
export function drawAction(random: Draws): Action {
  const choice = random.nextInt(0, 2 * doingNames.length - 1);
  const does = doingNames[choice] ?? (choice % 2 === 0 ? 'set-user' : 'set-supervisor');
  return { does, on: random.nextInt(0, 0xffff), word: drawWord(random) };
}

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

// The interrupt vectors that an HV guest can reach, up to the point where they know whose interrupt it is.
//
// r13 waits in HSPRG1 and r9, r10 in an area of the PACA while the vector asks hstate.in_guest. A guest's
// interrupt goes on with r12 = the vector, tagged with bit 1 where HSRR0/1 say what was interrupted (KVMTEST and
// KVM_HANDLER in exception-64s.h), and at medium priority, which the kernel's vectors set first of all: here where there is room.
// The host's own goes on with translation on, at a handler of the host's, with all of r9 to r13 in the area.
import { HSRR_VECTORS, MSR, VECTOR } from '../../spec/vocabulary/bits.ts';
import { type Passage, passage, type Routine, routine, vectorAt } from '../program.ts';
import { type Step, step } from '../step.ts';
import { goTo, goToIf, isZero } from '../steps/branch.ts';
import { mediumPriority } from '../steps/logical.ts';
import { hrfid, rfid } from '../steps/msr.ts';
import { assigning } from '../steps/result.ts';
import { constant, copy, register, set, setToLabel, transfers } from '../steps/transfer.ts';
import { firstOfVector } from '../steps/vector.ts';
import { type Area, commonOf, hostHandler } from './host-handlers.ts';

const { save, load } = transfers({});

/** The host's handlers, by vector: under the names of exceptions-64s.S, where its own tree has none for the hypervisor decrementer. */
const HANDLERS: ReadonlyMap<bigint, string> = new Map([
  [VECTOR.SYSTEM_RESET, 'system_reset'],
  [VECTOR.MACHINE_CHECK, 'machine_check'],
  [VECTOR.EXTERNAL, 'hardware_interrupt'],
  [VECTOR.HV_DECREMENTER, 'hdecrementer'],
  [VECTOR.SYSTEM_CALL, 'system_call'],
  [VECTOR.H_DATA_STORAGE, 'h_data_storage'],
  [VECTOR.H_INST_STORAGE, 'h_instr_storage'],
  [VECTOR.H_EMUL_ASSIST, 'emulation_assist'],
  [VECTOR.H_MAINTENANCE, 'hmi_exception'],
]);

/** The vectors with a guest test, in address order. */
const TESTED = [
  VECTOR.MACHINE_CHECK,
  VECTOR.EXTERNAL,
  VECTOR.HV_DECREMENTER,
  VECTOR.SYSTEM_CALL,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
  VECTOR.H_MAINTENANCE,
];

/**
 * The vectors whose interrupts stay in a guest: the host's own code there makes no test, and no switch comes to it. The list is the
 * model's own, although spec/vocabulary/vectors.ts has one too: clauses judge the model by theirs, so the two must be able to differ.
 */
export const OWN_VECTORS: readonly bigint[] = [
  0x300n,
  0x380n,
  0x400n,
  0x480n,
  0x600n,
  0x700n,
  0x800n,
  0x900n,
  0xd00n,
  0xf00n,
  0xf20n,
  0xf40n,
];

const nameOf = (vector: bigint): string => `vector-${vector.toString(16)}`;

const RESET = nameOf(VECTOR.SYSTEM_RESET);

/** The vectors themselves, and where what they have no room for begins and ends. */
const PROLOGS = { begin: 0x100n, end: 0x3000n } as const;
const FIRST = `${RESET}.kvm`;
const END = 'vector-e60.end';

/** Whether the thread wakes from a nap is asked first, and CR0 is lost over it; on a way that no guest takes it would go elsewhere. */
const fromNap = {
  srr1: copy('SRR1', 'r13'),
  woken: step(
    'r13 := how it wakes from a nap, and CR0 says whether',
    assigning(
      'r13',
      (view, words) => words.and(words.shiftRight(view.register('r13'), 16), words.literal(3n)),
      true,
    ),
  ),
};

/** System reset: nobody asks whose it is, and the host's handler runs whoever was interrupted. */
const untested: readonly Routine[] = [
  vectorAt(
    VECTOR.SYSTEM_RESET,
    RESET,
    madeRoom(VECTOR.SYSTEM_RESET, 'exgen', { host: goTo(`${RESET}.linux`) }, fromNap),
  ),
  routine(`${RESET}.kvm`, passage(`${RESET}.guest`, forGuestSteps('exgen', VECTOR.SYSTEM_RESET))),
  forHost(VECTOR.SYSTEM_RESET),
];

const tested: readonly Routine[] = TESTED.flatMap((vector) => {
  const name = nameOf(vector);
  const area = areaOf(vector);
  const tag = isHsrr(vector) ? vector + 2n : vector;
  return [
    vectorAt(vector, name, ask(vector, area)),
    routine(`${name}.kvm`, forGuest(name, area, tag)),
    forHost(vector),
  ];
});

/** The host's handlers: beside the path, which goes to them. */
const handlers: readonly Routine[] = [VECTOR.SYSTEM_RESET, ...TESTED].map((vector) => ({
  ...hostHandler(commonOf(handlerOf(vector))),
  name: `${nameOf(vector)}.handler`,
  isC: true,
}));

/** The vectors; the tested ones ask whose interrupt it is, and there is no room for more before the next vector begins. */
export const vectors: readonly Routine[] = [...untested, ...tested, routine(END), ...handlers];

function ask(vector: bigint, area: Area): Passage {
  const name = nameOf(vector);
  return madeRoom(vector, area, {
    'in-guest': load('r10').from('hstate.in_guest'),
    host: goToIf(isZero(register('r10')), 'no guest was running', `${name}.linux`),
    guest: goTo(`${name}.kvm`),
  });
}

/** r13, r9 and r10 put away, CR in r9, and what comes then; `first` comes when r13 is away. */
function madeRoom(
  vector: bigint,
  area: Area,
  then: Readonly<Record<string, Step>>,
  first: Readonly<Record<string, Step>> = {},
): Passage {
  return passage(`${nameOf(vector)}.ask`, {
    r13: firstOfVector(vector, copy('r13', 'HSPRG1')),
    ...first,
    paca: copy('HSPRG0', 'r13'),
    r9: save('r9').to(`paca.${area}[0]`),
    r10: save('r10').to(`paca.${area}[1]`),
    cr: copy('CR', 'r9'),
    ...then,
  });
}

function forGuest(name: string, area: Area, tag: bigint): Passage {
  return passage(`${name}.guest`, forGuestSteps(area, tag));
}

function forGuestSteps(area: Area, tag: bigint): Readonly<Record<string, Step>> {
  return {
    priority: mediumPriority,
    r10: load('r10').from(`paca.${area}[1]`),
    cr: save('r9', { bytes: 4 }).to('hstate.scratch1'),
    r9: load('r9').from(`paca.${area}[0]`),
    r12: save('r12').to('hstate.scratch0'),
    tag: set('r12', constant(tag), `0x${tag.toString(16)}`),
    go: goTo('kvmppc_interrupt'),
  };
}

/** On to the host's handler, with the kernel's MSR: r11 and r12 say what was interrupted, r9 is CR. */
function forHost(vector: bigint): Routine {
  const name = nameOf(vector);
  const area = areaOf(vector);
  const pair = isHsrr(vector) ? 'HSRR' : 'SRR';
  const back: Readonly<Record<string, Step>> = pair === 'SRR' ? { rfid } : { hrfid };
  const away = passage(`${name}.host`, {
    r11: save('r11').to(`paca.${area}[2]`),
    r12: save('r12').to(`paca.${area}[3]`),
    scratch: copy('HSPRG1', 'r10'),
    r13: save('r10').to(`paca.${area}[4]`),
    address: copy(`${pair}0`, 'r11'),
    msr: copy(`${pair}1`, 'r12'),
    handler: setToLabel(`${pair}0`, commonOf(handlerOf(vector))),
    'kernel-msr': load(`${pair}1`).from('paca.kernel_msr'),
    ...back,
  });
  return routine(`${name}.linux`, away);
}

function handlerOf(vector: bigint): string {
  return HANDLERS.get(vector) ?? nameOf(vector);
}

function areaOf(vector: bigint): Area {
  return vector === VECTOR.MACHINE_CHECK ? 'exmc' : 'exgen';
}

function isHsrr(vector: bigint): boolean {
  return HSRR_VECTORS.includes(vector);
}

/**
 * HSPRG1 and the save area are live in the vectors' own code, and the interrupts that use HSRR0 and HSRR1 leave RI on there: who comes from
 * there must not believe it (as hv_nmi_check_nonrecoverable in traps.c of Linux 5.1 does not).
 */
export const unrecoverableInVectors: Step = step(
  "r12 := r12 without RI, if it has no IR and r11 is in the vectors' code",
  (view, words, code) => {
    const [at, msr] = [view.register('r11'), view.register('r12')];
    const within = (begin: bigint, end: bigint): typeof at =>
      words.lessUnsigned(words.sub(at, words.literal(begin)), words.literal(end - begin));
    const inside = words.or(within(PROLOGS.begin, PROLOGS.end), within(code(FIRST), code(END)));
    const translated = words.and(msr, words.literal(MSR.IR));
    const real = words.and(words.equal(translated, words.literal(0n)), inside);
    const off = words.select(real, words.literal(MSR.RI), words.literal(0n));
    return [{ register: 'r12', value: words.and(msr, words.not(off)) }];
  },
);

// The interrupt vectors that an HV guest can reach, up to the point where they know whose interrupt it is.
//
// r13 waits in HSPRG1 and r9, r10 in an area of the PACA while the vector asks hstate.in_guest. A guest's
// interrupt goes on with r12 = the vector, tagged with bit 1 where HSRR0/1 say what was interrupted (KVMTEST and
// KVM_HANDLER in exception-64s.h), and at medium priority, which the kernel's vectors set first of all: here where there is room.
// The host's own is handled as the host does: here it simply returns.
import { HSRR_VECTORS, VECTOR } from '../../spec/vocabulary/bits.ts';
import { type Passage, passage, type Routine, routine, vectorAt } from '../program.ts';
import { type Step, step } from '../step.ts';
import { goTo, goToIf, isZero } from '../steps/branch.ts';
import { mediumPriority } from '../steps/logical.ts';
import { hrfid, rfid } from '../steps/msr.ts';
import { assigning } from '../steps/result.ts';
import { constant, copy, register, set, transfers } from '../steps/transfer.ts';
import { firstOfVector } from '../steps/vector.ts';

type Area = 'exgen' | 'exmc';

const { save, load } = transfers({});

/** The vectors with a guest test, in address order. */
const TESTED = [
  VECTOR.MACHINE_CHECK,
  VECTOR.EXTERNAL,
  VECTOR.HV_DECREMENTER,
  VECTOR.SYSTEM_CALL,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
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
  routine(
    `${RESET}.linux`,
    passage(`${RESET}.host`, {
      cr: copy('r9', 'CR'),
      r9: load('r9').from('paca.exgen[0]'),
      r10: load('r10').from('paca.exgen[1]'),
      handle: load('MSR').from('paca.kernel_msr'),
      r13: copy('HSPRG1', 'r13'),
      rfid,
    }),
  ),
];

const tested: readonly Routine[] = TESTED.flatMap((vector) => {
  const name = nameOf(vector);
  const area = vector === VECTOR.MACHINE_CHECK ? 'exmc' : 'exgen';
  const tag = HSRR_VECTORS.includes(vector) ? vector + 2n : vector;
  return [
    vectorAt(vector, name, ask(vector, area)),
    routine(`${name}.kvm`, forGuest(name, area, tag)),
    routine(`${name}.linux`, forHost(name, tag === vector ? 'rfid' : 'hrfid')),
  ];
});

/** The vectors; the tested ones ask whose interrupt it is, and there is no room for more before the next vector begins. */
export const vectors: readonly Routine[] = [...untested, ...tested];

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

/** The host's handler runs with the kernel's MSR, keeps all but scratch, and returns to what SRR0/1 or HSRR0/1 say. */
function forHost(name: string, back: 'rfid' | 'hrfid'): Passage {
  return passage(`${name}.host`, {
    handle: load('MSR').from('paca.kernel_msr'),
    [back]: back === 'rfid' ? rfid : hrfid,
  });
}

// The ledger is whole: whatever register is spoilt at the last moment, a clause says so, unless the ledger leaves it with any value.
//
// On the host's side the moment is right before the return to the caller, on the guest's right before its first instruction.

import { describe, expect, it } from 'vitest';
import { ownLayout } from '../../model/layout.ts';
import { insertBefore, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { type Step, step } from '../../model/step.ts';
import { reserved } from '../../model/steps/reservation.ts';
import { isUnconstrained, type Row } from '../../spec/disposition.ts';
import { ledger } from '../../spec/ledger.ts';
import { type Place, placesOf, type Register } from '../../spec/vocabulary/registers.ts';
import { brokenOn } from './pool.ts';

const rows = Object.entries(ledger) as [Register, Row][];

/** Registers that the ledger leaves with any value, and of which a clause speaks all the same. */
const SPOKEN_OF = {
  host: {
    'r3-r12': 'r12 is the result: trap-names-the-interrupt',
    VSR: 'no transfer of it happens with the units off: units-are-on-while-transferred',
    FPSCR: 'as VSR',
    VSCR: 'as VSR',
    HSPRG1: 'whether a vector ran shows in it: host-vector-runs-for-its-interrupts',
    UNSYNCED: 'that a counter was read early shows in it: counters-are-read-once-frozen',
    LAST_VECTOR: 'which one ran shows in it: host-vector-runs-for-its-interrupts',
    HANDLER: 'which handlers were entered shows in it: handler-is-of-its-hypercall',
    ANSWER:
      'that a hypercall was too hard, which leaves CTR to the handler, shows in it: guest-ctr-survives',
  },
  guest: {
    TB: 'every clock is held against it',
    HDEC: 'hdec-equals-dec',
    SDR1: 'guest-runs-in-its-partition',
    LPIDR: 'guest-runs-in-its-partition',
    LPCR: 'guest-runs-in-its-partition',
    RMOR: 'guest-runs-in-its-partition',
    AMOR: 'guest-runs-in-its-partition',
    PPR: 'resumed-guest-has-its-priority-or-medium',
    PCR: 'host-pcr-returns',
    HRMOR: 'hypervisor-stays-where-it-is',
    HMER: 'host-hmer-returns',
    HMEER: 'host-hmeer-returns',
    TB_OFFSET: 'host-timebase-continues',
    DABR: 'guest-breakpoint-is-the-vcpus',
    DABRX: 'guest-breakpoint-is-the-vcpus',
    HSPRG0: 'the vectors find the PACA through it',
    HSRR0: 'guest-resumes-at-pc',
    HSRR1: 'guest-msr-is-the-vcpus',
    UNSYNCED: 'guest-starts-synchronised',
    SIBLINGS: 'one-partition-per-core',
    ANSWER: 'what a handler has returned shows in it: answer-is-what-the-guest-finds',
    HANDLER: 'which handler was entered shows in it: handler-is-of-its-hypercall',
  },
} as const satisfies Record<string, { readonly [R in Register]?: string }>;

/** Of a register that counts, what does not. */
const MEANINGLESS: { readonly [P in Place]?: string } = {
  r3: 'of r3 to r12 only r12 is a result',
  'SLB[31].vsid': 'the entry is not valid',
};

const moments = [
  { side: 'host', moment: 'return.frame.blr' },
  { side: 'guest', moment: 'guest.go.hrfid' },
] as const;

describe.each(moments)("on the $side's side", ({ side, moment }) => {
  const guarded = (register: Register, { [side]: disposition }: Row) =>
    !isUnconstrained(disposition) || register in SPOKEN_OF[side];

  it.each(rows.filter(([register, row]) => guarded(register, row)))(
    'spoiling %s breaks a clause',
    (register) => {
      const spared = placesToSpoil(register).filter((place) => !breaks(moment, place));
      expect(spared.filter((place) => MEANINGLESS[place] === undefined)).toEqual([]);
    },
  );

  it.each(rows.filter(([register, row]) => !guarded(register, row)))(
    'spoiling %s breaks none, for it may hold any value',
    (register) => {
      expect(placesToSpoil(register).filter((place) => breaks(moment, place))).toEqual([]);
    },
  );
});

/** The first and the last of a row's registers. */
const placesToSpoil = (register: Register): readonly Place[] => {
  const places = placesOf(register);
  return places.slice(1).length === 0 ? places : [...places.slice(0, 1), ...places.slice(-1)];
};

const breaks = (moment: string, place: Place): boolean =>
  brokenOn(withEdits(repaired, [insertBefore(moment, { spoil: spoil(place) })]), 'first').size > 0;

/** Turns every bit of a register over; what is reserved becomes the VPA, the only memory of a guest of which a clause speaks. */
function spoil(place: Place): Step {
  if (place === 'RESERVE')
    return step('reserve the VPA', (_, words) => [
      reserved(words, words.literal(ownLayout.addressOf('vpa'))),
    ]);
  const [, index, half] = /^SLB\[(\d+)\]\.(esid|vsid)$/u.exec(place) ?? [];
  if (index === undefined)
    return step(`spoil ${place}`, (view, words) => [
      { register: place, value: words.not(view.register(place)) },
    ]);
  const which = half === 'esid' ? half : 'vsid';
  return step(`spoil ${place}`, (view, words) => {
    const slb = words.literal(BigInt(index));
    return [{ slb, half: which, value: words.not(view.slb(slb, which)) }];
  });
}

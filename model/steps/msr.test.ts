// MSR by the ISA's tables: what rfid, hrfid and interrupts bring along, and what they leave.
import { describe, expect, it } from 'vitest';
import { LPCR, MSR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import * as act from '../guest/actions.ts';
import * as cause from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { elapse } from '../guest/time.ts';
import { execute } from '../interpret.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import { clearInMsr, hrfid, rfid } from './msr.ts';

type Words = Partial<Record<Place, bigint>>;

/** Takes one step on a machine with these words, and looks at some places. */
function placesAfter(step: Step, words: Words, ...places: readonly Place[]): readonly bigint[] {
  const begun = withWords(noCells(), Object.entries(words) as [Place, bigint][]);
  const { cells } = execute(begun, step, { code: () => 0n });
  return places.map((place) => wordIn(cells, place));
}

const { SF, HV, EE, PR, ME, IR, DR, RI, FP } = MSR;

describe('the machine state register', () => {
  it.each<[string, Step, Words, bigint]>([
    ['mtmsrd L=1 clears EE alone', clearInMsr('EE'), { MSR: SF | EE | RI | IR }, SF | RI | IR],
    ['hrfid copies HV', hrfid, { MSR: HV, HSRR1: SF | ME }, SF | ME],
    ['hrfid does not copy status bits', hrfid, { MSR: HV, HSRR1: SF | 0x783f0000n }, SF],
    ['problem state implies EE, IR and DR', hrfid, { MSR: HV, HSRR1: PR }, PR | EE | IR | DR],
    [
      'rfid by a hypervisor brings HV and ME',
      rfid,
      { MSR: HV, SRR1: SF | HV | ME | EE },
      SF | HV | ME | EE,
    ],
    ['rfid by a guest brings neither', rfid, { MSR: ME, SRR1: SF | HV }, SF | ME],
    [
      'a hypervisor interrupt turns all off but SF, HV, ME and RI',
      cause.leftoverHdec,
      { MSR: EE | PR | IR | DR | ME | RI | FP },
      SF | HV | ME | RI,
    ],
    ['one of the SRR kind turns RI off', cause.hypercall, { MSR: EE | RI | ME }, SF | HV | ME],
    ['a machine check turns ME off too', cause.machineCheck, { MSR: EE | ME }, SF | HV],
    [
      "a guest's own interrupt leaves HV off",
      act.ownInterrupt(0x300n),
      { MSR: EE | IR | ME, LPCR: LPCR.LPES1 },
      SF | ME,
    ],
    [
      'and without LPCR[LPES1] reaches hypervisor state',
      act.ownInterrupt(0x300n),
      { MSR: EE | IR | ME },
      SF | HV | ME,
    ],
    ['mtmsrd by a guest leaves HV and ME', act.setMsr(HV | EE), { MSR: ME }, ME | EE],
  ])('%s', (_rule, step, words, msr) => {
    expect(placesAfter(step, words, 'MSR')).toEqual([msr]);
  });
});

describe('interrupts', () => {
  it.each<[string, Step, Words, Place, Place, bigint]>([
    ['a hypercall resumes after itself', cause.hypercall, { NIA: 0x104n }, 'SRR0', 'NIA', 0xc00n],
    [
      'HDEC at the instruction',
      pendingInterrupt,
      { NIA: 0x104n, HDEC: 0x80000000n, LPCR: 1n },
      'HSRR0',
      'NIA',
      0x980n,
    ],
    [
      'a mediated one when EE is on',
      pendingInterrupt,
      { NIA: 0x104n, LPCR: 0x800n, MSR: EE },
      'HSRR0',
      'NIA',
      0x500n,
    ],
  ])('%s', (_rule, step, words, pair, nia, vector) => {
    expect(placesAfter(step, words, pair, nia)).toEqual([0x104n, vector]);
  });

  it.each<[string, Words]>([
    ['HDEC without HDICE', { HDEC: 0x80000000n }],
    ['HDEC that is positive', { HDEC: 5n, LPCR: 1n }],
    ['a mediated one with EE off', { LPCR: 0x800n }],
  ])('none for %s', (_rule, words) => {
    expect(placesAfter(pendingInterrupt, { ...words, NIA: 0x104n }, 'NIA')).toEqual([0x104n]);
  });

  it('a privileged instruction in problem state is a program interrupt of the guest', () => {
    const words = { MSR: PR | EE | IR | DR | ME, NIA: 0x104n, DSCR: 3n };
    expect(placesAfter(act.setSupervisor('DSCR', 9n), words, 'DSCR', 'NIA', 'SRR0')).toEqual([
      3n,
      0x700n,
      0x100n,
    ]);
    expect(placesAfter(act.setSupervisor('DSCR', 9n), { NIA: 0x104n }, 'DSCR', 'NIA')).toEqual([
      9n,
      0x104n,
    ]);
  });

  it("a touch of a hypervisor's register changes nothing of it", () => {
    expect(placesAfter(act.touch('LPIDR'), { NIA: 0x104n, LPIDR: 4n }, 'LPIDR', 'NIA')).toEqual([
      4n,
      0x700n,
    ]);
  });
});

describe('time', () => {
  it('counts down the decrementers, and up what measures use', () => {
    const words = { TB: 5n, DEC: 1n, HDEC: 9n, PURR: 7n, PMC1: 0xffffffffn };
    expect(placesAfter(elapse(2n), words, 'TB', 'DEC', 'HDEC', 'PURR', 'PMC1')).toEqual([
      7n,
      0xffffffffn,
      7n,
      9n,
      1n,
    ]);
  });

  it('does not count events while the counters are frozen', () => {
    expect(placesAfter(elapse(2n), { MMCR0: 0x80000000n, PMC6: 4n }, 'PMC6')).toEqual([4n]);
  });
});

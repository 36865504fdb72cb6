// What a guest may do in each state, what becomes of what it may not, and what brings the hypervisor back.
import { describe, expect, it } from 'vitest';
import { LPCR, MSR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import * as act from './actions.ts';
import * as cause from './causes.ts';
import { elapse } from './time.ts';

const { addressOf } = ownLayout;

type Words = Readonly<Partial<Record<Place, bigint>>>;

const { SF, HV, EE, PR, ME, IR, DR, LE } = MSR;
const PROBLEM = SF | PR | EE | IR | DR | ME;
const SUPERVISOR = SF | ME;
const PRIVILEGED = 0x00040000n;
const ILLEGAL = 0x00080000n;

/** What some places hold after a step; NIA is already after the instruction at 0x100, and interrupts are the guest's. */
function taken(step: Step, words: Words, expected: Words): Words {
  const begun = withWords(
    noCells(),
    Object.entries({ NIA: 0x104n, LPCR: LPCR.LPES1, ...words }) as [Place, bigint][],
  );
  const { cells } = execute(begun, step, { code: () => 0n });
  const places = Object.keys(expected) as Place[];
  return Object.fromEntries(places.map((place) => [place, wordIn(cells, place)]));
}

describe('in problem state', () => {
  it.each<[string, Step]>([
    ['mtspr', act.setSupervisor('DSCR', 9n)],
    ['mtspr to UAMOR', act.setUamor(9n)],
    ['mtmsrd', act.setMsr(0n)],
    ['slbmte', act.setSlb(0x08000000n, 9n)],
    ['slbia', act.slbia],
    ['rfid', act.returnFromInterrupt],
  ])('%s is a privileged program interrupt, and nothing else happens', (_what, step) => {
    const words: Words = {
      MSR: PROBLEM,
      DSCR: 3n,
      AMR: 3n,
      AMOR: 0xffn,
      'SLB[1].esid': 0x08000000n,
    };
    const expected: Words = {
      ...words,
      NIA: 0x700n,
      SRR0: 0x100n,
      SRR1: PROBLEM | PRIVILEGED,
      MSR: SUPERVISOR,
      'SLB[0].esid': 0n,
    };
    expect(taken(step, words, expected)).toEqual(expected);
  });

  it('what anybody may write is written', () => {
    const expected: Words = { CTR: 9n, NIA: 0x104n };
    expect(taken(act.setUser('CTR', 9n), { MSR: PROBLEM }, expected)).toEqual(expected);
  });

  it('a scramble leaves the registers of supervisor state alone', () => {
    const step = act.scramble(['CTR'], ['DSCR'], 1n);
    const both: Words = { CTR: 0n, DSCR: 0n };
    expect(taken(step, { MSR: PROBLEM }, both).DSCR).toBe(0n);
    expect(taken(step, { MSR: PROBLEM }, both).CTR).not.toBe(0n);
    expect(taken(step, { MSR: SUPERVISOR }, both).DSCR).not.toBe(0n);
  });
});

describe('in supervisor state', () => {
  it.each<[string, Step, Words, Words]>([
    ['mtspr writes', act.setSupervisor('DSCR', 9n), {}, { DSCR: 9n, NIA: 0x104n }],
    [
      'AMOR masks AMR',
      act.setAmr(0xffn),
      { AMR: 0x100n, AMOR: 0xfn, UAMOR: 3n },
      { AMR: 0x10fn, NIA: 0x104n },
    ],
    ['AMOR masks UAMOR', act.setUamor(0xffn), { UAMOR: 0x100n, AMOR: 0xfn }, { UAMOR: 0x10fn }],
    [
      'UAMOR masks AMR in a program',
      act.setAmr(0xffn),
      { MSR: PR, AMR: 0x100n, AMOR: 0xfn, UAMOR: 3n },
      { AMR: 0x103n, NIA: 0x104n },
    ],
    ['mtmsrd keeps HV, ME and LE', act.setMsr(HV | LE | EE), { MSR: ME }, { MSR: ME | EE }],
    ['mtmsrd to problem state brings EE, IR, DR', act.setMsr(PR), {}, { MSR: PR | EE | IR | DR }],
    [
      'slbmte writes the entry that it names',
      act.setSlb(0x0800001fn, 9n),
      {},
      { 'SLB[31].esid': 0x08000000n, 'SLB[31].vsid': 9n },
    ],
    [
      'rfid brings no HV',
      act.returnFromInterrupt,
      { SRR0: 0x203n, SRR1: HV | SF },
      { NIA: 0x200n, MSR: SF },
    ],
    [
      'a touch of LPIDR is an illegal instruction',
      act.touch('LPIDR'),
      { LPIDR: 4n, MSR: SUPERVISOR },
      { LPIDR: 4n, NIA: 0x700n, SRR0: 0x100n, SRR1: SUPERVISOR | ILLEGAL },
    ],
    [
      'its own interrupt leaves HSRR0 alone',
      act.ownInterrupt(0x900n),
      { HSRR0: 5n },
      { NIA: 0x900n, SRR0: 0x100n, HSRR0: 5n, MSR: SF },
    ],
    [
      "its own interrupt is the hypervisor's where LPCR says so",
      act.ownInterrupt(0x900n),
      { LPCR: 0n },
      { NIA: 0x900n, SRR0: 0x100n, MSR: SF | HV },
    ],
    [
      'a store to its VPA is big-endian and of four bytes',
      act.storeToVpa('yield_count', 7n),
      { 'vcpu.vpa': addressOf('vpa') },
      { 'vpa.yield_count': 7n, 'vpa.pmcregs_in_use': 0n },
    ],
  ])('%s', (_what, step, words, expected) => {
    expect(taken(step, words, expected)).toEqual(expected);
  });
});

describe('the hypervisor comes back', () => {
  it.each<[string, Step, Words]>([
    ['by a hypercall, after it', cause.hypercall, { NIA: 0xc00n, SRR0: 0x104n, HSRR0: 0n }],
    ['by a device', cause.external, { NIA: 0x500n, HSRR0: 0x100n, SRR0: 0n }],

    ['by a leftover of HDEC', cause.leftoverHdec, { NIA: 0x980n, HSRR0: 0x100n, SRR0: 0n }],
    ['by a fetch', cause.instStorage, { NIA: 0xe20n, HSRR0: 0x100n }],
    [
      'by an access',
      cause.dataStorage(5n, 6n),
      { NIA: 0xe00n, HSRR0: 0x100n, HDAR: 5n, HDSISR: 6n },
    ],
    ['by an instruction', cause.emulationAssist(5n), { NIA: 0xe40n, HSRR0: 0x100n, HEIR: 5n }],
  ])('%s, in real mode with HV', (_what, step, expected) => {
    const arrived = { ...expected, MSR: SF | HV | ME };
    expect(taken(step, { MSR: PROBLEM }, arrived)).toEqual(arrived);
  });

  it('in time for HDEC, which is negative then; and at once if it is already', () => {
    const words: Words = { HDEC: 5n, TB: 100n, DEC: 3n };
    const expected: Words = { HDEC: 0xffffffffn, TB: 106n, DEC: 0xfffffffdn };
    expect(taken(cause.hdecExpires, words, expected)).toEqual(expected);
    const late: Words = { HDEC: 0x80000000n, TB: 100n };
    expect(taken(cause.hdecExpires, late, late)).toEqual(late);
  });
});

describe('time', () => {
  it('moves every clock by as much, SPURR by half of it, and frozen counters not at all', () => {
    const frozen: Words = { MMCR0: 0x80000000n, PMC1: 4n };
    const words: Words = {
      TB: (1n << 64n) - 1n,
      DEC: 0n,
      HDEC: 9n,
      PURR: 1n,
      SPURR: 2n,
      ...frozen,
    };
    const expected: Words = { TB: 1n, DEC: 0xfffffffen, HDEC: 7n, PURR: 3n, SPURR: 3n, PMC1: 4n };
    expect(taken(elapse(2n), words, expected)).toEqual(expected);
  });
});

// Leaks, planted in the path put right: each lets something of one side through to the other.
//
// Some break no promise that can be told from one run: a way that is taken a step later, a value left where nobody reads it.
import { MSR } from '../../spec/bits.ts';
import type { Edit } from '../mutate.ts';
import { drop, insertAfter, insertBefore, replace } from '../mutate.ts';
import { ENTERING, LEAVING } from '../paths/base-registers.ts';
import { goToIf, has, isBelow32, isZero } from '../steps/branch.ts';
import { register, type Source, transfers } from '../steps/transfer.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

const either =
  (a: Source, b: Source): Source =>
  (view, words) =>
    words.or(a(view, words), b(view, words));

interface Leak {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Leaks by name: what gets through, and how it is planted. */
export const leaks = {
  'keys-of-the-host-stay': {
    text: "AMR is not loaded for the guest, which finds the host's",
    edits: [drop('guest.data.amr')],
  },
  'counters-loaded-for-a-host-that-counts': {
    text: "the guest's counters are loaded only where the host uses its own, as if they could hold nothing else",
    edits: [
      insertBefore('guest.data.pmc1', {
        'host-counts': goToIf(
          isZero(entering.field('lppaca.pmcregs_in_use')),
          'the host does not use the PMU',
          'guest.data.mmcr1',
        ),
      }),
    ],
  },
  'segments-of-the-host-stay': {
    text: "the SLB is not cleared before the guest's segments are loaded",
    edits: [drop('guest.slb-clear.entry-0'), drop('guest.slb-clear.slbia')],
  },
  'accounts-of-the-host-run-on': {
    text: "PURR is not loaded for the guest, which reads the host's, and is charged for it",
    edits: [drop('guest.purr.purr')],
  },
  'masking-skipped-where-masked': {
    text: 'MSR[EE] is cleared only where it is set: the entry takes an instruction less for a host that has interrupts off',
    edits: [
      insertBefore('entry.msr.ee-off', {
        masked: goToIf(isZero(has(register('MSR'), MSR.EE)), 'MSR has EE off', 'entry.freeze'),
      }),
    ],
  },
  'toc-taken-from-scratch': {
    text: "the host's r2 is taken from hstate.host_r2, where the guest's r9 waits",
    edits: [replace('exit.gprs.host-r2', leaving.load('r2').from('hstate.host_r2'))],
  },
  'counter-of-the-guest-stays': {
    text: 'PMC2 is not brought back to a host that uses it',
    edits: [drop('exit.host-pmu.pmc2')],
  },
  'segments-of-the-guest-stay': {
    text: "the SLB is not cleared before the host's segments are loaded",
    edits: [drop('exit.slb-clear.entry-0'), drop('exit.slb-clear.slbia')],
  },
  'accounts-of-the-guest-run-on': {
    text: 'PURR is not brought back to the host',
    edits: [drop('exit.purr.host-purr')],
  },
  'register-left-in-hstate': {
    text: "the exit puts the guest's r14 aside in hstate.host_r1, which it has done with, and leaves it there",
    edits: [
      insertAfter('exit.purr.host-spurr', { aside: leaving.save('r14').to('hstate.host_r1') }),
    ],
  },
  'early-exit-asks-the-guests-timer': {
    text: "the entry is given up where the guest's own decrementer has expired, not only where HDEC is about to",
    edits: [
      replace(
        'guest.hdec.soon',
        goToIf(
          either(isBelow32(register('HDEC'), 10n), has(register('DEC'), 0x80000000n)),
          'HDEC < 10, or DEC < 0',
          'hdec_soon',
        ),
      ),
    ],
  },
} as const satisfies Readonly<Record<string, Leak>>;

export type LeakName = keyof typeof leaks;

/** Every leak's name, in the order of the list. */
export const leakNames = Object.keys(leaks) as readonly LeakName[];

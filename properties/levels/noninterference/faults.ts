// Leaks, inserted in the repaired path: each lets something of one side through to the other. What each is, what it breaks, its edits.
//
// Some break no promise that can be told from one run: a way that is taken a step later, a value left where nobody reads it.

import {
  drop,
  type Edit,
  insertAfter,
  insertBefore,
  replace,
  withEdits,
} from '../../../model/mutate.ts';
import { ENTERING, LEAVING } from '../../../model/paths/base-registers.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { goToIf, has, isBelow32, isZero } from '../../../model/steps/branch.ts';
import { register, type Source, transfers } from '../../../model/steps/transfer.ts';
import type { ClauseName } from '../../../spec/contract.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import type { LevelFault } from '../level.ts';

interface Leak extends LevelFault {
  /** Of the contract but for the claims about two runs: just these, and at times none. */
  readonly alone: readonly ClauseName[];
  readonly edits: readonly Edit[];
}

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

const either =
  (a: Source, b: Source): Source =>
  (view, words) =>
    words.or(a(view, words), b(view, words));

const rows: Readonly<Record<string, Leak>> = {
  'keys-of-the-host-stay': {
    text: "AMR is not loaded for the guest, which finds the host's",
    breaks: ['guest-sees-nothing-of-the-host'],
    alone: ['guest-starts-from-vcpu', 'early-exit-runs-no-guest'],
    edits: [drop('guest.data.amr')],
  },
  'counters-loaded-for-a-host-that-counts': {
    text: "the guest's counters are loaded only where the host uses its own, as if they could hold nothing else",
    breaks: ['guest-counters-tell-nothing-of-the-host'],
    alone: ['guest-pmu-starts-from-vcpu', 'early-exit-keeps-the-counters'],
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
    breaks: ['guest-segments-tell-nothing-of-the-host'],
    alone: [
      'guest-slb-starts-from-vcpu',
      'guest-slb-survives',
      'guest-starts-without-cached-segments',
      'host-slb-returns',
    ],
    edits: [drop('guest.slb-clear.entry-0'), drop('guest.slb-clear.slbia')],
  },
  'accounts-of-the-host-run-on': {
    text: "PURR is not loaded for the guest, which reads the host's, and is charged for it",
    breaks: ['guest-time-tells-nothing-of-the-host', 'host-time-tells-nothing-of-the-guest'],
    alone: ['host-purr-accounts-guest-time', 'guest-purr-starts-from-vcpu'],
    edits: [drop('guest.purr.purr')],
  },
  'masking-skipped-where-masked': {
    text: 'MSR[EE] is cleared only where it is set: the entry takes an instruction less for a host that has interrupts off',
    breaks: ['way-in-tells-nothing-of-the-host'],
    alone: ['interrupts-stay-hard-disabled'],
    edits: [
      insertBefore('entry.msr.ee-off', {
        masked: goToIf(isZero(has(register('MSR'), MSR.EE)), 'MSR has EE off', 'entry.freeze'),
      }),
    ],
  },
  'toc-taken-from-scratch': {
    text: "the host's r2 is taken from hstate.host_r2, where the guest's r9 waits",
    breaks: ['host-registers-tell-nothing-of-the-guest'],
    alone: ['handler-runs-as-the-kernel', 'host-toc-is-the-kernels'],
    edits: [replace('exit.gprs.host-r2', leaving.load('r2').from('hstate.host_r2'))],
  },
  'counter-of-the-guest-stays': {
    text: 'PMC2 is not brought back to a host that uses it',
    breaks: ['host-counters-tell-nothing-of-the-guest'],
    alone: ['host-pmu-returns-when-in-use'],
    edits: [drop('exit.host-pmu.pmc2')],
  },
  'segments-of-the-guest-stay': {
    text: "the SLB is not cleared before the host's segments are loaded",
    breaks: ['host-segments-tell-nothing-of-the-guest', 'host-registers-tell-nothing-of-the-guest'],
    alone: ['host-returns-without-cached-segments', 'host-slb-returns'],
    edits: [drop('exit.slb-clear.entry-0'), drop('exit.slb-clear.slbia')],
  },
  'accounts-of-the-guest-run-on': {
    text: 'PURR is not brought back to the host',
    breaks: ['host-time-tells-nothing-of-the-guest'],
    alone: ['host-purr-accounts-guest-time', 'host-purr-includes-what-the-guest-used'],
    edits: [drop('exit.purr.host-purr')],
  },
  'register-left-in-hstate': {
    text: "the exit puts the guest's r14 aside in hstate.host_r1, which it has done with, and leaves it there",
    breaks: ['memory-outside-the-vcpu-tells-nothing-of-the-guest'],
    alone: [],
    edits: [
      insertAfter('exit.purr.host-spurr', { aside: leaving.save('r14').to('hstate.host_r1') }),
    ],
  },
  'early-exit-asks-the-guests-timer': {
    text: "the entry is given up where the guest's own decrementer has expired, not only where HDEC is about to",
    breaks: ['way-out-tells-nothing-of-the-guest'],
    alone: [],
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
};

/** Each leak, with the program that has it, which is made when it is asked for. */
export const leaks: Readonly<Record<string, Leak & { readonly code: Program }>> =
  Object.fromEntries(
    Object.entries(rows).map(([name, leak]) => [
      name,
      {
        ...leak,
        get code() {
          return withEdits(repaired, leak.edits);
        },
      },
    ]),
  );

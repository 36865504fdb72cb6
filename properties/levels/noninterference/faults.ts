// The planted leaks as exhibits: what each must break of the claims about two runs, and what of those about one.
import { type LeakName, leakNames, leaks } from '../../../model/faults/leaks.ts';
import { withEdits } from '../../../model/mutate.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';

interface Broken {
  /** Of the claims about two runs: just these. */
  readonly breaks: readonly [string, ...string[]];
  /** Of the rest of the contract: just these, and at times none. */
  readonly alone: readonly string[];
}

const broken: Readonly<Record<LeakName, Broken>> = {
  'keys-of-the-host-stay': {
    breaks: ['guest-sees-nothing-of-the-host'],
    alone: ['guest-starts-from-vcpu', 'early-exit-runs-no-guest'],
  },
  'counters-loaded-for-a-host-that-counts': {
    breaks: ['guest-counters-tell-nothing-of-the-host'],
    alone: ['guest-pmu-starts-from-vcpu', 'early-exit-keeps-the-counters'],
  },
  'segments-of-the-host-stay': {
    breaks: ['guest-segments-tell-nothing-of-the-host'],
    alone: ['guest-slb-starts-from-vcpu', 'guest-slb-survives', 'host-slb-returns'],
  },
  'accounts-of-the-host-run-on': {
    breaks: ['guest-time-tells-nothing-of-the-host', 'host-time-tells-nothing-of-the-guest'],
    alone: ['host-purr-accounts-guest-time', 'guest-purr-starts-from-vcpu'],
  },
  'masking-skipped-where-masked': {
    breaks: ['way-in-tells-nothing-of-the-host'],
    alone: ['interrupts-stay-hard-disabled'],
  },
  'toc-taken-from-scratch': {
    breaks: ['host-registers-tell-nothing-of-the-guest'],
    alone: ['host-toc-is-the-kernels'],
  },
  'counter-of-the-guest-stays': {
    breaks: ['host-counters-tell-nothing-of-the-guest'],
    alone: ['host-pmu-returns-when-in-use'],
  },
  'segments-of-the-guest-stay': {
    breaks: ['host-segments-tell-nothing-of-the-guest'],
    alone: ['host-slb-returns'],
  },
  'accounts-of-the-guest-run-on': {
    breaks: ['host-time-tells-nothing-of-the-guest'],
    alone: ['host-purr-accounts-guest-time', 'host-purr-includes-what-the-guest-used'],
  },
  'register-left-in-hstate': {
    breaks: ['memory-outside-the-vcpu-tells-nothing-of-the-guest'],
    alone: [],
  },
  'early-exit-asks-the-guests-timer': {
    breaks: ['way-out-tells-nothing-of-the-guest'],
    alone: [],
  },
};

interface Exhibit extends Broken {
  readonly text: string;
  readonly rules: Program;
}

/** Each leak, planted in the path put right when it is asked for. */
export const leakExhibits = (): Readonly<Record<string, Exhibit>> =>
  Object.fromEntries(
    leakNames.map((name) => [
      name,
      {
        ...broken[name],
        text: leaks[name].text,
        get rules() {
          return withEdits(repaired, leaks[name].edits);
        },
      },
    ]),
  );

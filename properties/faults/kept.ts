// Clauses that kill no generated fault alone, and why each is kept all the same.
//
// Whatever breaks one of these breaks another clause as well; it is the one that says the cause, or the only one that would
// speak of a fault that is not a slip on one step.

const NAMES_THE_CAUSE =
  'what it protects is reached through by all that follows: it names the cause';
const NO_STEP =
  'no step of the path writes it: a step put in breaks it alone (properties/seeded/culprits.ts)';
const PARTS =
  'it states by itself a part of what guest-starts-from-vcpu or its mirror states as a whole';
const BOTH_WAYS = 'it states the other direction of a clause that falls with it';

/** Clauses by name. Witnesses need no reason: they say that runs reach what the others speak of. */
export const kept: Readonly<Record<string, string>> = {
  'host-stack-and-paca-return': NAMES_THE_CAUSE,
  'host-hsprg0-returns': NO_STEP,
  'guest-runs-without-hv': NAMES_THE_CAUSE,
  'guest-breakpoint-is-the-vcpus': PARTS,
  'pmu-saved-whole-when-in-use': PARTS,
  'dec-expiry-is-dec-plus-timebase': BOTH_WAYS,
  'refused-dec-expiry-is-dec-plus-timebase': BOTH_WAYS,
  'host-purr-includes-what-the-guest-used': BOTH_WAYS,
  'guest-purr-starts-from-vcpu': PARTS,
  'guest-purr-is-its-own': PARTS,
  'one-partition-per-core': NO_STEP,
  'vcpu-breakpoint-changes-by-hypercall-only': NO_STEP,
  'vcpu-breakpoint-survives-the-exit': NO_STEP,
  'interrupts-stay-hard-disabled': BOTH_WAYS,
  'interrupts-are-off-before-real-mode': BOTH_WAYS,
  'vectors-know-that-a-guest-runs': NAMES_THE_CAUSE,
  'vectors-know-that-no-guest-runs': NAMES_THE_CAUSE,
  'guest-ends-when-hdec-does': NAMES_THE_CAUSE,
  'leftover-hdec-returns-to-guest': BOTH_WAYS,
  'expired-hdec-ends-the-guest': BOTH_WAYS,
  'resumed-guest-keeps-its-breakpoint': PARTS,
};

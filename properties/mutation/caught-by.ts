// Which clause must catch each fault of later history: the suites hold it to that, and tables name the fault beside the clause.

import type { LaterName } from '../../model/faults/named-faults.ts';
import type { ClauseName } from '../../spec/contract.ts';

/** The clause that must catch each fault of later history; others may break too. */
export const caughtBy: Readonly<Record<LaterName, ClauseName>> = {
  'samples-written-through-read-only-aliases': 'host-samples-return-when-in-use',
  'hypervisor-vector-without-its-tag': 'pc-and-msr-come-from-the-right-pair',
  'stale-copy-on-the-fast-return': 'resumed-guest-keeps-its-registers',
  'guest-dec-from-an-old-timebase': 'guest-dec-starts-from-expiry',
  'hdec-extended-from-sixteen-bits': 'guest-is-not-entered-late',
  'dec-not-sign-extended': 'refused-dec-expiry-is-dec-plus-timebase',
  'host-stack-pointer-field-used-twice': 'host-stack-and-paca-return',
  'mer-never-cleared': 'host-partition-returns',
  'half-of-ctr': 'guest-ctr-survives',
  'no-reserved-lpid': 'partition-changes-through-reserved-lpid',
  'sdr1-under-the-guests-lpid': 'partition-changes-through-reserved-lpid',
  'translation-on-in-the-guests-partition': 'translation-off-outside-host-partition',
  'handler-on-the-guests-stack': 'handler-runs-as-the-kernel',
  'only-success-is-an-answer': 'answered-hypercall-does-not-end-the-guest',
  'table-left-in-r5': 'handler-gets-the-vcpu-and-the-arguments',
  'set-dabr-takes-half': 'set-dabr-sets-the-breakpoint',
  'dispatch-counted-on-resumption': 'vpa-does-not-count-a-resumption',
  'core-left-with-a-guest-in-it': 'virtual-core-is-left-as-often-as-entered',
  'toc-of-a-module': 'host-toc-is-the-kernels',
  'counter-read-before-the-freeze-is-awaited': 'counters-are-read-once-frozen',
  'vcpu-in-vmalloc': 'real-mode-reaches-what-it-touches',
  'vm-in-vmalloc': 'real-mode-reaches-what-it-touches',
  'slb-shadow-in-vmalloc': 'real-mode-reaches-what-it-touches',
  'segments-of-the-host-overwritten-and-not-flushed': 'guest-starts-without-cached-segments',
  'segments-of-the-guest-overwritten-and-not-flushed': 'host-returns-without-cached-segments',
  'tlbiel-under-the-hosts-lpid': 'stale-translations-are-dropped',
  'reservation-left-on-the-way-in': 'guest-starts-without-a-reservation-on-its-memory',
  'reservation-left-on-the-fast-return': 'guest-resumes-with-no-reservation-but-its-own',
  'count-given-up-with-the-reservation': 'lost-reservation-loses-no-update',
};

/** The clause that must catch a fault, where it is one of later history. */
export const catcherOf = (fault: string): ClauseName | undefined =>
  new Map<string, ClauseName>(Object.entries(caughtBy)).get(fault);

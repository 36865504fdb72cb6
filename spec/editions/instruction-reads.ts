// A guest's instruction read in real mode: with MSR[DR] on the load goes through the guest's translation, and may fault.
import type { Claim } from '../clause.ts';
import {
  and,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  same,
  throughout,
  was,
} from '../terms.ts';
import { MSR } from '../vocabulary/bits.ts';
import { vectorsThatGo } from '../vocabulary/vectors.ts';
import { edition, since } from './edition.ts';

/** What hstate.in_guest is while an instruction of the guest is read (KVM_GUEST_MODE_SKIP). */
const SKIP = 2n;
const isReading = same(now('hstate.in_guest'), literal(SKIP));

/** The vectors to which such a load may go. */
const OF_THE_LOAD: readonly string[] = ['0x300', '0x380'];

const asksAlways = (address: (typeof own)[number]): Claim =>
  each(
    equal(now(`vector[${address}].asks`), literal(1n)),
    equal(now(`vector[${address}].untested`), literal(0n)),
  );

const own = vectorsThatGo('to the guest');

export const instructionReads = edition({
  name: 'instructions-read-in-real-mode',
  says: "Real-mode code reads the guest's instruction with MSR[DR] on, while hstate.in_guest is 2; the vectors of data storage and data segment interrupts ask for that, and skip the load if it faults.",
  seenIn: '3.4.10',
  why: 'To emulate a load or store of a device, the instruction must be known, and only the guest has it mapped. A load that faults may not reach a handler of the host, which would run in the partition of the guest.',
  cite: [
    since('3.4', 'book3s_hv_rmhandlers.S', 'kvmppc_hdsi'),
    since('3.4', 'exceptions-64s.S', 'kvmppc_skip_interrupt'),
    since('3.4', 'exception-64s.h', 'KVM_HANDLER_SKIP'),
  ],
  follows: [],
  signs: [
    { sign: 'puts', word: SKIP },
    { sign: 'stores', field: 'hstate.in_guest' },
  ],
  clauses: {
    'guests-own-vectors-ask-nothing': {
      says: 'The code at a vector whose interrupts stay in the guest makes no such test on any path, except at 0x300 and 0x380, where every path must: the load of an instruction may fault there.',
      claim: each(
        ...own.map((address) =>
          given(
            now(`vector[${address}].there`),
            OF_THE_LOAD.includes(address)
              ? asksAlways(address)
              : equal(now(`vector[${address}].asks`), literal(0n)),
          ),
        ),
      ),
    },
    'translation-off-outside-host-partition': {
      says: "In hypervisor state, MSR[IR] and MSR[DR] are 0 whenever LPIDR is not the host's, except that DR may be 1 while hstate.in_guest is 2: a load that faults is skipped then.",
      claim: throughout(
        each(
          holds('MSR', no(has(now('MSR'), MSR.IR))),
          holds('MSR', or(isReading, no(has(now('MSR'), MSR.DR)))),
        ),
        {
          while: and(no(same(now('LPIDR'), was('LPIDR'))), nonzero(has(now('MSR'), MSR.HV))),
        },
      ),
    },
  },
  unsaid: [
    {
      clause: 'loads-find-something',
      why: 'the memory of the guest is not modelled, so that the load of its instruction finds nothing',
    },
  ],
});

// Partition: which partition the core translates for, and that it is switched safely.
//
// All threads of a core must be in one partition, and kernel code with translation on counts as partition 0. So
// translation is off while LPIDR is not the host's, and SDR1 changes only under an LPID that no partition has.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Claim } from '../clause.ts';
import {
  and,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  now,
  or,
  prior,
  same,
  shifted,
  throughout,
  unchanged,
  was,
  whenWritten,
} from '../terms.ts';
import { LPCR, LPID_RSVD, MSR, PENDING_EXTERNAL, UNSYNCED } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';

const ENTRY = kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry');
const RESTRICTION = message('one-partition');
const hostsPartition = same(now('LPIDR'), literal(0n));
const reserved = literal(LPID_RSVD);
const SYNCHRONISATION = isa('III-S', 'Synchronization Requirements for Context Alterations');

/** The partition is that of a table and a number, and translation has changed to it. */
const inForce = (sdr1: Place, lpid: Place): Claim =>
  each(
    equal(now('SDR1'), now(sdr1)),
    equal(now('LPIDR'), now(lpid)),
    holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.TRANSLATION))),
  );

export const partition = chapter(
  'Partition',
  'Which partition the core translates for, and that it is switched safely.',
  {
    'one-partition-per-core': {
      says: "While any other thread of the core executes for the host, LPIDR is the host's.",
      cite: [RESTRICTION, kernel('book3s_hv.c', 'kvmppc_run_core')],
      over: ['switch', 'core', 'protocol'],
      claim: throughout(holds('LPIDR', or(hostsPartition, no(now('SIBLINGS'))))),
    },
    'translation-off-outside-host-partition': {
      says: "In hypervisor state, MSR[IR] and MSR[DR] are 0 whenever LPIDR is not the host's.",
      cite: [message('partition-zero'), isa('III-S', 'Logical Partitioning')],
      over: ['switch', 'core'],
      claim: throughout(holds('MSR', no(has(now('MSR'), MSR.IR | MSR.DR))), {
        while: and(no(hostsPartition), no(no(has(now('MSR'), MSR.HV)))),
      }),
    },
    'partition-changes-through-reserved-lpid': {
      says: 'LPIDR changes only to or from the reserved LPID, and SDR1 is written only while LPIDR is the reserved one and accesses under the previous LPID are complete.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'LPID_RSVD'),
        isa('III-S', 'Logical Partition Identification Register'),
      ],
      over: ['switch', 'core'],
      claim: each(
        whenWritten(
          ['LPIDR'],
          given(
            no(same(prior('LPIDR'), now('LPIDR'))),
            holds('LPIDR', or(same(prior('LPIDR'), reserved), same(now('LPIDR'), reserved))),
          ),
        ),
        whenWritten(
          ['SDR1'],
          each(
            equal(now('LPIDR'), reserved),
            holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.PARTITION))),
          ),
        ),
      ),
    },
    'others-are-let-in-when-the-guest-starts': {
      says: 'When the guest starts, vcore.in_guest is other than 0, so the threads that wait for the partition go on.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCORE_IN_GUEST')],
      over: 'entry',
      claim: holds('vcore.in_guest', now('vcore.in_guest')),
    },
    'partition-is-in-force-when-the-others-are-let-in': {
      says: "Whenever vcore.in_guest becomes other than 0, LPIDR and SDR1 are those of the guest's VM and have taken effect: the threads that wait for it go on into the guest at once.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCORE_IN_GUEST'), SYNCHRONISATION],
      over: 'switch',
      claim: whenWritten(
        ['vcore.in_guest'],
        given(now('vcore.in_guest'), inForce('kvm.sdr1', 'kvm.lpid')),
      ),
    },
    'hosts-partition-is-in-force-when-the-others-are-let-go': {
      says: "Whenever vcore.in_guest becomes 0, LPIDR and SDR1 are the host's and have taken effect: the threads that wait for it turn translation on soon.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCORE_IN_GUEST'), SYNCHRONISATION],
      over: 'switch',
      claim: whenWritten(
        ['vcore.in_guest'],
        given(no(now('vcore.in_guest')), inForce('kvm.host_sdr1', 'kvm.host_lpid')),
      ),
    },
    'segments-are-gone-when-a-thread-counts-itself-out': {
      says: 'Whenever the count of threads that leave, in vcore.entry_exit_count, grows, every invalidation of SLB entries is complete: the primary thread may change LPIDR and SDR1 for all threads at once.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'VCORE_ENTRY_EXIT'),
        isa('III-S', 'SLB Management Instructions'),
      ],
      over: 'switch',
      claim: whenWritten(
        ['vcore.entry_exit_count'],
        given(
          no(
            same(
              shifted(now('vcore.entry_exit_count'), 8),
              shifted(prior('vcore.entry_exit_count'), 8),
            ),
          ),
          holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.STORAGE))),
        ),
      ),
    },
    'host-partition-returns': {
      says: 'After the switch, SDR1, LPIDR and LPCR hold the values that they held at the call.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'KVM_HOST_SDR1'), RESTRICTION],
      over: 'switch',
      claim: each(unchanged('SDR1'), unchanged('LPIDR'), unchanged('LPCR')),
    },
    'guest-runs-in-its-partition': {
      says: "The guest starts with the SDR1, RMOR and LPIDR of its VM, where LPIDR is neither the host's nor the reserved one, and with the LPCR of its VM, in which MER is set if and only if an external interrupt is pending; AMOR is all ones.",
      cite: [ENTRY, kernel('book3s_hv_rmhandlers.S', 'LPCR_MER')],
      over: 'entry',
      claim: each(
        equal(now('SDR1'), was('kvm.sdr1')),
        equal(now('LPIDR'), was('kvm.lpid')),
        holds('LPIDR', no(or(hostsPartition, same(now('LPIDR'), reserved)))),
        equal(now('RMOR'), was('kvm.rmor')),
        equal(
          now('LPCR'),
          or(
            was('kvm.lpcr'),
            choose(
              has(was('vcpu.pending_exceptions'), PENDING_EXTERNAL),
              literal(LPCR.MER),
              literal(0n),
            ),
          ),
        ),
        equal(
          has(now('LPCR'), LPCR.MER),
          choose(
            has(was('vcpu.pending_exceptions'), PENDING_EXTERNAL),
            literal(LPCR.MER),
            literal(0n),
          ),
        ),
        equal(now('AMOR'), literal(0xffffffffffffffffn)),
      ),
    },
    'hypervisor-stays-where-it-is': {
      says: 'HRMOR, the offset of all that the hypervisor fetches, loads and stores with translation off, stays what it was at the call.',
      cite: [isa('III-S', 'Hypervisor Real Mode Offset Register')],
      over: 'switch',
      claim: throughout(unchanged('HRMOR')),
    },
    'guest-starts-synchronised': {
      says: 'When the guest starts, every change of translation, of the counters and of the units has taken effect, and every invalidation of SLB and TLB entries is complete.',
      cite: [SYNCHRONISATION],
      over: 'entry',
      claim: equal(now('UNSYNCED'), literal(0n), {
        mask: UNSYNCED.TRANSLATION | UNSYNCED.STORAGE | UNSYNCED.COUNTERS | UNSYNCED.UNITS,
      }),
    },
  },
);

// What a thread of a core relies on: what others may change between any two of its steps, and what they may not.
//
// Each clause is judged on what changes, whoever changes it, as one thread sees it. Nobody but the thread itself may be needed to show
// what it owes under these, and each thread is shown to keep to them: so that what holds of one thread and any others holds of a core.
import { chapter } from './chapter.ts';
import { kernel, message } from './cite.ts';
import {
  add,
  and,
  atMost,
  each,
  equal,
  given,
  has,
  holds,
  less,
  literal,
  no,
  nonzero,
  now,
  or,
  prior,
  same,
  shifted,
  sub,
  throughout,
  whenWritten,
} from './terms.ts';
import { LPID_RSVD, MSR } from './vocabulary/bits.ts';

const COUNT = 'vcore.entry_exit_count';
const RMHANDLERS = 'book3s_hv_rmhandlers.S';
const RUN_CORE = kernel('book3s_hv.c', 'kvmppc_run_core');
const EXIT_COUNT = kernel('kvm_host.h', 'VCORE_EXIT_COUNT');

/** How many have entered, and how many leave; before the change, and after it. */
const [entered, left] = [has(now(COUNT), 0xffn), shifted(now(COUNT), 8)];
const [hadEntered, hadLeft] = [has(prior(COUNT), 0xffn), shifted(prior(COUNT), 8)];
const cleared = no(now(COUNT));

const called = (at: typeof now) => add(at('thread.called'), at('siblings.called'));
const bound = (at: typeof now) => at('siblings.host_bound');

export const coreRely = chapter(
  'What a thread relies on',
  'What the other threads of a core, and the C code, may change between any two steps of a thread, and what they may not.',
  {
    'partition-stays-until-all-have-left': {
      says: 'While vcore.in_guest is 1, LPIDR and SDR1 change only once threads have left, and as many as have entered.',
      cite: [kernel(RMHANDLERS, 'VCORE_IN_GUEST'), message('one-partition')],
      over: 'protocol',
      claim: whenWritten(
        ['LPIDR', 'SDR1'],
        given(now('vcore.in_guest'), holds(COUNT, and(nonzero(left), same(entered, left)))),
      ),
    },
    'table-changes-under-the-reserved-partition': {
      says: "SDR1 changes only while LPIDR is the reserved one, and LPIDR becomes the host's only once SDR1 is.",
      cite: [kernel(RMHANDLERS, 'LPID_RSVD')],
      over: 'protocol',
      claim: each(
        whenWritten(['SDR1'], equal(now('LPIDR'), literal(LPID_RSVD))),
        whenWritten(['LPIDR'], given(no(now('LPIDR')), equal(now('SDR1'), now('kvm.host_sdr1')))),
      ),
    },
    'primary-thread-alone-switches': {
      says: 'No thread but the primary one changes LPIDR, SDR1 or vcore.in_guest.',
      cite: [kernel(RMHANDLERS, 'VCPU_PTID')],
      over: 'protocol',
      claim: whenWritten(
        ['LPIDR', 'SDR1', 'vcore.in_guest'],
        holds('vcpu.ptid', nonzero(now('vcpu.ptid'))),
      ),
    },
    'partition-changes-while-no-thread-translates': {
      says: "LPIDR and SDR1 change only while a thread's guest does not run, and the thread is neither in the kernel with translation on nor on its way there.",
      cite: [message('one-partition'), kernel('book3s_hv.c', 'on_primary_thread')],
      over: 'protocol',
      claim: whenWritten(
        ['LPIDR', 'SDR1'],
        each(
          holds('MSR', and(nonzero(has(now('MSR'), MSR.HV)), no(has(now('MSR'), MSR.IR | MSR.DR)))),
          holds('thread.host_bound', no(now('thread.host_bound'))),
        ),
      ),
    },
    'secondaries-are-asked-out-of-the-guests-partition': {
      says: "A thread other than the primary one is asked to stay out of the kernel while LPIDR is not the host's.",
      cite: [RUN_CORE, kernel('kvm_book3s_asm.h', 'hwthread_req')],
      over: 'protocol',
      claim: throughout(
        given(
          and(nonzero(now('vcpu.ptid')), nonzero(now('LPIDR'))),
          holds('hstate.hwthread_req', now('hstate.hwthread_req')),
        ),
      ),
    },
    'told-of-the-guests-partition': {
      says: "vcore.in_guest becomes 1 only while LPIDR and SDR1 are the VM's.",
      cite: [kernel(RMHANDLERS, 'VCORE_IN_GUEST')],
      over: 'protocol',
      claim: whenWritten(
        ['vcore.in_guest'],
        given(
          now('vcore.in_guest'),
          each(equal(now('LPIDR'), now('kvm.lpid')), equal(now('SDR1'), now('kvm.sdr1'))),
        ),
      ),
    },
    'told-until-a-thread-is-out': {
      says: 'vcore.in_guest does not become 0 while a thread is counted in.',
      cite: [kernel(RMHANDLERS, 'VCORE_IN_GUEST')],
      over: 'protocol',
      claim: whenWritten(
        ['vcore.in_guest'],
        given(no(now('vcore.in_guest')), holds('thread.counted', no(now('thread.counted')))),
      ),
    },
    'nobody-counts-in-once-one-leaves': {
      says: 'The low byte of vcore.entry_exit_count grows only while the high byte is 0.',
      cite: [EXIT_COUNT],
      over: 'protocol',
      claim: whenWritten([COUNT], given(less(hadEntered, entered), holds(COUNT, no(left)))),
    },
    'counts-fall-only-to-none': {
      says: 'Neither byte of vcore.entry_exit_count falls, but that both are cleared while no thread is counted in or called, and vcore.in_guest is 0.',
      cite: [EXIT_COUNT, RUN_CORE],
      over: 'protocol',
      claim: whenWritten(
        [COUNT],
        each(
          given(no(cleared), holds(COUNT, and(atMost(hadEntered, entered), atMost(hadLeft, left)))),
          given(
            cleared,
            each(
              holds('thread.called', no(add(now('thread.counted'), called(now)))),
              holds('vcore.in_guest', no(now('vcore.in_guest'))),
            ),
          ),
        ),
      ),
    },
    'count-is-of-the-threads-counted-in': {
      says: 'As many threads are counted in as the low byte of vcore.entry_exit_count is larger than the high byte.',
      cite: [EXIT_COUNT, kernel('kvm_host.h', 'VCORE_ENTRY_COUNT')],
      over: 'protocol',
      claim: throughout(
        equal(sub(entered, left), add(now('thread.counted'), now('siblings.counted'))),
      ),
    },
    'secondary-counts-in-only-when-called': {
      says: 'No more threads beside the primary one are counted in than are called.',
      cite: [RUN_CORE, kernel('book3s_hv.c', 'kvmppc_start_thread')],
      over: 'protocol',
      claim: throughout(
        given(
          no(now('vcpu.ptid')),
          holds('siblings.counted', atMost(now('siblings.counted'), now('siblings.called'))),
        ),
      ),
    },
    'guests-of-others-run-counted-in': {
      says: 'No more other threads run their guests than are counted in.',
      cite: [kernel(RMHANDLERS, 'kvmppc_hv_entry')],
      over: 'protocol',
      claim: throughout(
        holds('siblings.counted', atMost(now('siblings.in_guest'), now('siblings.counted'))),
      ),
    },
    'others-start-and-leave-only-once-told': {
      says: 'Beside the primary thread, no other begins to run its guest or counts itself out while vcore.in_guest is 0.',
      cite: [kernel(RMHANDLERS, 'VCORE_IN_GUEST')],
      over: 'protocol',
      claim: whenWritten(
        ['siblings.in_guest', COUNT],
        given(
          and(
            no(now('vcpu.ptid')),
            or(less(hadLeft, left), less(prior('siblings.in_guest'), now('siblings.in_guest'))),
          ),
          holds('vcore.in_guest', now('vcore.in_guest')),
        ),
      ),
    },
    'naps-are-counted-one-by-one': {
      says: 'vcore.nap_count grows only as a called thread ceases to be called.',
      cite: [kernel(RMHANDLERS, 'VCORE_NAP_COUNT'), kernel('book3s_hv.c', 'kvmppc_wait_for_nap')],
      over: 'protocol',
      claim: whenWritten(
        ['vcore.nap_count'],
        given(
          now('vcore.nap_count'),
          holds('vcore.nap_count', same(add(called(now), literal(1n)), called(prior))),
        ),
      ),
    },
    'asked-thread-stays-out': {
      says: 'No other thread that is asked to stay out of the kernel sets out for it.',
      cite: [
        kernel('kvm_book3s_asm.h', 'hwthread_req'),
        kernel('exceptions-64s.S', 'system_reset_pSeries'),
      ],
      over: 'protocol',
      claim: whenWritten(
        ['siblings.host_bound'],
        given(less(bound(prior), bound(now)), holds('siblings.asked', no(now('siblings.asked')))),
      ),
    },
    'kernel-thread-says-so': {
      says: 'While another thread that has napped is in the kernel, or on its way there, hstate.hwthread_state says so; and beside the primary thread no other translates for the host that is not.',
      cite: [kernel('kvm_book3s_asm.h', 'hwthread_state')],
      over: 'protocol',
      claim: throughout(
        each(
          holds('siblings.unsaid', no(now('siblings.unsaid'))),
          given(
            no(now('vcpu.ptid')),
            holds('siblings.translating', atMost(now('siblings.translating'), bound(now))),
          ),
        ),
      ),
    },
  },
);

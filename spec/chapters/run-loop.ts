// The run loop: when a guest may be entered, that no exit is lost, and what KVM_RUN returns.
import { chapter } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  and,
  each,
  equal,
  given,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  sub,
  unchanged,
  was,
} from '../terms.ts';
import { ERROR, KVM_EXIT } from '../vocabulary/kvm-run.ts';

const CORE = kernel('book3s_hv.c', 'kvmppc_run_core');

const notEntered = unchanged('guest.entries');
const elsewhere = or(nonzero(was('SIBLINGS')), nonzero(was('paca.paca_index')));

const because = (ret: bigint, reason: bigint): Term =>
  and(same(now('ioctl.ret'), literal(ret)), same(now('run.exit_reason'), literal(reason)));

/** Entries that returned without an exit: HDEC was about to expire. */
const idle = no(
  same(
    sub(now('guest.entries'), was('guest.entries')),
    sub(now('guest.exits'), was('guest.exits')),
  ),
);

export const running = chapter(
  'Run loop',
  'When a guest may be entered, that no exit is lost, and what KVM_RUN returns.',
  {
    'signal-refuses-entry': {
      says: 'A KVM_RUN that begins with a signal pending for the task enters no guest: it returns -EINTR, and its exit reason is KVM_EXIT_INTR.',
      cite: [kernel('book3s_hv.c', 'kvmppc_run_vcpu')],
      over: 'run',
      claim: given(
        nonzero(was('host.signal')),
        each(
          notEntered,
          equal(now('ioctl.ret'), literal(ERROR.EINTR)),
          equal(now('run.exit_reason'), literal(KVM_EXIT.INTR)),
        ),
      ),
    },
    'pending-signal-ends-the-run': {
      says: 'No guest is entered, or entered again, while a signal is pending for the task.',
      cite: [CORE, kernel('book3s_hv.c', 'kvmppc_handle_exit')],
      over: 'absence',
      claim: equal(now('host.signal'), literal(0n)),
    },
    'siblings-refuse-entry': {
      says: 'With no signal pending, on a thread that is not the first of its core, or with another thread of the core online, KVM_RUN enters no guest and returns -EBUSY.',
      cite: [message('single-thread'), kernel('book3s_hv.c', 'on_primary_thread')],
      over: 'run',
      claim: given(
        and(elsewhere, no(was('host.signal'))),
        each(notEntered, equal(now('ioctl.ret'), literal(ERROR.EBUSY))),
      ),
    },
    'each-exit-is-handled-once': {
      says: 'One KVM_RUN handles as many exits (vcpu.stat.sum_exits) as the guest makes: none is lost, none is handled twice, and if no guest ran none is handled.',
      cite: [kernel('book3s_hv.c', 'kvmppc_handle_exit'), CORE],
      over: 'run',
      claim: equal(
        sub(now('vcpu.stat.sum_exits'), was('vcpu.stat.sum_exits')),
        sub(now('guest.exits'), was('guest.exits')),
      ),
    },
    'run-says-why-it-returns': {
      says: 'KVM_RUN returns 0 with the exit reason KVM_EXIT_PAPR_HCALL and a hypercall that waits for its answer, or -EINTR with KVM_EXIT_INTR, or -EBUSY with KVM_EXIT_UNKNOWN, and nothing else, unless the kernel stopped at a BUG.',
      cite: [message('no-mmio'), kernel('book3s_hv.c', 'kvmppc_vcpu_run')],
      over: 'run',
      claim: given(
        no(now('host.bug')),
        holds(
          'ioctl.ret',
          or(
            and(because(0n, KVM_EXIT.PAPR_HCALL), nonzero(now('vcpu.hcall_needed'))),
            or(because(ERROR.EINTR, KVM_EXIT.INTR), because(ERROR.EBUSY, KVM_EXIT.UNKNOWN)),
          ),
        ),
      ),
    },
    'some-guest-did-not-run': {
      says: 'Some entry returns without an exit of the guest, because HDEC was about to expire.',
      cite: [CORE],
      over: 'run',
      claim: reachable(idle),
    },
  },
);

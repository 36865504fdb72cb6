// The run loop: who may enter a guest, that no exit is lost, and what KVM_RUN returns.
import { kernel, message } from '../cite.ts';
import type { Chapter, Clause } from '../clause.ts';
import { ERROR, KVM_EXIT } from '../run-state.ts';
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

const CORE = kernel('book3s_hv.c', 'kvmppc_run_core');

const once: Clause = {
  name: 'each-exit-is-handled-once',
  says: 'In one KVM_RUN as many exits are handled as the guest makes: none is lost, none handled twice.',
  cite: [kernel('book3s_hv.c', 'kvmppc_handle_exit'), CORE],
  over: 'run',
  claim: equal(
    sub(now('vcpu.stat.sum_exits'), was('vcpu.stat.sum_exits')),
    sub(now('guest.exits'), was('guest.exits')),
  ),
};

const notEntered = unchanged('guest.entries');
const elsewhere = or(nonzero(was('SIBLINGS')), nonzero(was('paca.paca_index')));

const signal: Clause = {
  name: 'signal-refuses-entry',
  says: 'A task for which a signal is pending enters no guest: KVM_RUN returns -EINTR, its reason is KVM_EXIT_INTR.',
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
};

const busy: Clause = {
  name: 'siblings-refuse-entry',
  says: 'On another thread than the first of a core, or beside one that is online, no guest is entered: KVM_RUN returns -EBUSY.',
  cite: [message('single-thread'), kernel('book3s_hv.c', 'on_primary_thread')],
  over: 'run',
  claim: given(
    and(elsewhere, no(was('host.signal'))),
    each(notEntered, equal(now('ioctl.ret'), literal(ERROR.EBUSY))),
  ),
};

const returns: Clause = {
  name: 'run-says-why-it-returns',
  says: 'KVM_RUN returns 0 only with a hypercall for user space, and else -EINTR or -EBUSY; unless the kernel stopped.',
  cite: [kernel('book3s_hv.c', 'kvmppc_vcpu_run')],
  over: 'run',
  claim: given(
    no(now('host.bug')),
    holds(
      'ioctl.ret',
      or(
        and(no(now('ioctl.ret')), same(now('run.exit_reason'), literal(KVM_EXIT.PAPR_HCALL))),
        or(
          same(now('ioctl.ret'), literal(ERROR.EINTR)),
          same(now('ioctl.ret'), literal(ERROR.EBUSY)),
        ),
      ),
    ),
  ),
};

/** Entries that came back without an exit: HDEC was about to expire. */
const idle = no(
  same(
    sub(now('guest.entries'), was('guest.entries')),
    sub(now('guest.exits'), was('guest.exits')),
  ),
);

export const running: Chapter = {
  title: 'Run loop',
  about: 'Who may enter a guest, that no exit is lost, and what KVM_RUN returns.',
  clauses: [
    signal,
    busy,
    once,
    returns,
    {
      name: 'some-guest-did-not-run',
      says: 'Some guest is to be entered, and comes back without an exit.',
      cite: [CORE],
      over: 'run',
      claim: reachable(idle),
    },
  ],
};

// Interrupts that wait for the guest: which it gets and when, where it goes on, and what becomes of its decrementer meanwhile.
import { MSR } from '../bits.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Chapter, Clause, Term } from '../clause.ts';
import { GUEST_VECTOR, PENDING } from '../run-state.ts';
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
  nonzero,
  now,
  or,
  reachable,
  same,
  sub,
  unchanged,
  was,
  without,
} from '../terms.ts';
import type { Word } from '../words.ts';

const DELIVERED = kernel('book3s.c', 'kvmppc_core_deliver_interrupts');
const CORE = kernel('book3s_hv.c', 'kvmppc_run_core');

const waits = (bit: Word): Term => nonzero(has(was('vcpu.pending_exceptions'), bit));
const interruptible = nonzero(has(was('vcpu.msr'), MSR.EE));
const takesExternal = and(waits(PENDING.EXTERNAL), interruptible);
const takesDecrementer = and(waits(PENDING.DECREMENTER), interruptible);
const takesLevel = and(waits(PENDING.EXTERNAL_LEVEL), interruptible);
const taken = or(or(waits(PENDING.SYSCALL), takesExternal), or(takesDecrementer, takesLevel));
const vectorTaken = choose(
  waits(PENDING.SYSCALL),
  literal(GUEST_VECTOR.SYSTEM_CALL),
  choose(
    takesExternal,
    literal(GUEST_VECTOR.EXTERNAL),
    choose(takesDecrementer, literal(GUEST_VECTOR.DECREMENTER), literal(GUEST_VECTOR.EXTERNAL)),
  ),
);

const highest: Clause = {
  name: 'highest-pending-interrupt-is-delivered',
  says: 'Of the interrupts that wait, the guest gets the highest that it can take: a system call, then external, decrementer and level interrupts while it has EE.',
  cite: [DELIVERED, kernel('kvm_asm.h', 'BOOK3S_IRQPRIO_SYSCALL')],
  over: 'delivery',
  claim: given(
    taken,
    each(
      equal(now('vcpu.pc'), vectorTaken),
      equal(now('vcpu.msr'), literal(MSR.SF | MSR.ME)),
      equal(now('vcpu.srr0'), was('vcpu.pc')),
      equal(now('vcpu.srr1'), was('vcpu.msr')),
    ),
  ),
};

const held: Clause = {
  name: 'nothing-is-delivered-untimely',
  says: 'A guest that can take none of the interrupts that wait goes on where it was, and they wait on.',
  cite: [DELIVERED],
  over: 'delivery',
  claim: given(
    no(taken),
    each(
      unchanged('vcpu.pc'),
      unchanged('vcpu.msr'),
      unchanged('vcpu.srr0'),
      unchanged('vcpu.srr1'),
      unchanged('vcpu.pending_exceptions'),
    ),
  ),
};

const cleared: Clause = {
  name: 'delivered-interrupts-wait-no-more',
  says: 'What is delivered waits no more, but for the decrementer and level interrupts, which wait until their source is quiet.',
  cite: [kernel('book3s.c', 'clear_irqprio')],
  over: 'delivery',
  claim: given(
    taken,
    equal(
      now('vcpu.pending_exceptions'),
      choose(
        waits(PENDING.SYSCALL),
        without(was('vcpu.pending_exceptions'), PENDING.SYSCALL),
        choose(
          takesExternal,
          without(was('vcpu.pending_exceptions'), PENDING.EXTERNAL),
          was('vcpu.pending_exceptions'),
        ),
      ),
    ),
  ),
};

const VECTORS = Object.values(GUEST_VECTOR)
  .map((vector) => same(now('vcpu.pc'), literal(vector)))
  .reduce(or);

const goesOn: Clause = {
  name: 'guest-resumes-where-it-was',
  says: 'A guest that is entered again goes on just where it was, with the MSR that it had; or at a vector of its own, with MSR SF and ME.',
  cite: [kernel('book3s.c', 'kvmppc_inject_interrupt'), message('state-is-in-the-vcpu')],
  over: 'absence',
  claim: holds(
    'vcpu.pc',
    or(
      and(same(now('vcpu.pc'), was('vcpu.pc')), same(now('vcpu.msr'), was('vcpu.msr'))),
      and(VECTORS, same(now('vcpu.msr'), literal(MSR.SF | MSR.ME))),
    ),
  ),
};

/** Below 0: DEC at 0 has one tick to go, and either will do. */
const expired = nonzero(has(sub(now('vcpu.dec_expires'), now('TB')), 1n << 63n));
const ahead = nonzero(has(sub(now('TB'), now('vcpu.dec_expires')), 1n << 63n));
const decIsPending = or(
  nonzero(has(now('guest.dec'), 0x80000000n)),
  nonzero(has(now('vcpu.pending_exceptions'), PENDING.DECREMENTER)),
);

const lateDecrementer: Clause = {
  name: 'expired-decrementer-is-pending',
  says: 'A guest whose decrementer expired while it was out finds it pending when it is entered, however long that was ago.',
  cite: [CORE, isa('III-S', 'Decrementer Interrupt')],
  over: 'absence',
  claim: given(expired, holds('guest.dec', decIsPending)),
};

const earlyDecrementer: Clause = {
  name: 'unexpired-decrementer-is-not-pending',
  says: 'A guest whose decrementer has time to go does not find it pending.',
  cite: [CORE, isa('III-S', 'Decrementer Interrupt')],
  over: 'absence',
  claim: given(ahead, holds('guest.dec', no(decIsPending))),
};

/** When it was last seen, the decrementer had time to go. */
const wasAhead = nonzero(has(sub(was('TB'), was('vcpu.dec_expires')), 1n << 63n));

export const delivery: Chapter = {
  title: 'Interrupts for the guest',
  about:
    'Which interrupts the guest gets and when, and what becomes of its decrementer while it is out.',
  clauses: [
    highest,
    held,
    cleared,
    goesOn,
    lateDecrementer,
    earlyDecrementer,
    {
      name: 'some-decrementer-expires-outside',
      says: 'Some decrementer expires while its guest is out.',
      cite: [CORE],
      over: 'absence',
      claim: reachable(and(expired, wasAhead)),
    },
  ],
};

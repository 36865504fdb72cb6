// Pending interrupts of the guest: which it takes and when, where it resumes, and what becomes of its decrementer meanwhile.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
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
import { MSR } from '../vocabulary/bits.ts';
import { GUEST_VECTOR, PENDING } from '../vocabulary/kvm-run.ts';
import type { Word } from '../vocabulary/words.ts';

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

const VECTORS = Object.values(GUEST_VECTOR)
  .map((vector) => same(now('vcpu.pc'), literal(vector)))
  .reduce(or);

/** By a tick or more: with none to go or gone, either will do. */
const expired = nonzero(has(sub(now('vcpu.dec_expires'), now('TB')), 1n << 63n));
const ahead = nonzero(has(sub(now('TB'), now('vcpu.dec_expires')), 1n << 63n));
const decIsPending = or(
  nonzero(has(now('guest.dec'), 0x80000000n)),
  nonzero(has(now('vcpu.pending_exceptions'), PENDING.DECREMENTER)),
);

/** When it was last seen, the decrementer had time to go. */
const wasAhead = nonzero(has(sub(was('TB'), was('vcpu.dec_expires')), 1n << 63n));

export const delivery = chapter(
  'Interrupts for the guest',
  'Which interrupts the guest gets and when, and what becomes of its decrementer while it is out.',
  {
    'highest-pending-interrupt-is-delivered': {
      says: 'Of the interrupts that are pending, the guest takes the first that it can take in this order: system call, and with MSR[EE] set external, decrementer, external level. It starts at the vector with MSR[SF] and [ME] only, and SRR0 and SRR1 hold the PC and MSR that it had.',
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
    },
    'nothing-is-delivered-untimely': {
      says: 'A guest that can take none of its pending interrupts keeps PC, MSR, SRR0 and SRR1, and they stay pending.',
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
    },
    'delivered-interrupts-wait-no-more': {
      says: 'A system call or an external interrupt is no longer pending once it is delivered; a decrementer or external level interrupt stays pending, since only its source ends it; and so does everything that was not delivered.',
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
    },
    'guest-resumes-where-it-was': {
      says: 'A guest that is entered again resumes at the PC and with the MSR that it had; or at the vector of one of its own interrupts (0x300, 0x400, 0x500, 0x700, 0x900, 0xc00), with MSR[SF] and [ME] only.',
      cite: [kernel('book3s.c', 'kvmppc_inject_interrupt'), message('state-is-in-the-vcpu')],
      over: 'absence',
      claim: holds(
        'vcpu.pc',
        or(
          and(same(now('vcpu.pc'), was('vcpu.pc')), same(now('vcpu.msr'), was('vcpu.msr'))),
          and(VECTORS, same(now('vcpu.msr'), literal(MSR.SF | MSR.ME))),
        ),
      ),
    },
    'expired-decrementer-is-pending': {
      says: 'A guest whose decrementer expired a tick or more before it is entered finds it pending (DEC negative, or the interrupt queued), however long ago that was.',
      cite: [CORE, isa('III-S', 'Decrementer Interrupt')],
      over: 'absence',
      claim: given(expired, holds('guest.dec', decIsPending)),
    },
    'unexpired-decrementer-is-not-pending': {
      says: 'A guest whose decrementer has a tick or more to go when it is entered does not find it pending: DEC is not negative, and no interrupt is queued.',
      cite: [CORE, isa('III-S', 'Decrementer Interrupt')],
      over: 'absence',
      claim: given(ahead, holds('guest.dec', no(decIsPending))),
    },
    'some-decrementer-expires-outside': {
      says: 'Some decrementer expires between an exit of its guest and the next entry.',
      cite: [CORE],
      over: 'absence',
      claim: reachable(and(expired, wasAhead)),
    },
  },
);

// Timers: the host's decrementer becomes the hypervisor's, the guest gets its own, and time is accounted to whoever used it.
//
// DEC and the timebase are read one after the other, so a point in time may be off by a tick on each reading. DEC
// is 32 bits and wraps; the clauses that extend its sign leave out the quarter of its range next to the wrap.
import { isa, kernel, seed } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import type { Place } from '../machine.ts';
import {
  add,
  atMost,
  choose,
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  now,
  signed,
  sub,
  was,
  whenWritten,
} from '../terms.ts';
import { lowBits } from '../words.ts';

const tick = literal(1n);
const twoTicks = literal(2n);
const word32 = lowBits(32);

/** 1 unless DEC, negative, is near the end of its range. */
const farFromWrap = (dec: Term): Term =>
  choose(has(dec, 0x80000000n), has(dec, 0x40000000n), literal(1n));

/** The point in time, in ticks of the timebase, at which DEC reaches zero. */
const expiry = (dec: Term, timebase: Term): Term => add(signed(dec, 32), timebase);

const hdecEqualsDec: Clause = {
  name: 'hdec-equals-dec',
  says: 'When the guest starts, HDEC is what DEC was at the call less the ticks that passed: it was loaded unchanged.',
  cite: [seed('101-103'), isa('III-S', 'Hypervisor Decrementer')],
  over: 'entry',
  claim: equal(now('HDEC'), sub(was('DEC'), elapsed), { mask: word32, within: tick }),
};

const decExpiry: Clause = {
  name: 'dec-expiry-is-dec-plus-timebase',
  says: 'hstate.dec_expires is the timebase at which the host decrementer, sign-extended from 32 bits, reaches zero.',
  cite: [seed('101-106'), isa('III-S', 'Decrementer')],
  over: 'entry',
  claim: given(
    farFromWrap(was('DEC')),
    equal(now('hstate.dec_expires'), expiry(was('DEC'), was('TB')), { within: tick }),
  ),
};

const refusedDecExpiry: Clause = {
  ...decExpiry,
  name: 'refused-dec-expiry-is-dec-plus-timebase',
  says: 'Where no guest is entered, hstate.dec_expires is DEC plus the timebase all the same; that is where the decrementer of the host is negative.',
  over: 'refusal',
};

const decContinues: Clause = {
  name: 'host-dec-continues',
  says: 'Behind the switch, DEC is what it was less the ticks that passed, but for the two ticks that its readings may cost.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_DECEXP'), isa('III-S', 'Decrementer')],
  over: 'switch',
  claim: equal(now('DEC'), sub(was('DEC'), elapsed), { mask: word32, within: twoTicks }),
};

const guestDecStarts: Clause = {
  name: 'guest-dec-starts-from-expiry',
  says: 'The guest starts with the ticks from now to vcpu.dec_expires in DEC, and they were noted in vcpu.dec.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES')],
  over: 'entry',
  claim: each(
    equal(now('DEC'), sub(was('vcpu.dec_expires'), now('TB')), { mask: word32, within: tick }),
    equal(now('vcpu.dec'), sub(was('vcpu.dec_expires'), was('TB')), {
      mask: word32,
      within: elapsed,
    }),
  ),
};

const guestDecSurvives: Clause = {
  name: 'guest-dec-expiry-survives',
  says: 'When the guest is out, vcpu.dec_expires is the timebase at which its decrementer, sign-extended, reaches zero.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES')],
  over: 'exit',
  claim: given(
    farFromWrap(was('DEC')),
    equal(now('vcpu.dec_expires'), expiry(was('DEC'), was('TB')), { within: tick }),
  ),
};

const purrAccounts: Clause = {
  name: 'host-purr-accounts-guest-time',
  says: 'Behind the switch, PURR and SPURR have gone on from what they were: the host is charged for the time that passed, and for no more.',
  cite: [
    kernel('book3s_hv_rmhandlers.S', 'HSTATE_PURR'),
    isa('III-S', 'Processor Utilization of Resources Register'),
  ],
  over: 'switch',
  claim: each(grown('PURR'), grown('SPURR')),
};

const purrIncludes: Clause = {
  name: 'host-purr-includes-what-the-guest-used',
  says: "When PURR and SPURR are given back to the host, they are hstate's plus the growth of the vcpu's.",
  cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_PURR')],
  over: 'exit',
  claim: each(
    givenBack('PURR', 'hstate.host_purr', 'vcpu.purr'),
    givenBack('SPURR', 'hstate.host_spurr', 'vcpu.spurr'),
  ),
};

const guestPurrStarts: Clause = {
  name: 'guest-purr-starts-from-vcpu',
  says: 'The guest starts with vcpu.purr and vcpu.spurr in PURR and SPURR, but for the time since they were loaded.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_PURR')],
  over: 'entry',
  claim: each(
    equal(now('PURR'), was('vcpu.purr'), { within: elapsed }),
    equal(now('SPURR'), was('vcpu.spurr'), { within: elapsed }),
  ),
};

const guestPurr: Clause = {
  name: 'guest-purr-is-its-own',
  says: 'When the guest is out, vcpu.purr and vcpu.spurr hold what PURR and SPURR held at the interrupt, but for the time until they were read.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_PURR')],
  over: 'exit',
  claim: each(
    equal(now('vcpu.purr'), was('PURR'), { within: elapsed }),
    equal(now('vcpu.spurr'), was('SPURR'), { within: elapsed }),
  ),
};

export const timers: Chapter = {
  title: 'Timers',
  about:
    'DEC becomes HDEC, the guest gets a decrementer of its own, and time is accounted to whoever used it.',
  clauses: [
    hdecEqualsDec,
    decExpiry,
    refusedDecExpiry,
    decContinues,
    guestDecStarts,
    guestDecSurvives,
    purrAccounts,
    purrIncludes,
    guestPurrStarts,
    guestPurr,
  ],
};

/** No more than the time that passed, and not less than nothing. */
function grown(register: 'PURR' | 'SPURR'): Claim {
  return holds(register, atMost(sub(now(register), was(register)), elapsed));
}

function givenBack(register: 'PURR' | 'SPURR', kept: Place, guests: Place): Claim {
  const used = sub(now(guests), was(guests));
  return whenWritten([register], equal(now(register), add(was(kept), used)));
}

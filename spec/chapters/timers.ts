// Timers: the host's decrementer becomes the hypervisor's, the guest gets its own, and time is charged to the side that used it.
//
// DEC and the timebase are read one after the other, so a point in time may be off by a tick on each reading. DEC is 32 bits
// and wraps; the clauses that extend its sign leave out the quarter of its range next to the wrap. At what rate PURR and SPURR
// count is not said, only that it is no faster than the timebase. Time between reading and writing them may be charged to neither side.
import { chapter } from '../chapter.ts';
import { isa, kernel, seed } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
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
  unchanged,
  was,
  whenWritten,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { lowBits } from '../vocabulary/words.ts';

/** The registers that count the use of the processor: the host's count is saved in hstate, the guest's in the vcpu. */
const ACCOUNTS = [
  { register: 'PURR', kept: 'hstate.host_purr', guests: 'vcpu.purr' },
  { register: 'SPURR', kept: 'hstate.host_spurr', guests: 'vcpu.spurr' },
] as const satisfies readonly Record<string, Place>[];

const tick = literal(1n);
const twoTicks = literal(2n);
const word32 = lowBits(32);

/** 1 unless DEC, negative, is near the end of its range. */
const farFromWrap = (dec: Term): Term =>
  choose(has(dec, 0x80000000n), has(dec, 0x40000000n), literal(1n));

/** The point in time, in ticks of the timebase, at which DEC reaches zero. */
const expiry = (dec: Term, timebase: Term): Term => add(signed(dec, 32), timebase);

/** The point at which the host's decrementer reaches zero is noted, unless DEC is near the end of its range. */
const expiryIsNoted = given(
  farFromWrap(was('DEC')),
  equal(now('hstate.dec_expires'), expiry(was('DEC'), was('TB')), { within: tick }),
);

/** Ticks from the call to the expiry of the guest's decrementer. */
const dueAtCall = sub(was('vcpu.dec_expires'), was('TB'));

export const timers = chapter(
  'Timers',
  'DEC becomes HDEC, the guest gets a decrementer of its own, and time is charged to the side that used it.',
  {
    'hdec-equals-dec': {
      says: 'When the guest starts, HDEC is the value of DEC at the call minus the ticks that have passed, to within the one that may pass between reading DEC and loading HDEC: DEC was loaded unchanged.',
      cite: [seed('101-103'), isa('III-S', 'Hypervisor Decrementer')],
      over: 'entry',
      claim: equal(now('HDEC'), sub(was('DEC'), elapsed), { mask: word32, within: tick }),
    },
    'dec-expiry-is-dec-plus-timebase': {
      says: "When the guest starts, hstate.dec_expires is the timebase at which the host's decrementer, sign-extended from 32 bits, reaches zero, to within a tick; nothing is said of a DEC in [-2^31, -2^30).",
      cite: [seed('101-106'), isa('III-S', 'Decrementer')],
      over: 'entry',
      claim: expiryIsNoted,
    },
    'refused-dec-expiry-is-dec-plus-timebase': {
      says: 'When no guest is entered, hstate.dec_expires is likewise DEC, sign-extended from 32 bits, plus the timebase, to within a tick; nothing is said of a DEC in [-2^31, -2^30).',
      cite: [seed('101-106'), isa('III-S', 'Decrementer')],
      over: 'refusal',
      claim: expiryIsNoted,
    },
    'host-dec-continues': {
      says: 'After the switch, DEC is its value at the call minus the ticks that have passed, to within the two that may pass around its readings.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_DECEXP'), isa('III-S', 'Decrementer')],
      over: 'switch',
      claim: equal(now('DEC'), sub(was('DEC'), elapsed), { mask: word32, within: twoTicks }),
    },
    'host-timebase-continues': {
      says: 'After the switch, the timebase has advanced by the ticks that have passed: whatever hypervisor code has set it forward by, it has set back.',
      cite: [isa('III-S', 'Time Base'), kernel('time.c', 'timebase_read')],
      over: 'switch',
      claim: unchanged('TB_OFFSET'),
    },
    'guest-dec-starts-from-expiry': {
      says: 'When the guest starts, DEC holds the ticks from now to vcpu.dec_expires, and vcpu.dec was set to the ticks from then to vcpu.dec_expires: in both the low 32 bits, to within a tick.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES')],
      over: 'entry',
      claim: each(
        equal(now('DEC'), sub(was('vcpu.dec_expires'), now('TB')), { mask: word32, within: tick }),
        holds('vcpu.dec', atMost(and(sub(dueAtCall, now('vcpu.dec')), literal(word32)), elapsed)),
        whenWritten(
          ['vcpu.dec'],
          equal(now('vcpu.dec'), sub(was('vcpu.dec_expires'), now('TB')), {
            mask: word32,
            within: tick,
          }),
        ),
      ),
    },
    'guest-dec-expiry-survives': {
      says: "After the exit, vcpu.dec_expires is the timebase at which the guest's decrementer, sign-extended from 32 bits, reaches zero, to within a tick; nothing is said of a DEC in [-2^31, -2^30).",
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES')],
      over: 'exit',
      claim: given(
        farFromWrap(was('DEC')),
        equal(now('vcpu.dec_expires'), expiry(was('DEC'), was('TB')), { within: tick }),
      ),
    },
    'host-purr-accounts-guest-time': {
      says: 'After the switch, PURR and SPURR have grown from their values at the call by no more than the ticks that have passed. For the lower bound, which is what the guest used, see host-purr-includes-what-the-guest-used.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'HSTATE_PURR'),
        isa('III-S', 'Processor Utilization of Resources Register'),
      ],
      over: 'switch',
      claim: each(...ACCOUNTS.map(({ register }) => startedFrom(register, was(register)))),
    },
    'host-purr-includes-what-the-guest-used': {
      says: 'After the exit, PURR and SPURR have been given back to the host: they are the values in hstate, plus what the guest had used by the interrupt (their values then, minus vcpu.purr and vcpu.spurr), plus what they have counted since, which is no more than the ticks that have passed.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_PURR')],
      over: 'exit',
      claim: each(
        ...ACCOUNTS.map(({ register, kept, guests }) =>
          startedFrom(register, add(was(kept), sub(was(register), was(guests)))),
        ),
      ),
    },
    'guest-purr-starts-from-vcpu': {
      says: 'On entry, PURR and SPURR are loaded from vcpu.purr and vcpu.spurr, and the guest starts with these values plus what the registers have counted since, which is no more than the ticks that have passed.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_PURR')],
      over: 'entry',
      claim: each(
        ...ACCOUNTS.flatMap(({ register, guests }) => [
          whenWritten([register], equal(now(register), was(guests))),
          startedFrom(register, was(guests)),
        ]),
      ),
    },
    'guest-purr-is-its-own': {
      says: 'After the exit, vcpu.purr and vcpu.spurr hold the values of PURR and SPURR at the interrupt plus what these counted until they were stored: each store adds no more than the ticks that have passed by then.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_PURR')],
      over: 'exit',
      claim: each(
        ...ACCOUNTS.flatMap(({ register, guests }) => [
          startedFrom(guests, was(register)),
          whenWritten([guests], startedFrom(guests, was(register))),
        ]),
      ),
    },
  },
);

/** The place holds a word plus what a clock has added to it since the span began: between nothing and the ticks that have passed. */
function startedFrom(place: Place, word: Term): Claim {
  return holds(place, atMost(sub(now(place), word), elapsed));
}

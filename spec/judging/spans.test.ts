// Several spans of one run: each claim sees its own steps and states only, and many clauses may share one index of the writes.

import { describe, expect, it } from 'vitest';
import type { Claim } from '../clause.ts';
import {
  each,
  equal,
  given,
  literal,
  neverWrites,
  now,
  onlyWrites,
  precedes,
  prior,
  throughout,
  unchanged,
  was,
  whenWritten,
} from '../terms.ts';
import type { Span } from '../vocabulary/machine.ts';
import { judgeSpan } from './judge.ts';
import { span, step } from './testing/span.ts';
import { watchedBy, watchedByAll } from './watch.ts';

const taken = [
  step('host', { LPIDR: 2n, 'vcpu.dscr': 1n }),
  step('host', { MSR: 5n }),
  step('guest', { LPIDR: 3n, CTR: 1n }),
  step('hardware', { MSR: 6n }),
  step('host', { LPIDR: 4n, 'vcpu.amr': 1n }),
  step('host', { LPIDR: 4n }),
];
const whole = span({ LPIDR: 1n, MSR: 0n, AMR: 7n }, ...taken);
const first: Span = { ...whole, kind: 'entry', after: stateBehind(2), from: 0, to: 2 };
const middle: Span = {
  ...whole,
  kind: 'guest',
  before: stateBehind(2),
  after: stateBehind(4),
  from: 2,
  to: 4,
};
const last: Span = { ...whole, kind: 'exit', before: stateBehind(4), from: 4, to: 6 };

/** The state after so many of the steps. */
function stateBehind(steps: number) {
  return span({ LPIDR: 1n, MSR: 0n }, ...taken.slice(0, steps)).after;
}

const lpidr = (word: bigint): Claim => equal(now('LPIDR'), literal(word));

describe.each([
  ['an index for the claim alone', (claim: Claim) => watchedBy(claim)],
  [
    'an index for others too',
    (claim: Claim) => watchedByAll([claim, throughout(unchanged('CTR')), neverWrites(['XER'])]),
  ],
])('with %s', (_how, watchedFor) => {
  const found = (claim: Claim, run: Span) => judgeSpan(claim, run, watchedFor(claim));

  it.each<[string, Claim, Span, unknown]>([
    ['what a span ends with', lpidr(2n), first, 'met'],
    ['what the next begins with', equal(was('LPIDR'), literal(2n)), middle, 'met'],
    ['every state of the first', throughout(lpidr(2n)), first, { step: -1, found: '0x1' }],
    ['every state of the middle', throughout(lpidr(2n)), middle, { step: 2, found: '0x3' }],
    ['every state of the last', throughout(lpidr(3n)), last, { step: 4, found: '0x4' }],
    ['states since a write of its own', throughout(lpidr(4n), { since: 'LPIDR' }), last, 'met'],
    ['no state where nothing wrote', throughout(lpidr(0n), { since: 'XER' }), last, 'unmet'],
    ['what a step before the span left', throughout(equal(now('MSR'), literal(6n))), last, 'met'],
    ['what nothing wrote', throughout(equal(now('AMR'), literal(7n))), whole, 'met'],
    ['writes of hypervisor code only', whenWritten(['LPIDR'], lpidr(0n)), middle, 'unmet'],
    ['the state before its first write', whenWritten(['LPIDR'], lpidr(4n)), last, 'met'],
    [
      'what a write found',
      whenWritten(['LPIDR'], equal(prior('LPIDR'), literal(4n))),
      last,
      { step: 4, place: 'LPIDR', found: '0x3' },
    ],
    ['order within the span', precedes('MSR', 'LPIDR'), last, { step: 4, place: 'LPIDR' }],
    ['order that is kept', precedes('LPIDR', 'MSR'), first, 'met'],
    ['order with nobody to keep it', precedes('LPIDR', 'MSR'), middle, 'unmet'],
    ['stores of the span', onlyWrites(['vcpu.dscr']), first, 'met'],
    ['not those of others', onlyWrites(['vcpu.dscr']), last, { place: 'vcpu.amr', step: 4 }],
    ['no store at all', onlyWrites([]), middle, 'met'],
    ['writes that must not be', neverWrites(['vcpu.dscr']), last, 'met'],
    [
      'a part that is broken among parts that are met',
      each(lpidr(4n), given(literal(1n), throughout(equal(now('MSR'), literal(5n))))),
      last,
      { place: 'MSR', found: '0x6' },
    ],
  ])('a claim sees %s', (_what, claim, run, expected) => {
    const finding = found(claim, run);
    if (typeof expected === 'string') expect(finding).toBe(expected);
    else expect(finding).toMatchObject(expected ?? {});
  });
});

describe('an index', () => {
  it('made for few places is made anew for more', () => {
    const claims = [throughout(lpidr(2n)), throughout(equal(now('CTR'), literal(0n)))];
    const findings = claims.map((claim) => judgeSpan(claim, middle, watchedBy(claim)));
    expect(findings).toMatchObject([{ place: 'LPIDR' }, { place: 'CTR' }]);
  });
});

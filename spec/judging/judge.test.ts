// Each form of claim on small runs made by hand: when it is met, when it is not, and what it says when it is broken.
import { describe, expect, it } from 'vitest';
import {
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  neverWrites,
  now,
  oneOf,
  onlyWrites,
  precedes,
  prior,
  same,
  throughout,
  was,
  whenWritten,
} from '../terms.ts';
import { finding, span, step } from './hand-made.ts';

const one = literal(1n);

describe('equal', () => {
  const run = span({ DSCR: 5n }, step('host', { DSCR: 7n }));
  it.each([
    ['the words agree', equal(now('DSCR'), literal(7n)), 'met'],
    ['they agree in the mask', equal(now('DSCR'), was('DSCR'), { mask: 5n }), 'met'],
    ['they are near enough', equal(now('DSCR'), was('DSCR'), { within: literal(2n) }), 'met'],
    [
      'they are near enough the other way',
      equal(was('DSCR'), now('DSCR'), { within: literal(2n) }),
      'met',
    ],
  ])('is met when %s', (_how, claim, result) => {
    expect(finding(claim, run)).toBe(result);
  });

  it('is broken with what was expected and found', () => {
    expect(finding(equal(now('DSCR'), was('DSCR')), run)).toEqual({
      place: 'DSCR',
      expected: '0x5',
      found: '0x7',
      wrong: 2n,
    });
    expect(finding(equal(now('DSCR'), was('DSCR'), { within: one }), run)).toMatchObject({
      expected: '0x5 give or take 1',
    });
  });

  it('measures distance round the end of narrow words', () => {
    const wrapped = span({ DEC: 0n }, step('hardware', { DEC: 0xffffffffn }));
    const claim = equal(now('DEC'), was('DEC'), { mask: 0xffffffffn, within: one });
    expect(finding(claim, wrapped)).toBe('met');
  });

  it('may depend on the time that passed', () => {
    const timed = span({ PURR: 1n }, step('hardware', { TB: 9n, PURR: 10n }));
    expect(finding(equal(now('PURR'), was('PURR'), { within: elapsed }), timed)).toBe('met');
  });
});

describe('holds, one-of, each, given', () => {
  const run = span({ MSR: 3n });
  it('are met or broken by the state', () => {
    expect(finding(holds('MSR', has(now('MSR'), 2n)), run)).toBe('met');
    expect(finding(holds('MSR', has(now('MSR'), 4n)), run)).toMatchObject({
      place: 'MSR',
      found: '0x3',
    });
    expect(finding(oneOf(now('MSR'), [1n, 3n]), run)).toBe('met');
    expect(finding(oneOf(now('MSR'), [1n]), run)).toMatchObject({ expected: '0x1' });
  });

  it('count only where they are given', () => {
    const broken = equal(now('MSR'), one);
    expect(finding(given(literal(0n), broken), run)).toBe('unmet');
    expect(finding(given(one, broken), run)).toMatchObject({ found: '0x3' });
    expect(finding(each(given(literal(0n), broken), equal(now('MSR'), literal(3n))), run)).toBe(
      'met',
    );
    expect(finding(each(given(literal(0n), broken)), run)).toBe('unmet');
  });
});

describe('throughout', () => {
  const run = span(
    { MSR: 0n, LPIDR: 0n },
    step('host', { MSR: 1n }),
    step('hardware', { LPIDR: 4n }),
    step('host', { MSR: 0n }),
  );
  it('is broken by a state in the middle, and says behind which step', () => {
    expect(finding(throughout(equal(now('MSR'), literal(0n))), run)).toMatchObject({ step: 0 });
    expect(finding(throughout(oneOf(now('MSR'), [0n, 1n])), run)).toBe('met');
  });

  it('counts states only while its condition holds, and since its place is written', () => {
    const off = equal(now('MSR'), literal(0n));
    expect(finding(throughout(off, { while: same(now('LPIDR'), literal(9n)) }), run)).toBe('unmet');
    expect(finding(throughout(off, { while: same(now('LPIDR'), literal(4n)) }), run)).toMatchObject(
      { step: 1 },
    );
    expect(finding(throughout(equal(now('LPIDR'), literal(4n)), { since: 'LPIDR' }), run)).toBe(
      'met',
    );
    expect(finding(throughout(off, { since: 'DABR' }), run)).toBe('unmet');
  });
});

describe('claims about writes', () => {
  const run = span(
    { LPIDR: 1n },
    step('host', { LPIDR: 2n }),
    step('guest', { LPIDR: 8n }),
    step('host', { 'vcpu.dscr': 1n }),
    step('host', { '[0x10]': 6n }),
  );
  it('looks at writes of hypervisor code, and at the state before each', () => {
    expect(finding(whenWritten(['LPIDR'], equal(prior('LPIDR'), one)), run)).toBe('met');
    expect(finding(whenWritten(['LPIDR'], equal(now('LPIDR'), one)), run)).toMatchObject({
      step: 0,
    });
    expect(finding(whenWritten(['SDR1'], equal(now('SDR1'), one)), run)).toBe('unmet');
  });

  it('keeps the order of writes', () => {
    expect(finding(precedes('LPIDR', 'vcpu.dscr'), run)).toBe('met');
    expect(finding(precedes('vcpu.dscr', 'LPIDR'), run)).toMatchObject({ place: 'LPIDR', step: 0 });
    expect(finding(precedes('LPIDR', 'SDR1'), run)).toBe('unmet');
  });

  it('finds stores that stray, and writes that must not be', () => {
    expect(finding(onlyWrites(['vcpu.dscr']), run)).toMatchObject({ place: '[0x10]', step: 3 });
    expect(finding(onlyWrites(['vcpu.dscr', '[0x10]']), run)).toBe('met');
    expect(finding(neverWrites(['vcpu.dscr']), run)).toMatchObject({ place: 'vcpu.dscr', step: 2 });
    expect(finding(neverWrites(['vcpu.amr']), run)).toBe('met');
  });
});

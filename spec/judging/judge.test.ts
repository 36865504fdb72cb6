// Each form of claim on small runs made by hand: when it is met, when it is not, and what it says when it is broken.
import { describe, expect, it } from 'vitest';
import {
  add,
  address,
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
  reachable,
  realModeAddressable,
  same,
  throughout,
  was,
  whenWritten,
} from '../terms.ts';
import { finding, span, step } from './testing/span.ts';

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
    expect(finding(equal(now('DSCR'), was('DSCR'), { within: one }), run)).toEqual({
      place: 'DSCR',
      expected: '0x5 give or take 1',
      found: '0x7',
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

  it('say what holds in the words of the formula, and what the place held', () => {
    const changed = span({ MSR: 3n, CTR: 7n }, step('host', { MSR: 8n }));
    expect(finding(holds('CTR', has(now('MSR'), 4n)), changed)).toEqual({
      place: 'CTR',
      expected: 'so that (now MSR & PMM)',
      found: '0x7',
    });
    expect(finding(holds('MSR', same(was('MSR'), one)), changed)).toMatchObject({ found: '0x3' });
    expect(finding(oneOf(now('MSR'), [1n, 2n]), changed)).toMatchObject({ expected: '0x1 or 0x2' });
  });

  it('know the ends of a span, and where structures are', () => {
    const changed = span({ MSR: 3n }, step('host', { MSR: 8n }));
    expect(finding(equal(prior('MSR'), literal(3n)), changed)).toBe('met');
    expect(finding(equal(address('vcpu'), literal(0x1000n)), changed)).toBe('met');
  });

  it('are met by the way to a witness, and by what goes nowhere astray', () => {
    expect(finding(reachable(has(now('MSR'), 2n)), run)).toBe('met');
    expect(finding(reachable(has(now('MSR'), 4n)), run)).toBe('unmet');
    expect(finding(realModeAddressable, span({ LR: 8n }))).toBe('met');
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
  it('is broken by a state in the middle, and says after which step', () => {
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

describe('throughout and when-written', () => {
  const nothing = given(literal(0n), equal(now('MSR'), one));
  it('are not met by states of which nothing is said', () => {
    const run = span({ MSR: 0n }, step('host', { MSR: 1n }));
    expect(finding(throughout(nothing), run)).toBe('unmet');
    expect(finding(whenWritten(['MSR'], nothing), run)).toBe('unmet');
  });

  it('tell of the first step that breaks them, whichever place it wrote', () => {
    const run = span({}, step('host', { LPIDR: 2n }), step('host', { MSR: 2n }));
    expect(finding(whenWritten(['MSR', 'LPIDR'], equal(now('TB'), one)), run)).toMatchObject({
      step: 0,
    });
  });

  it('begin with what the span begins with, whatever was written before it', () => {
    const run = span({}, step('host', { MSR: 1n }), step('host', { CTR: 0n }));
    const later = { ...run, before: span({ MSR: 2n }).after, from: 1 };
    const claim = throughout(equal(now('MSR'), add(now('CTR'), literal(2n))));
    expect(finding(claim, later)).toBe('met');
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

  it('lets both be written at once', () => {
    const both = span({}, step('host', { LPIDR: 1n, SDR1: 1n }));
    expect(finding(precedes('LPIDR', 'SDR1'), both)).toBe('met');
  });

  it('says what was written, and what was not to be', () => {
    expect(finding(precedes('vcpu.dscr', 'LPIDR'), run)).toEqual({
      place: 'LPIDR',
      expected: 'no write before vcpu.dscr is written',
      found: 'a write',
      step: 0,
    });
    const two = span({}, step('host', { CTR: 3n, 'vcpu.dscr': 5n }));
    const found = { place: 'vcpu.dscr', found: '0x5', step: 0 };
    expect(finding(neverWrites(['vcpu.dscr']), two)).toEqual({ ...found, expected: 'no write' });
    expect(finding(onlyWrites([]), two)).toEqual({ ...found, expected: 'no store' });
  });

  it('leaves the guest its own stores, and hypervisor code its registers', () => {
    const own = span({}, step('guest', { 'vcpu.dscr': 1n }), step('host', { CTR: 1n }));
    expect(finding(onlyWrites([]), own)).toBe('met');
  });

  it('finds stores that stray, and writes that must not be', () => {
    expect(finding(onlyWrites(['vcpu.dscr']), run)).toMatchObject({ place: '[0x10]', step: 3 });
    expect(finding(onlyWrites(['vcpu.dscr', '[0x10]']), run)).toBe('met');
    expect(finding(neverWrites(['vcpu.dscr']), run)).toMatchObject({ place: 'vcpu.dscr', step: 2 });
    expect(finding(neverWrites(['vcpu.amr']), run)).toBe('met');
  });
});

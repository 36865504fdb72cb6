// Tallies: what blocks say is added up, the worst of all counts, and neither order nor grouping matters.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK } from './plan.ts';
import { emptyTally, plus, sum, type Tally, verdictOf } from './tally.ts';

type At = NonNullable<Tally['worst']>;

const worst: At = { verdict: 'stuck', weight: 5, index: 7, level: 'switch', history: [] };
const none = emptyTally('repaired', 'host-dscr-returns');
const of = (more: Partial<At> | null): Tally => ({ ...none, worst: more && { ...worst, ...more } });

describe('a tally', () => {
  it('of nothing has no run', () => {
    expect(none).toEqual({
      model: 'repaired',
      clause: 'host-dscr-returns',
      runs: 0,
      met: 0,
      worst: null,
    });
  });

  it('counts the runs of a block, and numbers its worst in the whole series', () => {
    const block = { runs: 20, switches: 30, counts: [] };
    const unit = { level: 'vm', block: 3 };
    const { level: _, ...seen } = worst;
    const once = plus(none, block, { met: 4, worst: seen }, unit);
    expect(once).toEqual({
      ...none,
      runs: 20,
      met: 4,
      worst: { ...worst, level: 'vm', index: 3 * BLOCK + 7 },
    });
    const twice = plus(once, block, { met: 1, worst: undefined }, { level: 'vm', block: 4 });
    expect(twice).toEqual({ ...once, runs: 40, met: 5 });
  });

  it.each<[string, Partial<At>, Partial<At>]>([
    ['the graver', { verdict: 'violated', weight: 9, index: 9 }, {}],
    ['stuck before what was not enough', {}, { verdict: 'not-enough', weight: 1, index: 1 }],
    ['of two as grave the simpler', { weight: 4, index: 9 }, {}],
    ['of two as simple the earlier', { index: 6 }, {}],
    ['of two at one place that of the level first by name', { level: 'run' }, {}],
  ])('keeps %s', (_which, kept, other) => {
    expect(sum(of(kept), of(other)).worst).toEqual({ ...worst, ...kept });
    expect(sum(of(other), of(kept)).worst).toEqual({ ...worst, ...kept });
  });

  it('keeps the worst that there is', () => {
    expect(sum(of(null), of({})).worst).toEqual(worst);
    expect(sum(of({}), of(null)).worst).toEqual(worst);
    expect(sum(of(null), of(null)).worst).toBeNull();
  });

  it('comes to the same in any order', () => {
    const some = fc.record({
      verdict: fc.constantFrom<At['verdict'][]>('violated', 'stuck', 'not-enough'),
      weight: fc.nat(2),
      index: fc.nat(2),
      level: fc.constantFrom('run', 'switch', 'vm'),
    });
    const tallies = fc.array(fc.option(some), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(tallies, (all) => {
        const forwards = all.map(of).reduce(sum);
        expect(all.map(of).reduceRight(sum)).toEqual(forwards);
      }),
      { seed: 1 },
    );
  });

  it('has the verdict of its worst run; else it holds where it was met', () => {
    expect(verdictOf({ ...of({}), met: 3 })).toBe('stuck');
    expect(verdictOf({ ...none, met: 1 })).toBe('holds');
    expect(verdictOf(none)).toBe('vacuous');
  });
});

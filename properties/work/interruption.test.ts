// Work that is left early: at once, from any depth, with what was known; and what is told then is not left.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import { simplest } from '../levels/minimise.ts';
import { halting, heed, undisturbed } from './interruption.ts';

/** Yes from the look of this number on. */
function atLook(looks: number): () => boolean {
  let left = looks;
  return () => left-- <= 0;
}

describe('work that may be left', () => {
  it('goes on where nothing is asked', () => {
    expect(halting(atLook(3), () => heed())).toBeUndefined();
    expect(halting(atLook(3), () => 'done')).toBe('done');
  });

  it('comes to nothing where it is left, and leaves what is around it alone', () => {
    const outer = halting(atLook(9), () => {
      expect(halting(atLook(0), () => heed() ?? 'done')).toBeUndefined();
      heed();
      return 'outer';
    });
    expect(outer).toBe('outer');
    expect(() => heed()).not.toThrow();
  });

  it('is told without being left', () => {
    expect(halting(atLook(0), () => undisturbed(() => heed() ?? 'told'))).toBe('told');
  });

  it('throws on what else goes wrong', () => {
    const wrong = () => {
      throw new RangeError('wrong');
    };
    expect(() => halting(atLook(0), wrong)).toThrow(RangeError);
  });
});

describe('shrinking', () => {
  const fails = (looks: () => void) => (value: number) => {
    looks();
    return value > 1000;
  };

  it('ends with the simplest that was found by then', () => {
    const shrunk = (looks: number) =>
      halting(atLook(looks), () => simplest(fc.nat(), 1_000_000_000, fails(heed)));
    expect(shrunk(0)).toBe(1_000_000_000);
    expect(shrunk(4)).toBeLessThan(1_000_000_000);
    expect(shrunk(4)).toBeGreaterThan(1001);
    expect(shrunk(10_000)).toBe(1001);
  });

  it('tries nothing any more once it is left', () => {
    let tried = 0;
    halting(atLook(2), () =>
      simplest(
        fc.nat(),
        1_000_000_000,
        fails(() => {
          heed();
          tried++;
        }),
      ),
    );
    expect(tried).toBe(2);
  });
});

describe.each(levels.filter(({ name }) => name !== 'text'))('the level $name', (level) => {
  it('leaves a block', () => {
    const clauses = contract.filter((clause) => isJudgedAt(level, clause));
    const evaluator = level.open('published', clauses, { without: new Set() });
    let played = false;
    halting(atLook(1), () => {
      evaluator?.run({ seed: 1, runs: 5000 });
      played = true;
    });
    expect([evaluator === undefined, played]).toEqual([false, false]);
  });
});

// Work that is left early: at once, from any depth, with what was known; and what is told then is not left.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import { simplest } from '../levels/minimise.ts';
import {
  halting,
  haltingAsync,
  heed,
  heedFlag,
  Interruption,
  undisturbed,
} from './interruption.ts';

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

describe('work that takes turns', () => {
  it('comes to what it comes to, or to nothing where it is left', async () => {
    expect(await haltingAsync(atLook(1), async () => 'done')).toBe('done');
    expect(await haltingAsync(atLook(0), async () => heed())).toBeUndefined();
    expect(await haltingAsync(atLook(0), async () => heed() ?? 'done')).toBeUndefined();
  });
  it('leaves what is around it alone, however it ends', async () => {
    await haltingAsync(atLook(0), async () => 'done');
    expect(() => heed()).not.toThrow();
    await haltingAsync(atLook(0), async () => heed());
    expect(() => heed()).not.toThrow();
  });
  it('throws on what else goes wrong', async () => {
    const wrong = haltingAsync(atLook(0), () => Promise.reject(new RangeError('wrong')));
    await expect(wrong).rejects.toThrow(RangeError);
  });
});

describe('a flag that threads share', () => {
  /** Whether work is left while something is the flag. */
  const isLeft = (flag: unknown): boolean =>
    halting(atLook(9), () => {
      heedFlag(flag);
      heed();
      return 'done';
    }) === undefined;

  it('lets work go on while it is 0, and no longer', () => {
    expect([0, 1, -1].map((value) => isLeft(Int32Array.of(value)))).toEqual([false, true, true]);
  });
  it('is none where it is something else', () => {
    expect([undefined, null, [1], 1].map(isLeft)).toEqual([false, false, false, false]);
  });
});

it('work that was left says so by the name of its error', () => {
  expect(String(new Interruption('enough'))).toBe('Interruption: enough');
  halting(atLook(0), () => {
    expect(() => heed()).toThrow('this work was ended');
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

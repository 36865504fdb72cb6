// Terms keep their values when their choices are put in one form, and choices that say the same become the same term.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Algebra, algebra, both } from '../../../model/symbolic/algebra.ts';
import type { Term } from '../../../model/symbolic/term.ts';
import { valuesUnder } from '../../../model/symbolic/value.ts';
import { plainChoices } from './plain-choices.ts';

/** A choice among few words, by few conditions, so that the same ones meet. */
const choice = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Tree>('x', 'y', 0n, 1n),
    fc.tuple(fc.nat(3), tie('tree'), tie('tree')),
  ),
})).tree;

type Tree = 'x' | 'y' | bigint | readonly [condition: number, yes: Tree, no: Tree];

function termOf(t: Algebra, tree: Tree): Term {
  if (typeof tree === 'bigint') return t.literal(tree);
  if (typeof tree === 'string') return t.table.variable(tree);
  const [condition, yes, no] = tree;
  const bits = t.and(t.table.variable('z'), t.literal(BigInt(1 + condition)));
  return t.select(bits, termOf(t, yes), termOf(t, no));
}

describe('choices in one form', () => {
  it('have the same values', () => {
    fc.assert(
      fc.property(choice, fc.nat(15), (tree, z) => {
        const t = algebra();
        const term = termOf(t, tree);
        const wordOf = valuesUnder((name) => ({ x: 7n, y: 9n })[name] ?? BigInt(z));
        expect(wordOf(plainChoices(t)(term))).toBe(wordOf(term));
      }),
      { numRuns: 500 },
    );
  });

  it('are one term, whether two questions are asked in turn or at once', () => {
    const t = algebra();
    const [a, b, x, y] = ['a', 'b', 'x', 'y'].map((name) => t.table.variable(name)) as [
      Term,
      Term,
      Term,
      Term,
    ];
    const plain = plainChoices(t);
    expect(plain(t.select(a, t.select(b, x, y), y))).toBe(plain(t.select(both(t, a, b), x, y)));
  });
});

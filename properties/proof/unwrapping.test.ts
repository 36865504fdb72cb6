// Cut sums as choices of sums, held to the numbers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { algebra } from '../../model/symbolic/algebra.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import { unwrapping } from './unwrapping.ts';

/** Variables, by how many bits each has: all that are wide, and what is taken from them. */
const WIDTHS = [64, 33, 32, 8, 5, 1] as const;

const shape = fc.record({
  factors: fc.array(fc.constantFrom(-2, -1, 0, 0, 1, 2), { minLength: 6, maxLength: 6 }),
  constant: fc.oneof(fc.integer({ min: -600, max: 600 }), fc.constantFrom(0x7fffffff, -0x80000000)),
  bits: fc.constantFrom(5, 8, 9, 10, 32),
});

const word = fc.oneof(
  fc.constantFrom(0n, 1n, 31n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 1n << 32n, (1n << 64n) - 1n),
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
);

it('a cut sum as a choice of sums has the same value', () => {
  const turned = new Map<string, number>();
  const words = fc.array(word, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(shape, words, ({ factors, constant, bits }, given) => {
      const t = algebra();
      const sum = WIDTHS.map((width, i) =>
        t.table.variable(`v${i}`, (1n << BigInt(width)) - 1n),
      ).reduce(
        (all, variable, i) =>
          t.add(all, t.multiply(variable, t.literal(BigInt.asUintN(64, BigInt(factors[i] ?? 0))))),
        t.literal(BigInt.asUintN(64, BigInt(constant))),
      );
      const wordOf = valuesUnder((name) => given[Number(name.slice(1))] ?? 0n);
      const cut = {
        signed: t.signExtend(sum, bits),
        low: t.and(sum, t.literal((1n << BigInt(bits)) - 1n)),
        bit: t.and(sum, t.literal(1n << BigInt(bits - 1))),
      };
      for (const [name, term] of Object.entries(cut)) {
        const whole = unwrapping(t)(term);
        expect(wordOf(whole)).toBe(wordOf(term));
        if (whole !== term) turned.set(name, (turned.get(name) ?? 0) + 1);
      }
    }),
    { numRuns: 1000 },
  );
  expect([...turned.values()].every((times) => times > 50)).toBe(true);
  expect(turned.size).toBe(3);
});

// What words and numbers follow from a seed: one word in four is a corner, and no two seeds give the same.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawsFrom, drawWord } from './draw.ts';
import { expand, smaller } from './expand.ts';

const WORDS = 4000;

function wordsOf(seed: number, key: number): readonly bigint[] {
  const words = new BigUint64Array(WORDS);
  expand(seed, new Int32Array(words.buffer), key);
  return [...words];
}

const digestOf = (bytes: string | BigUint64Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const words = () => wordsOf(1, 2);
const times = (word: bigint): number => words().filter((one) => one === word).length;

describe('words that follow from a seed', () => {
  it('are these, on every machine: a token of a seed means what it meant', () => {
    expect(words().slice(0, 4)).toEqual([
      0x5a0b13ca7779a109n,
      0x8000000000000000n,
      0xd26696d4b8c21097n,
      0x7fffffffn,
    ]);
    const unkeyed = new BigUint64Array(WORDS);
    expand(-5, new Int32Array(unkeyed.buffer));
    expect(digestOf(BigUint64Array.from(words()))).toBe('8e17db28e9d13fb9');
    expect(digestOf(unkeyed)).toBe('893c80b37903a92d');
  });

  it('leave half a word at the end alone', () => {
    const halves = new Int32Array(5);
    expand(1, halves, 2);
    expect(halves[4]).toBe(0);
  });

  it('are corners in one of four cases, each of them often', () => {
    const fixed = [
      0n,
      1n,
      0xffffffffffffffffn,
      0x8000000000000000n,
      0x80000000n,
      0x7fffffffn,
      0xffffffffn,
    ];
    for (const corner of fixed) expect(times(corner)).toBeGreaterThan(WORDS / 4 / 8 / 2);
    const single = words().filter((word) => word !== 0n && (word & (word - 1n)) === 0n);
    expect(single.length - times(1n)).toBeGreaterThan(WORDS / 4 / 8);
    const all = fixed.reduce((sum, corner) => sum + times(corner), 0) + single.length;
    expect(all / WORDS).toBeGreaterThan(0.2);
    expect(all / WORDS).toBeLessThan(0.36);
  });

  it('have every bit set about as often as clear, in the others', () => {
    const others = words().filter((word) => word > 0xffffffffn && (word & (word - 1n)) !== 0n);
    for (let bit = 0n; bit < 64n; bit++) {
      const set = others.filter((word) => (word & (1n << bit)) !== 0n && ~word !== 0n).length;
      expect(set / others.length).toBeGreaterThan(0.4);
      expect(set / others.length).toBeLessThan(0.6);
    }
  });

  it('are others for another seed, and for another key', () => {
    const [begun, seeded, keyed] = [words(), wordsOf(3, 2), wordsOf(1, 3)];
    for (const other of [seeded, keyed])
      expect(other.filter((word, i) => word === begun[i]).length).toBeLessThan(WORDS / 20);
    expect(new Set([...begun, ...seeded, ...keyed]).size).toBeGreaterThan(2 * WORDS);
  });
});

describe('numbers that follow from a seed', () => {
  it('are these, on every machine', () => {
    const draws = drawsFrom(5, 6);
    const numbers = Array.from({ length: 1000 }, (_, i) =>
      i % 2 === 1 ? draws.nextInt() : draws.nextInt(-i, i),
    );
    expect(digestOf(JSON.stringify(numbers))).toBe('e75c9e69cb9b4ea8');
    expect(Array.from({ length: 4 }, () => drawWord(draws))).toEqual([
      8595868802573657934n,
      5610819522413150108n,
      6960412157774648899n,
      683394546805602268n,
    ]);
  });

  it('reach both bounds and never leave them', () => {
    const draws = drawsFrom(5, 6);
    const numbers = Array.from({ length: 2000 }, () => draws.nextInt(-3, 9));
    expect(new Set(numbers).size).toBe(13);
    expect(Math.min(...numbers)).toBe(-3);
    expect(Math.max(...numbers)).toBe(9);
  });

  it('are of 32 bits, signed, where no bounds are given', () => {
    const draws = drawsFrom(7, 8);
    const numbers = Array.from({ length: 2000 }, () => draws.nextInt());
    expect(numbers.every((number) => number === (number | 0))).toBe(true);
    expect(Math.min(...numbers)).toBeLessThan(-0x7f000000);
    expect(Math.max(...numbers)).toBeGreaterThan(0x7f000000);
  });
});

describe('smaller words', () => {
  it.each<[bigint, readonly bigint[]]>([
    [0n, []],
    [1n, [0n]],
    [2n, [0n, 1n]],
    [6n, [0n, 2n, 4n, 5n]],
    [7n, [0n, 3n, 5n, 6n]],
    [(1n << 32n) | 1n, [0n, 1n, 1n << 32n, 1n, 1n << 32n]],
    [1n << 63n, [0n, (1n << 63n) - 1n]],
  ])('than %i are 0, each half, one bit fewer, one less', (word, expected) => {
    expect([...smaller(word)]).toEqual(expected);
  });
});

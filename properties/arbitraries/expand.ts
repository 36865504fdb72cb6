// Few draws of fast-check's generator made into many words, and how words shrink.
//
// The expansion is a fast mixing function of its own (murmur's finaliser over a Weyl sequence): drawing each word
// from fast-check costs ten times as much. One word in four is a corner: 0, 1, all ones, a sign bit, one bit. Which words
// are is decided by the gaps between them: asking at each word costs more than making it.

/** What is added from one number of a sequence to the next: odd, and far from any pattern. */
const STRIDE = 0x9e3779b9 | 0;

/** Fills an array of 64-bit words (as low and high halves) from a seed of 64 bits, or of 32. */
export function expand(seed: number, halves: Int32Array, key = 0): void {
  let weyl = seed | 0;
  for (let i = 0; i + 1 < halves.length; i += 2) {
    weyl = stepped(weyl);
    const low = mix(weyl, key);
    halves[i] = low;
    halves[i + 1] = Math.imul(low ^ (weyl >>> 13), 0x2c1b3c6d);
  }
  putCorners(seed ^ 0x5bd1e995, halves, key);
}

/** The number that follows in a sequence. */
export const stepped = (number: number): number => (number + STRIDE) | 0;

/** One 32-bit word, signed, that depends on every bit of the seed and of the key. */
export function mix(seed: number, key: number): number {
  let z = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad) ^ key;
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

const FIXED: readonly (readonly [low: number, high: number])[] = [
  [0, 0],
  [1, 0],
  [0xffffffff, 0xffffffff],
  [0, 0x80000000],
  [0x80000000, 0],
  [0x7fffffff, 0],
  [0xffffffff, 0],
];

/** Corners by halves, each as often as it is drawn: the fixed ones, and each of the 64 words with one bit. */
const CORNERS = Int32Array.from(
  Array.from({ length: 64 }, (_, bit) => [
    ...FIXED,
    bit < 32 ? [1 << bit, 0] : [0, 1 << (bit - 32)],
  ]).flat(2),
);

/** From one corner to the next, 4 words on the average: as far as if each word had been asked. */
const GAPS = Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 9, 13);

function putCorners(seed: number, halves: Int32Array, key: number): void {
  let weyl = seed;
  for (let at = -2; ; ) {
    weyl = stepped(weyl);
    const choice = mix(weyl, key);
    at += 2 * (GAPS[choice >>> 28] ?? 1);
    if (at >= halves.length) return;
    const corner = 2 * ((choice >>> 8) & 511);
    halves[at] = CORNERS[corner] ?? 0;
    halves[at + 1] = CORNERS[corner + 1] ?? 0;
  }
}

/** Smaller words, the smallest first: 0, one half only, one bit fewer, one less. */
export function* smaller(word: bigint): Generator<bigint> {
  if (word === 0n) return;
  yield 0n;
  const high = word & 0xffffffff00000000n;
  const low = word & 0xffffffffn;
  if (high !== 0n && low !== 0n) {
    yield low;
    yield high;
  }
  for (let bit = 63n; bit >= 0n; bit--) {
    const cleared = word & ~(1n << bit);
    if (cleared !== word && cleared !== 0n) yield cleared;
  }
  if ((word & 1n) === 0n) yield word - 1n;
}

// One draw of fast-check's generator made into many words, and how words shrink.
//
// The expansion is a fast mixing function of its own (murmur's finaliser over a Weyl sequence): drawing each word
// from fast-check costs ten times as much. One word in four is a corner: 0, 1, all ones, a sign bit, one bit.

/** Fills an array of 64-bit words (as low and high halves) from a seed. */
export function expand(seed: number, halves: Uint32Array): void {
  let weyl = seed | 0;
  for (let i = 0; i < halves.length; i++) {
    weyl = (weyl + 0x9e3779b9) | 0;
    halves[i] = mix(weyl);
  }
  let choice = seed ^ 0x5bd1e995;
  for (let i = 0; i + 1 < halves.length; i += 2) {
    choice = (Math.imul(choice ^ (choice >>> 15), 0x2c1b3c6d) + i) | 0;
    if ((choice & 3) === 0) putCorner(halves, i, choice >>> 2);
  }
}

/** One 32-bit word that depends on every bit of the seed. */
function mix(seed: number): number {
  let z = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

const CORNERS: readonly (readonly [low: number, high: number])[] = [
  [0, 0],
  [1, 0],
  [0xffffffff, 0xffffffff],
  [0, 0x80000000],
  [0x80000000, 0],
  [0x7fffffff, 0],
  [0xffffffff, 0],
];

function putCorner(halves: Uint32Array, at: number, choice: number): void {
  const corner = CORNERS[choice & 7];
  const bit = (choice >>> 6) & 63;
  halves[at] = corner?.[0] ?? (bit < 32 ? 1 << bit : 0);
  halves[at + 1] = corner?.[1] ?? (bit < 32 ? 0 : 1 << (bit - 32));
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

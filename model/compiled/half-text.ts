// Halves of words as text: a half is a number that is known at compile time, or the name of a local that holds one.
//
// Both are signed numbers of 32 bits. Constants are folded, and what changes nothing is left out.

/** One half: a number, or the name of what holds it. */
export type Half = number | string;

/** The half as it stands in an expression. */
export const textOf = (half: Half): string =>
  typeof half === 'number' && half < 0 ? `(${half})` : String(half);

interface Halves {
  readonly low: Half;
  readonly high: Half;
}

/** Emits an expression, and returns the local that holds it. */
export type Make = (expression: string) => string;

/** a + b, without the carry. */
export const sum = (made: Make, a: Half, b: Half): Half => {
  if (a === 0) return b;
  return b === 0 ? a : made(`(${textOf(a)}+${textOf(b)})|0`);
};

/** a < b, unsigned. */
export const below = (a: Half, b: Half): string => `(${textOf(a)}>>>0)<(${textOf(b)}>>>0)`;

/** a < b of whole words, given how their high halves compare. */
export const lessThan = (a: Halves, b: Halves, highBelow: (a: Half, b: Half) => string): string => {
  if (a.high === b.high) return a.low === 0 ? `${textOf(b.low)}!==0` : below(a.low, b.low);
  const same = `${textOf(a.high)}===${textOf(b.high)}`;
  return `${highBelow(a.high, b.high)}||(${same}&&${below(a.low, b.low)})`;
};

/** a & b. */
export function both(made: Make, a: Half, b: Half): Half {
  if (a === 0 || b === 0) return 0;
  if (a === -1) return b;
  if (b === -1) return a;
  return typeof a === 'number' && typeof b === 'number' ? a & b : made(`${textOf(a)}&${textOf(b)}`);
}

/** a | b. */
export function either(made: Make, a: Half, b: Half): Half {
  if (a === -1 || b === -1) return -1;
  if (a === 0) return b;
  if (b === 0) return a;
  return typeof a === 'number' && typeof b === 'number' ? a | b : made(`${textOf(a)}|${textOf(b)}`);
}

/** ~a. */
export const inverted = (made: Make, a: Half): Half =>
  typeof a === 'number' ? ~a : made(`~${textOf(a)}`);

/** a ^ b. */
export function differing(made: Make, a: Half, b: Half): Half {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a ^ b;
  return a === 0 ? b : b === 0 ? a : made(`${textOf(a)}^${textOf(b)}`);
}

// What generated text may refer to by name, and how it becomes a function.
import { loadApart, loadAt, noSuchEntry, noSuchLabel, storeApart, storeAt } from './access.ts';
import type { Board } from './board.ts';

/** What every text may refer to: the parts of the board by short names, and what is done apart from the text. */
export const scopeOf = (board: Board): Scope => ({
  board,
  R: board.halves,
  X1: board.fields[1],
  X2: board.fields[2],
  X4: board.fields[4],
  X8: board.fields[8],
  T: board.high,
  S: board.counts,
  W: board.told,
  P: board.stored,
  prior: board.prior,
  loadApart,
  loadAt,
  storeApart,
  storeAt,
  noSuchEntry,
  noSuchLabel,
  multiplyHigh,
});

/** The high 32 bits of the product of two numbers without a sign. */
function multiplyHigh(a: number, b: number): number {
  const [low, high] = [a & 0xffff, a >>> 16];
  const [other, top] = [b & 0xffff, b >>> 16];
  const middle = high * other + ((low * other) >>> 16);
  const rest = low * top + (middle & 0xffff);
  return (high * top + Math.floor(middle / 0x10000) + Math.floor(rest / 0x10000)) | 0;
}

/** Names that a text may use, and what they stand for. */
export type Scope = Readonly<Record<string, unknown>>;

/** A function with this name and these parameters, and the scope's names in sight. */
export function compiled<F>(scope: Scope, head: string, body: string): F {
  const names = Object.keys(scope);
  const make = new Function(...names, `'use strict';return function ${head}{${body}}`);
  return make(...names.map((name) => scope[name]));
}

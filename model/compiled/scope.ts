// The names that generated text may refer to, and how text becomes a function.

import type { MachineBuffer } from './machine-buffer.ts';
import { loadAt, loadSlow, noSuchEntry, noSuchLabel, storeAt, storeSlow } from './memory-access.ts';

/** The names that every text may refer to: the parts of the buffer by short names, and the functions that texts call. */
export const scopeOf = (buffer: MachineBuffer): Scope => ({
  buffer,
  R: buffer.halves,
  X1: buffer.fields[1],
  X2: buffer.fields[2],
  X4: buffer.fields[4],
  X8: buffer.fields[8],
  T: buffer.loadedHigh,
  S: buffer.counters,
  W: buffer.watched,
  P: buffer.stored,
  prior: buffer.prior,
  loadSlow,
  loadAt,
  storeSlow,
  storeAt,
  noSuchEntry,
  noSuchLabel,
  multiplyHigh,
});

/** The high 32 bits of the product of two unsigned numbers. */
function multiplyHigh(a: number, b: number): number {
  const [low, high] = [a & 0xffff, a >>> 16];
  const [other, top] = [b & 0xffff, b >>> 16];
  const middle = high * other + ((low * other) >>> 16);
  const rest = low * top + (middle & 0xffff);
  return (high * top + Math.floor(middle / 0x10000) + Math.floor(rest / 0x10000)) | 0;
}

/** Names that a text may refer to, with their values. */
export type Scope = Readonly<Record<string, unknown>>;

/** Compiles a function with this name and these parameters, in a scope. */
export function compileFunction<F>(scope: Scope, head: string, body: string): F {
  const names = Object.keys(scope);
  const make = new Function(...names, `'use strict';return function ${head}{${body}}`);
  return make(...names.map((name) => scope[name]));
}

// The condition register as a whole: Power ISA 2.06B, Book I 2.5 and 3.3.15 (mfcr, mtcrf). Bit 0 is the LT of CR0.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, View } from '../step.ts';
import type { Bitwise } from './logical.ts';
import { assigning, fieldWrite } from './result.ts';
import type { Source } from './transfer.ts';

/** mfcr: RT := CR. */
export const moveFromCr =
  (rt: Gpr): Meaning =>
  (view) => [{ register: rt, value: view.register('CR') }];

/** mfocrf: RT := one field of CR, at its place; the ISA leaves the rest undefined, and here it is 0. */
export const moveFieldFromCr =
  (rt: Gpr, fields: number): Meaning =>
  (view, words) => [
    { register: rt, value: words.and(view.register('CR'), words.literal(maskOf(fields))) },
  ];

/** mtcrf: the fields that the mask names (0x80 is CR0) := those of RS. */
export const moveToCr =
  (fields: number, rs: Gpr): Meaning =>
  (view, words) => {
    const mask = maskOf(fields);
    const kept = words.and(view.register('CR'), words.literal(~mask & 0xffffffffn));
    return [
      { register: 'CR', value: words.or(kept, words.and(view.register(rs), words.literal(mask))) },
    ];
  };

const maskOf = (fields: number): bigint =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (mask, field) =>
      (fields & (0x80 >> field)) === 0 ? mask : mask | (0xfn << BigInt(28 - 4 * field)),
    0n,
  );

/** mcrf: one field := another. */
export const moveField =
  (to: number, from: number): Meaning =>
  (view, words) => {
    const nibble = words.and(
      words.shiftRight(view.register('CR'), 28 - 4 * from),
      words.literal(0xfn),
    );
    return [fieldWrite(view, words, to, nibble)];
  };

/** crand and its like: one bit := two bits, combined. */
export const combineBits =
  (to: number, a: number, b: number, how: Bitwise): Meaning =>
  (view, words) => {
    const bit = words.and(
      how(words, bitOf(view, words, a), bitOf(view, words, b)),
      words.literal(1n),
    );
    const others = words.literal(~(1n << BigInt(31 - to)) & 0xffffffffn);
    return [
      {
        register: 'CR',
        value: words.or(words.and(view.register('CR'), others), words.shiftLeft(bit, 31 - to)),
      },
    ];
  };

/** isel: RT := A where the bit of CR is 1, else B. */
export const chosen = (rt: Gpr, a: Source, b: Source, bit: number): Meaning =>
  assigning(rt, (view, words) =>
    words.select(bitOf(view, words, bit), a(view, words), b(view, words)),
  );

/** mcrxr: a field of CR := SO, OV, CA and 0, which are cleared in XER (Book I, 3.3.15). */
export const moveFieldFromXer =
  (to: number): Meaning =>
  (view, words) => {
    const xer = view.register('XER');
    const flags = words.and(words.shiftRight(xer, 28), words.literal(0xfn));
    return [
      fieldWrite(view, words, to, flags),
      { register: 'XER', value: words.and(xer, words.literal(0x0fffffffn)) },
    ];
  };

/** A bit of CR, 1 or 0. */
export const bitOf = <V>(view: View<V>, words: Words<V>, bit: number): V =>
  words.and(words.shiftRight(view.register('CR'), 31 - bit), words.literal(1n));

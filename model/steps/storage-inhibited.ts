// Loads and stores of hypervisor state to devices, past the caches: lwzcix, stwcix, stbcix.
//
// Power ISA 2.06B, Book III-S 4.4.1, "Fixed-Point Load and Store Caching Inhibited Instructions".
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Bytes, Meaning, View } from '../step.ts';

/** lwzcix: RT := the word at (RA|0) + RB. */
export const loadInhibited =
  (rt: Gpr, ra: Gpr | undefined, rb: Gpr): Meaning =>
  (view, words) => [{ register: rt, value: view.load(indexed(view, words, ra, rb), 4) }];

/** stwcix, stbcix: the low bytes of RS to (RA|0) + RB. */
export const storeInhibited =
  (bytes: Bytes, rs: Gpr, ra: Gpr | undefined, rb: Gpr): Meaning =>
  (view, words) => [{ address: indexed(view, words, ra, rb), bytes, value: view.register(rs) }];

const indexed = <V>(view: View<V>, words: Words<V>, ra: Gpr | undefined, rb: Gpr): V =>
  words.add(ra === undefined ? words.literal(0n) : view.register(ra), view.register(rb));

// Reservations: load and reserve, store conditional. Power ISA 2.06B, Book II 4.4.2.
//
// A reservation may be lost at any time before the store conditional: LOST says before which of the next two. One to another address in
// the reserved granule, where the ISA says nothing, does not store. UNDONE tells of a store that was not made.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, StepWrite, View } from '../step.ts';
import { fieldWrite } from './result.ts';
import type { Source } from './transfer.ts';

/** Bits of an address within a reservation granule of POWER7: 128 bytes. */
const GRANULE = 7;

/** lwarx, ldarx: RT := what is at the address, which is reserved. */
export const loadedAndReserved =
  (rt: Gpr, address: Source, bytes: 4 | 8): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return [{ register: rt, value: view.load(at, bytes) }, reserved(words, at)];
  };

/** stwcx., stdcx.: stores if the address is still reserved; CR0 = 0b00 || whether it stored || SO. */
export const storedConditionally =
  (rs: Gpr, address: Source, bytes: 4 | 8): Meaning =>
  (view, words) => {
    const at = address(view, words);
    const named = words.add(at, words.literal(1n));
    const stores = keeping(view, words, words.equal(view.register('RESERVE'), named));
    const undone = view.register('UNDONE');
    const others = words.select(words.equal(undone, named), words.literal(0n), undone);
    return [
      { address: at, bytes, value: view.register(rs), when: stores },
      { register: 'UNDONE', value: words.select(stores, others, named) },
      ...ended(view, words, stores),
    ];
  };

/** stwcx. of a guest: to any address in the granule that it reserved. */
export function storedInGranule<V>(
  view: View<V>,
  words: Words<V>,
  at: V,
  value: V,
): readonly StepWrite<V>[] {
  const reserve = view.register('RESERVE');
  const apart = words.xor(words.sub(reserve, words.literal(1n)), at);
  const same = words.equal(words.shiftRight(apart, GRANULE), words.literal(0n));
  const some = words.lessUnsigned(words.literal(0n), reserve);
  const stores = keeping(view, words, words.and(some, same));
  return [{ address: at, bytes: 4, value, when: stores }, ...ended(view, words, stores)];
}

/** The address is reserved. */
export const reserved = <V>(words: Words<V>, at: V): StepWrite<V> => ({
  register: 'RESERVE',
  value: words.add(at, words.literal(1n)),
});

/** 1 when an address is reserved, which is 1 or 0, and the reservation is not lost now. */
const keeping = <V>(view: View<V>, words: Words<V>, held: V): V =>
  words.and(
    held,
    words.equal(words.and(view.register('LOST'), words.literal(1n)), words.literal(0n)),
  );

/** What a store conditional leaves besides: no reservation, CR0, and whether the next one's is lost. */
function ended<V>(view: View<V>, words: Words<V>, stores: V): readonly StepWrite<V>[] {
  const next = words.and(words.shiftRight(view.register('LOST'), 1), words.literal(1n));
  return [
    { register: 'RESERVE', value: words.literal(0n) },
    { register: 'LOST', value: next },
    fieldWrite(view, words, 0, words.or(words.shiftLeft(stores, 1), summary(view, words))),
  ];
}

const summary = <V>(view: View<V>, words: Words<V>): V =>
  words.and(words.shiftRight(view.register('XER'), 31), words.literal(1n));

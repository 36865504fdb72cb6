// Loads and stores: Power ISA 2.06B, Book I 3.3.2 to 3.3.5.
//
// All bytes are big-endian. An update form puts the address into RA after the access.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Word, Words } from '../../spec/vocabulary/words.ts';
import type { Bytes, Meaning, StepWrite } from '../step.ts';
import { orZero } from './fixed-point.ts';
import { register, type Source } from './transfer.ts';

/** (RA|0) + displacement. */
export const displaced = (ra: Gpr | undefined, displacement: Word): Source => {
  const base = orZero(ra);
  return (view, words) => words.add(base(view, words), words.literal(displacement));
};

/** (RA|0) + RB. */
export const indexed = (ra: Gpr | undefined, rb: Gpr): Source => {
  const [base, index] = [orZero(ra), register(rb)];
  return (view, words) => words.add(base(view, words), index(view, words));
};

/** How a loaded value fills the register, and whether its bytes are the other way round. */
export interface LoadKind {
  readonly bytes: Bytes;
  readonly signed?: boolean;
  readonly reversed?: boolean;
}

/** RT := what is at the address; with `update`, RA := the address. */
export const loaded =
  (
    rt: Gpr,
    address: Source,
    { bytes, signed = false, reversed = false }: LoadKind,
    update?: Gpr,
  ): Meaning =>
  (view, words) => {
    const at = address(view, words);
    const word = view.load(at, bytes);
    const value = reversed ? turnedRound(words, word, bytes) : word;
    return [
      { register: rt, value: signed ? words.signExtend(value, 8 * bytes) : value },
      ...updated(update, at),
    ];
  };

/** The low bytes of RS to the address; with `update`, RA := the address. */
export const stored =
  (
    rs: Gpr,
    address: Source,
    bytes: Bytes,
    { reversed = false, update }: { reversed?: boolean; update?: Gpr | undefined } = {},
  ): Meaning =>
  (view, words) => {
    const at = address(view, words);
    const word = view.register(rs);
    const value = reversed ? turnedRound(words, word, bytes) : word;
    return [{ address: at, bytes, value }, ...updated(update, at)];
  };

const updated = <V>(ra: Gpr | undefined, at: V): readonly StepWrite<V>[] =>
  ra === undefined ? [] : [{ register: ra, value: at }];

function turnedRound<V>(words: Words<V>, word: V, bytes: Bytes): V {
  let result = words.literal(0n);
  for (let i = 0; i < bytes; i++) {
    const byte = words.and(words.shiftRight(word, 8 * i), words.literal(0xffn));
    result = words.or(words.shiftLeft(result, 8), byte);
  }
  return result;
}

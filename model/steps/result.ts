// What fixed-point instructions leave beside their result: CR0, and carry and overflow in XER.
//
// Power ISA 2.06B, Book I 2.3.1 "Condition Register", 3.2.2 "Fixed-Point Exception Register". CR holds 32 bits, CR0 in
// the high four; a field is LT, GT, EQ, SO from its high bit down.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Meaning, StepWrite, View } from '../step.ts';
import type { Source } from './transfer.ts';

/** Bits of XER. */
const XER = { SO: 0x80000000n, OV: 0x40000000n, CA: 0x20000000n } as const;

/** A result, and the conditions that an instruction records of it: words that are 1 or 0. */
export interface Outcome<V> {
  readonly value: V;
  readonly carry?: V;
  readonly overflow?: V;
}

type Compute = <V>(view: View<V>, words: Words<V>) => Outcome<V>;

/** RT := the word; with `record`, CR0 says how it compares with 0. */
export const assigning = (to: Gpr, word: Source, record = false): Meaning =>
  resulting(to, (view, words) => ({ value: word(view, words) }), record);

/** RT := the value; what is computed of carry and overflow goes to XER, and with `record` CR0 is set. */
export function resulting(to: Gpr, compute: Compute, record: boolean): Meaning {
  return (view, words) => {
    const { value, carry, overflow } = compute(view, words);
    const xer = xerWith(view, words, carry, overflow);
    const writes = [{ register: to, value } as const];
    const kept =
      carry === undefined && overflow === undefined
        ? []
        : [{ register: 'XER', value: xer } as const];
    const zero = words.literal(0n);
    const cr0 = record ? [comparison(view, words, 0, value, zero, words.lessSigned, xer)] : [];
    return [...writes, ...kept, ...cr0];
  };
}

function xerWith<V>(
  view: View<V>,
  words: Words<V>,
  carry: V | undefined,
  overflow: V | undefined,
): V {
  const put = (xer: V, bits: bigint, condition: V): V =>
    words.or(
      words.and(xer, words.literal(~bits & 0xffffffffn)),
      words.select(condition, words.literal(bits), words.literal(0n)),
    );
  let xer = view.register('XER');
  if (carry !== undefined) xer = put(xer, XER.CA, carry);
  if (overflow === undefined) return xer;
  const summary = words.or(xer, words.select(overflow, words.literal(XER.SO), words.literal(0n)));
  return put(summary, XER.OV, overflow);
}

/** A field of CR := how two words compare, and XER[SO]. */
export function comparison<V>(
  view: View<V>,
  words: Words<V>,
  field: number,
  a: V,
  b: V,
  less: (a: V, b: V) => V,
  xer: V = view.register('XER'),
): StepWrite<V> {
  const so = words.and(words.shiftRight(xer, 31), words.literal(1n));
  const bits = [less(a, b), less(b, a), words.equal(a, b), so];
  const nibble = bits.reduce((sum, bit) => words.or(words.shiftLeft(sum, 1), bit));
  return fieldWrite(view, words, field, nibble);
}

/** A field of CR := four bits. */
export function fieldWrite<V>(
  view: View<V>,
  words: Words<V>,
  field: number,
  nibble: V,
): StepWrite<V> {
  const shift = 28 - 4 * field;
  const others = words.literal(~(0xfn << BigInt(shift)) & 0xffffffffn);
  return {
    register: 'CR',
    value: words.or(words.and(view.register('CR'), others), words.shiftLeft(nibble, shift)),
  };
}

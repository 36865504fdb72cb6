// The address registers of a step: those from which it computes the addresses of its loads and stores.
import type { Words } from '../../spec/vocabulary/words.ts';
import type { Layout } from '../layout.ts';
import { slotNamed } from '../places.ts';
import type { Code, Meaning, View } from '../step.ts';

/** The slots of the registers from which a word is computed. */
type Sources = ReadonlySet<number>;

const NONE: Sources = new Set();

const union = (...parts: readonly Sources[]): Sources =>
  new Set(parts.flatMap((part) => [...part]));

/** The words over which a meaning is read: sets of the registers that each word is computed from. */
const tracing: Words<Sources> = {
  literal: () => NONE,
  add: union,
  sub: union,
  multiply: union,
  and: union,
  or: union,
  xor: union,
  not: (a) => a,
  equal: union,
  lessSigned: union,
  lessUnsigned: union,
  select: union,
  shiftLeft: (a) => a,
  shiftRight: (a) => a,
  signExtend: (a) => a,
};

/** The slots of the registers from which a step computes its load and store addresses. */
export function addressRegisters(meaning: Meaning, layout: Layout, code: Code): readonly number[] {
  const found = new Set<number>();
  const access = (address: Sources): Sources => {
    for (const slot of address) found.add(slot);
    return NONE;
  };
  const view: View<Sources> = {
    layout,
    register: (name) => new Set([slotNamed(name)]),
    load: access,
    slb: () => NONE,
  };
  for (const { address } of meaning(view, tracing, code))
    if (address !== undefined) access(address);
  return [...found];
}

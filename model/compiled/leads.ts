// Which registers lead a step to memory: those that it makes the addresses of its loads and stores from.
import type { Words } from '../../spec/words.ts';
import type { Layout } from '../layout.ts';
import { slotNamed } from '../state.ts';
import type { Code, Meaning, View } from '../step.ts';

/** What a word is made from: the slots of registers. */
type Made = ReadonlySet<number>;

const NOTHING: Made = new Set();

const together = (...parts: readonly Made[]): Made => new Set(parts.flatMap((part) => [...part]));

/** A meaning is read over sets of the registers that each word is made from. */
const tracing: Words<Made> = {
  literal: () => NOTHING,
  add: together,
  sub: together,
  multiply: together,
  and: together,
  or: together,
  xor: together,
  not: (a) => a,
  equal: together,
  lessSigned: together,
  lessUnsigned: together,
  select: together,
  shiftLeft: (a) => a,
  shiftRight: (a) => a,
  signExtend: (a) => a,
};

/** The slots of the registers from which a step makes addresses. */
export function leadsOf(meaning: Meaning, layout: Layout, code: Code): readonly number[] {
  const leads = new Set<number>();
  const reached = (address: Made): Made => {
    for (const slot of address) leads.add(slot);
    return NOTHING;
  };
  const view: View<Made> = {
    layout,
    register: (name) => new Set([slotNamed(name)]),
    load: reached,
    slb: () => NOTHING,
  };
  for (const { address } of meaning(view, tracing, code))
    if (address !== undefined) reached(address);
  return [...leads];
}

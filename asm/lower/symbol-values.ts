// Names with the values that the source assigns to them, and then those that are known otherwise.
//
// What a name is made of is valued before it, each once: symbols may be made of each other in chains of any length and doubling.
import { evaluate, symbolsOf } from '../expression.ts';
import type { Listing } from '../listing.ts';

type Symbols = Listing['symbols'];

/**
 * The value of a name; none where it has none, or where it is made from itself. What has no value is looked at again once
 * `known` has changed: a number that says how much is known otherwise.
 */
export function valuesOf(
  { symbols }: Listing,
  otherwise: (name: string) => bigint | undefined,
  known: () => number = () => 0,
): (name: string) => bigint | undefined {
  const values = new Map<string, bigint>();
  const missing = new Set<string>();
  let looked = known();
  const symbol = (name: string) => (symbols.has(name) ? values.get(name) : otherwise(name));
  return (name) => {
    if (looked !== known()) missing.clear();
    looked = known();
    if (symbols.has(name) && !values.has(name) && !missing.has(name))
      for (const one of inOrder(
        name,
        symbols,
        (other) => values.has(other) || missing.has(other),
      )) {
        const assigned = symbols.get(one);
        const found = assigned && evaluate(assigned, { symbol });
        if (found?.ok === true) values.set(one, found.value);
        else missing.add(one);
      }
    return symbol(name);
  };
}

/** A name after all that it is made of and that is not done yet. */
function inOrder(
  name: string,
  symbols: Symbols,
  isDone: (name: string) => boolean,
): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open = [{ name, entered: false }];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    if (top.entered) order.push(top.name);
    if (top.entered || seen.has(top.name)) continue;
    seen.add(top.name);
    open.push({ name: top.name, entered: true });
    const assigned = symbols.get(top.name);
    for (const other of assigned === undefined ? [] : symbolsOf(assigned))
      if (symbols.has(other) && !isDone(other)) open.push({ name: other, entered: false });
  }
  return order;
}

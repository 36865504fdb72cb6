// Names with the values that the source assigns to them, and then those that are known otherwise.
import { evaluate } from '../expression.ts';
import type { Listing } from '../listing.ts';

/** The value of a name; none where it has none, or where it is made from itself. */
export function valuesOf(
  { symbols }: Listing,
  otherwise: (name: string) => bigint | undefined,
): (name: string) => bigint | undefined {
  const open = new Set<string>();
  const value = (name: string): bigint | undefined => {
    const assigned = symbols.get(name);
    if (assigned === undefined) return otherwise(name);
    if (open.has(name)) return undefined;
    open.add(name);
    const found = evaluate(assigned, { symbol: value });
    open.delete(name);
    return found.ok ? found.value : undefined;
  };
  return value;
}

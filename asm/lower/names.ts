// What the assembly's names stand for: labels, symbols that it assigns, offsets in structures, and what lies outside.
//
// A name outside is code only if it is used as code is: as the target of a branch, with the dot of a function's entry,
// or through the TOC. Any other name without a value is an error where it is used.
import { type Environment, type Expression, evaluate, symbolsOf } from '../expression.ts';
import type { Listing } from '../listing.ts';
import { valuesOf } from './symbol-values.ts';

/** Values of the names of a listing that is placed. */
export interface Names {
  /** The environment in which an item at an address is evaluated. */
  readonly at: (here: bigint) => Environment;
  /** What is at each entry of the TOC, which lies at the TOC's own address. */
  readonly tocEntries: () => readonly bigint[];
}

interface NameSources {
  readonly listing: Listing;
  readonly labels: ReadonlyMap<string, bigint>;
  readonly constants: ReadonlyMap<string, bigint>;
  /** The effective address of the TOC. */
  readonly toc: bigint;
  /** The address of code outside. */
  readonly outside: (name: string) => bigint | undefined;
}

/** The names of a listing, with the values that they have at each address. */
export function namesOf({ listing, labels, constants, toc, outside }: NameSources): Names {
  const entries: bigint[] = [];
  const offsets = new Map<string, bigint>();
  const symbol = valuesOf(
    listing,
    (name) => labels.get(name) ?? constants.get(name) ?? outside(name),
  );
  const entryFor = (of: Expression): bigint | undefined => {
    const [name] = symbolsOf(of);
    const value = evaluate(of, { symbol });
    if (!value.ok || name === undefined) return undefined;
    const known = offsets.get(`${name}:${value.value}`);
    if (known !== undefined) return known;
    const offset = BigInt(8 * entries.length);
    entries.push(BigInt.asUintN(64, value.value));
    offsets.set(`${name}:${value.value}`, offset);
    return offset;
  };
  const relocation = (suffix: string, of: Expression): bigint | undefined => {
    if (suffix === 'got') return entryFor(of);
    if (suffix === 'tocbase') return toc;
    if (suffix !== 'toc') return undefined;
    const value = evaluate(of, { symbol });
    return value.ok ? value.value - toc : undefined;
  };
  return { at: (here) => ({ symbol, here, relocation }), tocEntries: () => entries };
}

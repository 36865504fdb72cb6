// What the assembly's names stand for: labels, symbols that it assigns, offsets in structures, and what lies outside.
//
// A name outside is code only if it is used as code is: as the target of a branch, with the dot of a function's entry,
// or through the TOC. Any other name without a value is an error where it is used.
import { type Environment, type Expression, evaluate, symbolsOf } from '../expression.ts';
import type { Listing } from '../listing.ts';
import type { Placement } from './placement.ts';
import { valuesOf } from './symbol-values.ts';

/** Entries of the TOC that files which are not read have, and what they hold: the mark of a frame of an interrupt (entry_64.S). */
export const tocElsewhere: ReadonlyMap<string, bigint> = new Map([
  ['exception_marker', 0x7265_6773_6865_7265n],
]);

/** Values of the names of a listing that is placed. */
export interface Names {
  /** The environment in which an item at an address is evaluated. */
  readonly at: (here: bigint) => Environment;
  /** What is at each entry of the TOC, which lies at the TOC's own address. */
  readonly tocEntries: () => readonly bigint[];
}

interface NameSources {
  readonly listing: Listing;
  readonly placement: Pick<Placement, 'items' | 'labels'>;
  readonly constants: ReadonlyMap<string, bigint>;
  /** The effective address of the TOC. */
  readonly toc: bigint;
  /** The address of code outside. */
  readonly outside: (name: string) => bigint | undefined;
}

/** The names of a listing, with the values that they have at each address. */
export function namesOf({ listing, placement, constants, toc, outside }: NameSources): Names {
  const { labels } = placement;
  const entries: bigint[] = [];
  const offsets = new Map<string, bigint>();
  const symbol = valuesOf(
    listing,
    (name) => labels.get(name) ?? constants.get(name) ?? tocElsewhere.get(name) ?? outside(name),
  );
  const isElsewhere = (of: Expression): boolean =>
    of.kind === 'symbol' && tocElsewhere.has(of.name) && !labels.has(of.name);
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
    if (suffix === 'got' || (suffix === 'toc' && isElsewhere(of))) return entryFor(of);
    if (suffix === 'tocbase') return toc;
    if (suffix !== 'toc') return undefined;
    const value = evaluate(of, { symbol });
    return value.ok ? value.value - toc : undefined;
  };
  const entry = descriptorsIn(placement, symbol);
  return { at: (here) => ({ symbol, here, relocation, entry }), tocEntries: () => entries };
}

/** Where the function of a descriptor is, by the address of the descriptor: its first doubleword says so (64-bit PowerPC ELF ABI 1.9, 3.2.5). */
function descriptorsIn(
  { items }: Pick<Placement, 'items'>,
  symbol: (name: string) => bigint | undefined,
): (address: bigint) => bigint {
  const functions = new Map<bigint, bigint>();
  for (const { item, section, address } of items) {
    if (section !== '.opd' || item.kind !== 'data' || item.width !== 8) continue;
    const value = evaluate(item.value, { symbol });
    if (value.ok) functions.set(address, BigInt.asUintN(64, value.value));
  }
  return (address) => functions.get(address) ?? address;
}

// Where every item of a listing lies: sections one after another in kernel text, items one after another in a section.
//
// Source that sets its own location (`. = 0x500`) is the head of the kernel, and begins at real address 0; other text
// begins above it. The TOC's section lies at the TOC, so that offsets from r2 reach it.
import type { Layout } from '../../model/layout.ts';
import { type Expression, evaluate } from '../expression.ts';
import type { Item, Listing, SourceError } from '../listing.ts';
import { valuesOf } from './symbol-values.ts';

/** An item of a listing at its address. */
export interface LocatedItem {
  readonly item: Item;
  readonly section: string;
  readonly address: bigint;
}

/** The items of a listing at their addresses, with the address of every label. */
export interface Placement {
  /** In order, section by section. */
  readonly items: readonly LocatedItem[];
  readonly labels: ReadonlyMap<string, bigint>;
  readonly errors: readonly SourceError[];
}

/** The linear mapping of real address 0, where the head of the kernel lies. */
export const KERNEL_BASE = 0xc000000000000000n;

const TEXT = KERNEL_BASE + 0x200000n;
const SECTION_GAP = 0x1000n;
/** Bytes that one section may have: what lies after it begins there. */
const LONGEST = 0x100000n;
/** Bytes of all spaces together: each has a value of its own. */
const EMPTIEST = 0x100000n;
/** Errors after which nothing more is placed. */
const ENOUGH = 100;
/** From the TOC to its section; entries that the assembler makes itself lie below. */
const TOC_SECTION = 0x1000n;

/** Places a listing; names that it leaves open have the values of `constants`. */
export function place(
  listing: Listing,
  constants: ReadonlyMap<string, bigint>,
  layout: Layout,
): Placement {
  const items: LocatedItem[] = [];
  const labels = new Map<string, bigint>();
  const errors: SourceError[] = [];
  const symbol = valuesOf(
    listing,
    (name) => labels.get(name) ?? constants.get(name),
    () => labels.size,
  );
  let free = TEXT;
  let space = 0n;
  for (const [section, content] of listing.sections) {
    const start = startOf(section, content, free, layout);
    const numberIn = (expression: Expression, here: bigint): bigint | string => {
      const value = evaluate(expression, { symbol, here });
      return value.ok ? value.value : value.why;
    };
    let address = start;
    for (const item of content) {
      if (errors.length >= ENOUGH) break;
      const next = within(after(item, address, start, numberIn), start);
      if (typeof next === 'string') errors.push({ message: next, at: item.at });
      if (item.kind === 'label') labels.set(item.name, address);
      else if (item.kind !== 'origin' && item.kind !== 'align')
        items.push({ item, section, address });
      if (item.kind === 'space' && typeof next === 'bigint') space += next - address;
      if (space > EMPTIEST) return { items: [], labels, errors: [...errors, tooEmpty(item)] };
      if (typeof next === 'bigint') address = next;
    }
    if (start === free) free = roundUp(address, SECTION_GAP) + SECTION_GAP;
  }
  return { items, labels, errors };
}

const tooEmpty = ({ at }: Item): SourceError => ({
  message: `the spaces up to here have more than ${EMPTIEST} bytes, and that is the most`,
  at,
});

function startOf(section: string, content: readonly Item[], free: bigint, layout: Layout): bigint {
  if (section === '.toc') return layout.addressOf('toc') + TOC_SECTION;
  return content.some(({ kind }) => kind === 'origin') ? KERNEL_BASE : free;
}

/** The address, if the section may reach so far. */
const within = (next: bigint | string, start: bigint): bigint | string =>
  typeof next === 'bigint' && next - start > LONGEST
    ? `the section is longer than ${LONGEST} bytes here, and that is more than it may be`
    : next;

/** The address after an item, or why there is none. */
function after(
  item: Item,
  address: bigint,
  start: bigint,
  numberIn: (expression: Expression, here: bigint) => bigint | string,
): bigint | string {
  switch (item.kind) {
    case 'label':
      return address;
    case 'instruction':
      return address + 4n;
    case 'data':
      return address + BigInt(item.width);
    case 'align':
      return roundUp(address, BigInt(item.bytes));
    case 'space': {
      const size = numberIn(item.size, address);
      if (typeof size === 'string') return size;
      return size < 0n ? `a space of ${size} bytes cannot be` : address + size;
    }
    case 'origin': {
      const to = numberIn(item.to, address);
      if (typeof to === 'string') return to;
      const next = BigInt.asUintN(64, to) < start ? start + to : BigInt.asUintN(64, to);
      return next < address
        ? `the location goes back from 0x${(address - start).toString(16)} to 0x${(next - start).toString(16)}`
        : next;
    }
  }
}

const roundUp = (address: bigint, to: bigint): bigint => ((address + to - 1n) / to) * to;

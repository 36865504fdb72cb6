// Code that a listing uses and does not have: routines of the reference path by their names, and C functions.
//
// What is used as code is code: the target of a branch, a function's entry with its dot, what the TOC leads to.
import type { Program } from '../../model/program.ts';
import { type Expression, symbolsOf } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import type { Item, Listing } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import { registerNumber } from '../registers.ts';
import { tocElsewhere } from './names.ts';
import { targetOperands } from './reach.ts';

/** Code that a listing calls and does not have, at addresses of its own. */
export interface CodeOutside {
  readonly functions: readonly Outside[];
  readonly addressOf: (name: string) => bigint | undefined;
}

/** A C function; a handler is one that a table of the source lists. */
interface Outside {
  readonly name: string;
  readonly at: bigint;
  readonly kind: 'handler' | 'other';
}

/** Below all text: where all paths are followed, what comes back from one function waits for what comes back from the others. */
const FUNCTIONS = 0xc000000000180000n;
const FUNCTION_BYTES = 0x100n;

/** The code outside a listing whose labels are these, where `taken` stands for routines that it lacks. */
export function codeOutside(
  listing: Listing,
  labels: ReadonlyMap<string, bigint>,
  constants: ReadonlyMap<string, bigint>,
  taken: Program,
): CodeOutside {
  const addresses = new Map<string, bigint>();
  const functions: Outside[] = [];
  const listed = inTables(listing);
  const known = (name: string): boolean =>
    [labels, listing.symbols, constants, addresses, tocElsewhere].some((each) => each.has(name));
  for (const name of [...listing.sections.values()].flat().flatMap(usedAsCode)) {
    if (known(name) || registerNumber(name) !== undefined || name.includes('#')) continue;
    const plain = name.startsWith('.') ? name.slice(1) : name;
    const from = taken.labels.get(plain) ?? addresses.get(`.${plain}`) ?? addresses.get(plain);
    const at = from ?? FUNCTIONS + BigInt(functions.length) * FUNCTION_BYTES;
    if (from === undefined)
      functions.push({ name: plain, at, kind: listed.has(plain) ? 'handler' : 'other' });
    addresses.set(name, at);
  }
  return { functions, addressOf: (name) => addresses.get(name) };
}

/** Names that data speaks of, without the dot; the TOC and descriptors only say where code is. */
function inTables({ sections }: Listing): ReadonlySet<string> {
  const tables = [...sections].filter(([section]) => section !== '.toc' && section !== '.opd');
  const names = tables
    .flatMap(([, items]) => items.filter(({ kind }) => kind === 'data'))
    .flatMap(expressionsOf)
    .flatMap((expression) => [...symbolsOf(expression)]);
  return new Set(names.map((name) => name.replace(/^\./u, '')));
}

/** Names that an item uses as code. */
function usedAsCode(item: Item): readonly string[] {
  const all = expressionsOf(item).flatMap((expression) => [...symbolsOf(expression)]);
  const entries = all.filter((name) => /^\.[A-Za-z_]\w*$/u.test(name));
  const through = expressionsOf(item).flatMap(throughToc);
  const targets = item.kind === 'instruction' ? targetOperands(item, forms) : [];
  return [...entries, ...through, ...targets.flatMap((target) => [...symbolsOf(target)])];
}

function throughToc(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'relocation':
      return /^(?:got|toc)$/u.test(expression.suffix) ? [...symbolsOf(expression.of)] : [];
    case 'unary':
      return throughToc(expression.operand);
    case 'binary':
      return [...throughToc(expression.left), ...throughToc(expression.right)];
    default:
      return [];
  }
}

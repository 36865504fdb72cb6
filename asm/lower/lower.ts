// Lowering: a listing becomes a program of the model, instruction by instruction, at the addresses that the assembler would
// give; what the listing lacks comes from the routines of a reference path, and C functions answer arbitrarily.
import { addressOf, REAL_ADDRESS } from '../../model/layout.ts';
import { link, type Passage, type Program, type Routine, type Sited } from '../../model/program.ts';
import { evaluate, symbolsOf } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import { decode } from '../instructions/operands.ts';
import type { Listing, SourceError } from '../listing.ts';
import { expressionsOf } from '../references.ts';
import { codeOutside } from './code-outside.ts';
import { constants } from './constants.ts';
import { type Names, namesOf } from './names.ts';
import { cFunction, hostHandler, isHostHandler } from './outside.ts';
import { KERNEL_BASE, type Located, type Placement, place } from './placement.ts';
import { formOf, reach } from './reach.ts';
import { signs } from './sites.ts';

/** A listing as a program, and what of it is not the listing's own. */
export interface Lowered {
  readonly program: Program;
  /** Routines of the reference path that stand for what is missing. */
  readonly taken: readonly string[];
  /** C functions that answer arbitrarily. */
  readonly called: readonly string[];
  /** Handlers of the host's that are taken to restore everything. */
  readonly handlers: readonly string[];
  /** Instructions in the source, and how many of them can be reached. */
  readonly instructions: number;
  readonly reached: number;
}

export type Lowering =
  | { readonly ok: true; readonly lowered: Lowered }
  | { readonly ok: false; readonly errors: readonly SourceError[] };

/** Interrupt vectors: the code there is reached by the hardware. */
const VECTORS = [0x200n, 0x500n, 0x980n, 0xc00n, 0xe00n, 0xe20n, 0xe40n];

/** Lowers a listing that is called at `entry`; `reference` is the path that stands for what it lacks. */
export function lower(listing: Listing, entry: string, reference: readonly Routine[]): Lowering {
  const placement = place(listing, constants);
  const { items, labels } = placement;
  const addresses = new Set(items.map(({ address }) => address));
  const taken = reference.filter((routine) => !isGiven(routine, labels, addresses));
  const outside = codeOutside(listing, labels, link(taken));
  const names = namesOf({ listing, labels, constants, outside: outside.addressOf });
  const handlers = [...labels].filter(([label]) => isHostHandler(label));
  const handled = new Set(handlers.map(([, address]) => address));
  const roots = [
    ...[entry, `.${entry}`, ...reference.map(({ name }) => name)].flatMap(
      (name) => labels.get(name) ?? [],
    ),
    ...reference.flatMap(({ name }) => labels.get(`.${name}`) ?? []),
    ...VECTORS.map((vector) => KERNEL_BASE + vector),
  ];
  const reached = reach(placement, roots, forms, names.at, (address) => handled.has(address));
  const { routines, errors } = lowered(placement, reached, names);
  const wrong = [...placement.errors, ...unknown(placement, reached), ...errors];
  if (wrong.length > 0) return { ok: false, errors: wrong };
  const named = namesIn(placement, reached);
  const used = handlers.filter(([, address]) => addresses.has(address));
  const program = link(
    [
      ...taken,
      ...outside.functions.map(({ name, at }) => cFunction(name, at)),
      ...used.map(([name, at]) => hostHandler(name, at)),
      ...routines,
    ],
    imageOf(placement, names),
  );
  return {
    ok: true,
    lowered: {
      program,
      taken: taken.map(({ name }) => name),
      called: outside.functions.map(({ name }) => name).filter((name) => named.has(name)),
      handlers: used.map(([name]) => name).filter((name) => named.has(name)),
      instructions: items.filter(({ item }) => item.kind === 'instruction').length,
      reached: [...reached].filter((index) => items[index]?.item.kind === 'instruction').length,
    },
  };
}

/** A routine is given under its name, with or without the dot; a continuation with its beginning; a vector by its address. */
function isGiven(
  { name, at }: Routine,
  labels: ReadonlyMap<string, bigint>,
  addresses: ReadonlySet<bigint>,
): boolean {
  const [own = name] = name.split('.');
  if (own.startsWith('vector-'))
    return addresses.has(KERNEL_BASE + (at ?? BigInt(`0x${own.slice('vector-'.length)}`)));
  const has = (routine: string) => labels.has(routine) || labels.has(`.${routine}`);
  return has(own) || (USED_BY[own]?.every(has) ?? false);
}

/** Parts of the path by who goes there: where all of those are given, it is not needed. */
const USED_BY: Readonly<Record<string, readonly string[]>> = {
  hdec_soon: ['kvmppc_hv_entry', 'kvmppc_interrupt'],
  kvmppc_load_fp: ['kvmppc_hv_entry'],
  kvmppc_save_fp: ['kvmppc_interrupt'],
};

/** The steps of what is reached: a routine for each stretch without a gap, a passage for each label. */
function lowered({ items, labels }: Placement, reached: ReadonlySet<number>, names: Names) {
  const errors: SourceError[] = [];
  const stretches: { at: bigint; passages: { name: string; steps: Sited[] }[] }[] = [];
  const namesAt = labelsByAddress(labels);
  const code = items.filter((located, index) => reached.has(index) && isInstruction(located));
  const signed = signs(code.map(({ item }) => item).filter((item) => item.kind === 'instruction'));
  let next: bigint | undefined;
  for (const [i, { item, address }] of code.entries()) {
    const sign = signed[i];
    if (item.kind !== 'instruction' || sign === undefined) continue;
    const decoding = decode(item, names.at(address), forms);
    if (!decoding.ok) {
      errors.push({ message: decoding.why, at: item.at });
      continue;
    }
    if (address !== next) stretches.push({ at: address, passages: [] });
    next = address + 4n;
    const passages = stretches.at(-1)?.passages ?? [];
    const own = namesAt.get(address) ?? [];
    if (own.length > 0 || passages.length === 0)
      passages.push(...own.slice(0, -1).map((name) => ({ name, steps: [] })), {
        name: own.at(-1) ?? sign.site,
        steps: [],
      });
    passages.at(-1)?.steps.push({
      site: sign.site,
      step: { text: sign.text, meaning: decoding.meaning },
    });
  }
  const routines = stretches.map(({ at, passages }): Routine => {
    const [first = { name: `0x${at.toString(16)}` }] = passages;
    return { name: first.name, at, passages: passages satisfies readonly Passage[] };
  });
  return { routines, errors };
}

/** Names that what is reached speaks of, without the dot of a function's entry. */
function namesIn({ items }: Placement, reached: ReadonlySet<number>): ReadonlySet<string> {
  const named = items
    .filter((_located, index) => reached.has(index))
    .flatMap(({ item }) => expressionsOf(item))
    .flatMap((expression) => [...symbolsOf(expression)]);
  return new Set(named.map((name) => name.replace(/^\./u, '')));
}

const isInstruction = ({ item }: Located): boolean => item.kind === 'instruction';

/** Labels of code by where they are; the entry of a function has its name without the dot. */
function labelsByAddress(labels: ReadonlyMap<string, bigint>): ReadonlyMap<bigint, string[]> {
  const byAddress = new Map<bigint, string[]>();
  for (const [label, address] of labels) {
    const name = label.startsWith('.') && label.length > 1 ? label.slice(1) : label;
    byAddress.set(address, [...(byAddress.get(address) ?? []), name]);
  }
  return byAddress;
}

/** What nobody knows of, wherever it stands: code that is not reached must be code all the same. */
const unknown = ({ items }: Placement, reached: ReadonlySet<number>): readonly SourceError[] =>
  items.flatMap(({ item }, index) => {
    if (item.kind !== 'instruction' || reached.has(index)) return [];
    return formOf(item, forms) === undefined
      ? [{ message: `${item.mnemonic} with these operands is not known here`, at: item.at }]
      : [];
  });

/** Constants and the TOC, byte by byte. What has no value is not there. */
function imageOf({ items }: Placement, names: Names): ReadonlyMap<bigint, bigint> {
  const image = new Map<bigint, bigint>();
  const put = (address: bigint, bytes: number, value: bigint) => {
    for (let i = 0; i < bytes; i++)
      image.set(
        (address + BigInt(i)) & REAL_ADDRESS,
        (BigInt.asUintN(64, value) >> BigInt(8 * (bytes - 1 - i))) & 0xffn,
      );
  };
  for (const { item, address } of items) {
    if (item.kind === 'data') {
      const value = evaluate(item.value, names.at(address));
      if (value.ok) put(address, item.width, value.value);
    } else if (item.kind === 'space') {
      const [size, fill] = [item.size, item.fill].map((part) => evaluate(part, names.at(address)));
      if (size?.ok && fill?.ok)
        for (let i = 0n; i < size.value; i++) put(address + i, 1, fill.value);
    }
  }
  for (const [i, entry] of names.tocEntries().entries())
    put(addressOf('toc') + BigInt(8 * i), 8, entry);
  return image;
}

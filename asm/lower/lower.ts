// Lowering: a listing becomes a program of the model, instruction by instruction, at the addresses that the assembler would
// give; what the listing lacks comes from the routines of a reference path, and C functions answer arbitrarily.
import { type Layout, ownLayout } from '../../model/layout.ts';
import { link, type Program, type Routine } from '../../model/program.ts';
import { VECTOR } from '../../spec/bits.ts';
import { forms } from '../instructions/forms.ts';
import { formOf } from '../instructions/operands.ts';
import type { Instruction, Listing, SourceError } from '../listing.ts';
import { askingVectors } from './asking.ts';
import { besideIn } from './beside.ts';
import { codeOutside } from './code-outside.ts';
import { constantsIn } from './constants.ts';
import { isGiven } from './given.ts';
import { imageOf } from './image.ts';
import { namesOf } from './names.ts';
import { cFunction, hostHandler, isHostHandler } from './outside.ts';
import { type Own, ownIn } from './own.ts';
import { KERNEL_BASE, type Placement, place } from './placement.ts';
import { type Lead, reached } from './reach.ts';
import { namesIn, stepsOf } from './steps.ts';

/** A listing as a program, and what of it is not the listing's own. */
export interface Lowered {
  readonly program: Program;
  /** Routines of the reference path that stand for what is missing. */
  readonly taken: readonly string[];
  /** C functions that answer arbitrarily. */
  readonly called: readonly string[];
  /** Handlers of the host's that are taken to restore everything. */
  readonly handlers: readonly string[];
  /** Routines of the path that the source has itself, and where. */
  readonly own: readonly Own[];
  /** Instructions in the source, and how many of them can be reached. */
  readonly instructions: number;
  readonly reached: number;
}

/** A program, or every reason why there is none. */
export type Lowering =
  | { readonly ok: true; readonly lowered: Lowered }
  | { readonly ok: false; readonly errors: readonly SourceError[] };

/** How a switch is called: the label that its caller calls, and what the path calls that. */
export interface Called {
  readonly entry: string;
  readonly as: string;
}

/** Lowers a listing; `reference` is the path that stands for what it lacks. */
export function lower(
  listing: Listing,
  called: Called,
  reference: readonly Routine[],
  layout: Layout = ownLayout,
): Lowering {
  const survey = surveyed(listing, called, reference, layout);
  const { entry, renamed, names, taken } = survey;
  const reached = survey.reached.indexes;
  const placement = withCode(survey.placement, survey.reached.words);
  if (entry === undefined && renamed.length > 0)
    return { ok: false, errors: [noEntry(called, listing)] };
  const { routines, errors } = stepsOf(placement, reached, names);
  const possession = ownIn(listing, placement, reference, renamed.length === 0 ? undefined : entry);
  const wrong = [
    ...placement.errors,
    ...tooMuch(placement, reached),
    ...survey.reached.errors,
    ...possession.errors,
    ...unknown(placement, reached),
    ...errors,
  ];
  if (wrong.length > 0) return { ok: false, errors: wrong };
  const named = namesIn(placement, reached);
  const handlers = survey.handlers.filter(([name]) => named.has(name));
  const functions = survey.functions.filter(({ name }) => named.has(name));
  const stand = [
    ...taken,
    ...functions.map(({ name, at, kind }) => cFunction(name, at, kind)),
    ...handlers.map(([name, at]) => hostHandler(name, at)),
    ...renamed.map(({ as }): Routine => ({ name: as, at: entry ?? 0n, passages: [] })),
  ];
  const isCode = placement.items.map(({ item }) => item.kind === 'instruction');
  return {
    ok: true,
    lowered: {
      program: {
        ...link([...stand, ...routines], imageOf(survey.placement, names, survey.toc), layout),
        beside: besideIn(placement),
        ...survey.asking,
      },
      taken: taken.map(({ name }) => name),
      called: functions.map(({ name }) => name),
      handlers: handlers.map(([name]) => name),
      own: possession.own,
      instructions: isCode.filter(Boolean).length,
      reached: [...reached].filter((index) => isCode[index]).length,
    },
  };
}

/** The placement with the instructions that data encode. */
const withCode = (placement: Placement, words: ReadonlyMap<number, Instruction>): Placement => ({
  ...placement,
  items: placement.items.map((located, index) => {
    const item = words.get(index);
    return item === undefined ? located : { ...located, item };
  }),
});

/** Where everything lies, what is missing, and how far execution can come. */
function surveyed(listing: Listing, called: Called, reference: readonly Routine[], layout: Layout) {
  const constants = constantsIn(layout);
  const toc = layout.addressOf('toc');
  const placement = place(listing, constants, layout);
  const { items, labels } = placement;
  const entry = labels.get(`.${called.entry}`) ?? labels.get(called.entry);
  const renamed = called.entry === called.as ? [] : [called];
  const addresses = new Set(items.map(({ address }) => address));
  const taken = reference.filter(
    (routine) =>
      !isGiven(routine, labels, addresses) && !renamed.some(({ as }) => as === routine.name),
  );
  const { functions, addressOf } = codeOutside(listing, labels, constants, link(taken));
  const names = namesOf({ listing, labels, constants, toc, outside: addressOf });
  const handlers = [...labels].filter(([label]) => isHostHandler(label));
  const handled = new Set(handlers.map(([, address]) => address));
  const roots = rootsOf(reference, labels, entry);
  const ends = (address: bigint) => handled.has(address);
  const offset = layout.distanceTo('hstate.in_guest');
  const known = askingVectors(placement, names, offset, {
    handler: ends,
    kvm: labels.get('kvmppc_interrupt'),
    elsewhere: new Set(roots.map(({ address }) => address)),
  });
  const asking = known.size === 0 ? {} : { asking: known };
  const code = reached(placement, roots, forms, names.at, ends);
  return {
    placement,
    toc,
    entry,
    renamed,
    taken,
    functions,
    names,
    handlers,
    reached: code,
    asking,
  };
}

/** Where execution comes to from outside: the entry, the vectors, and routines that the path knows by name. */
function rootsOf(
  reference: readonly Routine[],
  labels: ReadonlyMap<string, bigint>,
  entry: bigint | undefined,
): readonly Lead[] {
  const names = reference.flatMap(({ name }) => [name, `.${name}`]);
  const code = Object.values(VECTOR).map((vector) => KERNEL_BASE + vector);
  return [
    ...names
      .flatMap((name) => labels.get(name) ?? [])
      .map((at): Lead => ({ address: at, as: 'name' })),
    ...[...code, ...(entry === undefined ? [] : [entry])].map(
      (at): Lead => ({ address: at, as: 'code' }),
    ),
  ];
}

/** Instructions that can be reached, at most: the switch with all its vectors has a twentieth of them. */
const REACHABLE = 20_000;

function tooMuch({ items }: Placement, reached: ReadonlySet<number>): readonly SourceError[] {
  const code = [...reached].flatMap((index) => items[index] ?? []);
  const { item } = code.filter((one) => one.item.kind === 'instruction')[REACHABLE] ?? {};
  const message = `more than ${REACHABLE} instructions can be reached up to here: leave out what is not the switch`;
  return item === undefined ? [] : [{ message, at: item.at }];
}

function noEntry({ entry }: Called, { sections }: Listing): SourceError {
  const at = [...sections.values()].flat()[0]?.at ?? { file: '', line: 1, text: '', through: [] };
  return { message: `no label is called ${entry}: name the routine that the caller calls`, at };
}

/** What nobody knows of, wherever it stands: code that is not reached must be code all the same. */
const unknown = ({ items }: Placement, reached: ReadonlySet<number>): readonly SourceError[] =>
  items.flatMap(({ item }, index) => {
    if (item.kind !== 'instruction' || reached.has(index)) return [];
    const form = formOf(item, forms);
    return typeof form === 'string' ? [{ message: form, at: item.at }] : [];
  });

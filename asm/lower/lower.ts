// Lowering: a listing becomes a program of the model, instruction by instruction, at the addresses that the assembler would
// give; what the listing lacks comes from the routines of a reference path, and C functions answer arbitrarily.
import { type Layout, ownLayout } from '../../model/layout.ts';
import type { Image } from '../../model/memory.ts';
import { hostHandler } from '../../model/paths/host-handlers.ts';
import { cHandlers, image } from '../../model/paths/hypercalls.ts';
import { link, type Program, type Routine } from '../../model/program.ts';
import { type HandlerName, handlerNames } from '../../spec/vocabulary/hypercalls.ts';
import type { Asking } from '../../spec/vocabulary/vectors.ts';
import type { MoreFields } from '../facts/fields.ts';
import { forms } from '../instructions/forms.ts';
import { formOf } from '../instructions/operands.ts';
import type { Instruction, Item, Listing, SourceError } from '../listing.ts';
import { besideIn } from './beside.ts';
import { imageOf } from './image.ts';
import { functionAt } from './known-functions.ts';
import { type Own, ownIn } from './own.ts';
import type { Placement } from './placement.ts';
import { type SignSearch, signsIn } from './signs.ts';
import { namesIn, stepsOf } from './steps.ts';
import { type EntryPoint, EXIT, type Survey, survey } from './survey.ts';

/** A listing as a program, and what of it is not the listing's own. */
export interface LoweredProgram {
  readonly program: Program;
  /** By vector that has code, what that asks. */
  readonly asking: ReadonlyMap<bigint, Asking>;
  /** Where code that can be reached shows signs. */
  readonly signs: SignSearch;
  /** Routines of the reference path that stand for what is missing. */
  readonly taken: readonly string[];
  /** C functions that answer arbitrarily. */
  readonly called: readonly string[];
  /** Handlers of the host's that are taken to restore everything. */
  readonly handlers: readonly string[];
  /** Routines of the path that the source has itself, and where. */
  readonly own: readonly Own[];
  /** Fields that only the tree has, by its name and by that of the spare field of the model. */
  readonly spares: readonly (readonly [name: string, place: string])[];
  /** What the build is taken to define, and how POWER7 differs from that of Linux 3.1: see the listing. */
  readonly taking: Pick<Listing, 'configuration' | 'otherFeatures'>;
  /** Instructions that nothing leads to and that are not known here. */
  readonly passedOver: readonly SourceError[];
  /** Files in which its instructions are written, by their paths inside the tree where there is one. */
  readonly files: readonly string[];
  /** Instructions in the source, and how many of them can be reached. */
  readonly instructions: number;
  readonly reached: number;
}

/** Where fields lie, and the names of those that a tree has besides those of the model. */
export interface Geometry {
  readonly layout: Layout;
  readonly more?: MoreFields;
}

/** A program, or every reason why there is none. */
export type Lowering =
  | { readonly ok: true; readonly lowered: LoweredProgram }
  | { readonly ok: false; readonly errors: readonly SourceError[] };

/** Lowers a listing; `reference` is the path that stands for what it lacks. */
export function lower(
  listing: Listing,
  called: EntryPoint,
  reference: readonly Routine[],
  { layout, more }: Geometry = { layout: ownLayout },
): Lowering {
  const found = survey({ listing, called, reference, layout, ...(more && { more }) });
  const absent = notThere(called, found);
  if (absent.length > 0) return { ok: false, errors: absent.map((name) => noLabel(name, listing)) };
  const { indexes } = found.reached;
  const placement = withCode(found.placement, found.reached.words);
  const { routines, errors } = stepsOf(placement, indexes, found.names, handlersIn(found));
  const entry = found.renamed.length === 0 ? undefined : found.entry;
  const possession = ownIn(listing, placement, reference, entry);
  const wrong = [
    ...placement.errors,
    ...tooMuch(placement, indexes),
    ...found.reached.errors,
    ...possession.errors,
    ...errors,
  ];
  if (wrong.length > 0) return { ok: false, errors: wrong };
  const { configuration, otherFeatures } = listing;
  return {
    ok: true,
    lowered: {
      ...linked(found, placement, routines, possession.own, layout),
      signs: signsIn(found, layout),
      taking: { configuration, otherFeatures },
      spares: [...(more ?? [])].filter(([, place]) => place.startsWith('spare.')),
    },
  };
}

/** The handlers of hypercalls that the source has, or lists in a table of its own. */
function handlersIn({ functions, placement: { labels } }: Survey): readonly HandlerName[] {
  const outside = functions.filter(({ kind }) => kind === 'handler').map(({ name }) => name);
  return handlerNames.filter((name) => outside.includes(name) || labels.has(name));
}

/** The program, with what stands for code that the listing lacks. */
function linked(
  found: Survey,
  placement: Placement,
  routines: readonly Routine[],
  own: readonly Own[],
  layout: Layout,
): Omit<LoweredProgram, 'taking' | 'spares' | 'signs'> {
  const { taken, reached, renamed, entry, names, toc, asking } = found;
  const named = namesIn(placement, reached.indexes);
  const handlers = found.handlers.filter(([name]) => named.has(name));
  const functions = found.functions.filter(({ name }) => named.has(name));
  const stand = [
    ...taken,
    ...functions.map(({ name, at, kind }) => functionAt(name, kind, at)),
    ...handlers.map(([name, at]): Routine => ({ ...hostHandler(name), at })),
    ...renamed.map(({ as }): Routine => ({ name: as, at: entry ?? 0n, passages: [] })),
  ];
  const isCode = placement.items.map(({ item }) => item.kind === 'instruction');
  const program = {
    ...link([...stand, ...routines], imageWith(imageOf(found.placement, names, toc)), layout),
    beside: besideIn(placement),
  };
  return {
    program,
    asking,
    taken: taken.filter((one) => !isFunction(one)).map(({ name }) => name),
    called: [...taken.filter(isFunction), ...functions].map(({ name }) => name),
    handlers: handlers.map(([name]) => name),
    own,
    passedOver: passedOver(placement, reached.indexes),
    files: [...new Set(placement.items.flatMap(({ item }) => fileOf(item)))],
    instructions: isCode.filter(Boolean).length,
    reached: [...reached.indexes].filter((index) => isCode[index]).length,
  };
}

/** The file of an instruction. */
const fileOf = (item: Item): readonly string[] =>
  item.kind === 'instruction' ? [item.at.file] : [];

/** The constants of a listing, with those of the path, which may stand for some of its code. */
const imageWith = (own: Image): Image => new Map([...image, ...own]);

const isFunction = ({ name }: Routine): boolean => cHandlers.some((one) => one.name === name);

/** The placement with the instructions that data encode. */
const withCode = (placement: Placement, words: ReadonlyMap<number, Instruction>): Placement => ({
  ...placement,
  items: placement.items.map((located, index) => {
    const item = words.get(index);
    return item === undefined ? located : { ...located, item };
  }),
});

/** Instructions that can be reached, at most: the switch with all its vectors has a twentieth of them. */
const REACHABLE = 20_000;

function tooMuch({ items }: Placement, reached: ReadonlySet<number>): readonly SourceError[] {
  const code = [...reached].flatMap((index) => items[index] ?? []);
  const { item } = code.filter((one) => one.item.kind === 'instruction')[REACHABLE] ?? {};
  const message = `more than ${REACHABLE} instructions can be reached up to here: leave out what is not the switch`;
  return item === undefined ? [] : [{ message, at: item.at }];
}

/** The labels that were named and are not there. */
const notThere = ({ entry, exit }: EntryPoint, found: Survey): readonly string[] => [
  ...(found.entry === undefined && found.renamed.length > 0 ? [entry] : []),
  ...(exit !== undefined && !found.placement.labels.has(EXIT) ? [exit] : []),
];

function noLabel(name: string, { sections }: Listing): SourceError {
  const at = [...sections.values()].flat()[0]?.at ?? { file: '', line: 1, text: '', through: [] };
  return {
    message: `no label is called ${name}: name the routine that the caller calls, or that the vectors go to`,
    at,
  };
}

/** What is not known here and nothing leads to: it need not be understood, and is told. */
const passedOver = ({ items }: Placement, reached: ReadonlySet<number>): readonly SourceError[] =>
  items.flatMap(({ item }, index) => {
    if (item.kind !== 'instruction' || reached.has(index)) return [];
    const form = formOf(item, forms);
    return typeof form === 'string' ? [{ message: form, at: item.at }] : [];
  });

// The survey of a listing, before any step is lowered, in three stages: placement gives every item an address, resolution gives every
// name a value and says what the listing lacks, and reachability says how far execution can come.
import type { Layout } from '../../model/layout.ts';
import { isHostHandler } from '../../model/paths/host-handlers.ts';
import { link, type Routine } from '../../model/program.ts';
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import type { Asking } from '../../spec/vocabulary/vectors.ts';
import type { MoreFields } from '../facts/fields.ts';
import { forms } from '../instructions/forms.ts';
import type { Listing } from '../listing.ts';
import { type CodeOutside, codeOutside } from './code-outside.ts';
import { constantsIn } from './constants.ts';
import { type Names, namesOf } from './names.ts';
import { KERNEL_BASE, type Placement, place } from './placement.ts';
import { type Lead, type ReachableCode, reached } from './reach.ts';
import { isGiven } from './routines-in-source.ts';
import { askingVectors } from './vector-tests.ts';

/** How a switch is called: the label that its caller calls, and what the path calls that. */
export interface EntryPoint {
  readonly entry: string;
  readonly as: string;
  /** The label that the vectors go to with what a guest brought; found by the names that kernels give it where this is not said. */
  readonly exit?: string;
}

/** What lowering goes by: the listing, how its switch is called, the path that stands for what it lacks, and where fields lie. */
export interface LoweringInput {
  readonly listing: Listing;
  readonly called: EntryPoint;
  readonly reference: readonly Routine[];
  readonly layout: Layout;
  /** Fields that a tree has besides those of the model, by name. */
  readonly more?: MoreFields;
}

/** Every item at its address. */
interface PlacementStage {
  readonly placement: Placement;
  readonly constants: ReadonlyMap<string, bigint>;
  /** The effective address of the TOC. */
  readonly toc: bigint;
  /** The address that the caller calls, if the listing has it. */
  readonly entry: bigint | undefined;
  /** The entry, where the path has another name for it; else nothing. */
  readonly renamed: readonly EntryPoint[];
}

/** Every name with its value, and what stands for code that is missing. */
interface Resolution {
  readonly names: Names;
  /** Routines of the reference path. */
  readonly taken: readonly Routine[];
  readonly functions: CodeOutside['functions'];
  /** The host's own handlers, by label. */
  readonly handlers: readonly (readonly [label: string, address: bigint])[];
}

/** How far execution can come. */
interface Reachability {
  readonly reached: ReachableCode;
  /** By vector that has code, what that asks. */
  readonly asking: ReadonlyMap<bigint, Asking>;
}

/** What is known of a listing before it is lowered. */
export interface Survey extends PlacementStage, Resolution, Reachability {}

/** Surveys a listing. */
export function survey(input: LoweringInput): Survey {
  const placed = placementOf(input);
  const resolved = resolutionOf(input, placed);
  return { ...placed, ...resolved, ...reachabilityOf(input, placed, resolved) };
}

function placementOf({ listing, called, layout, more }: LoweringInput): PlacementStage {
  const constants = constantsIn(layout, more);
  const placement = withExit(place(listing, constants, layout), called);
  const { labels } = placement;
  return {
    placement,
    constants,
    toc: layout.addressOf('toc'),
    entry: labels.get(`.${called.entry}`) ?? labels.get(called.entry),
    renamed: called.entry === called.as ? [] : [called],
  };
}

/** What the path calls the routine that takes what a guest brought, and what kernels call it since a guest may be of another kind. */
export const EXIT = 'kvmppc_interrupt';
const EXITS: readonly string[] = ['kvmppc_interrupt_hv'];

/** The placement, in which the exit is known by the path's name for it too. */
function withExit(placement: Placement, { exit }: EntryPoint): Placement {
  const { labels } = placement;
  const named = exit === undefined ? [EXIT, ...EXITS] : [exit];
  const [address] = named.flatMap((name) => labels.get(`.${name}`) ?? labels.get(name) ?? []);
  if (labels.get(EXIT) === address) return placement;
  const others = new Map([...labels].filter(([name]) => name !== EXIT));
  if (address !== undefined) others.set(EXIT, address);
  return { ...placement, labels: others };
}

function resolutionOf(
  { listing, reference }: LoweringInput,
  { placement, constants, toc, renamed }: PlacementStage,
): Resolution {
  const { items, labels } = placement;
  const addresses = new Set(items.map(({ address }) => address));
  const taken = reference.filter(
    (routine) =>
      !isGiven(routine, labels, addresses) && !renamed.some(({ as }) => as === routine.name),
  );
  const { functions, addressOf } = codeOutside(listing, labels, constants, link(taken));
  const names = namesOf({ listing, placement, constants, toc, outside: addressOf });
  return { names, taken, functions, handlers: [...labels].filter(([name]) => isHostHandler(name)) };
}

function reachabilityOf(
  { reference, layout }: LoweringInput,
  { placement, entry }: PlacementStage,
  { names, handlers }: Resolution,
): Reachability {
  const { labels } = placement;
  const handled = new Set(handlers.map(([, address]) => address));
  const ends = (address: bigint): boolean => handled.has(address);
  const roots = rootsOf(reference, labels, entry);
  const asking = askingVectors(placement, names, layout.distanceTo('hstate.in_guest'), {
    handler: ends,
    kvm: labels.get('kvmppc_interrupt'),
    elsewhere: new Set(roots.map(({ address }) => address)),
  });
  return { asking, reached: reached(placement, roots, forms, names.at, ends) };
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

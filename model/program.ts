// Programs: passages of named steps in routines, routines at addresses.
//
// A site is `passage.key`; it is what mutants, reports and commits cite. A label is a routine, a passage or a
// site, and means the address of the first step in it.
import { type Layout, ownLayout, REAL_ADDRESS } from './layout.ts';
import { type Image, Stuck } from './memory.ts';
import type { Step } from './step.ts';

/** A step with the name by which reports, mutants and commits cite it. */
export interface StepAtSite<Site extends string = string> {
  readonly site: Site;
  readonly step: Step;
  /** Bytes of code that it takes, where they are not those of an instruction: inserted steps may share the place of one. */
  readonly bytes?: number;
}

/** Steps under one heading. */
export interface Passage<Site extends string = string> {
  readonly name: string;
  readonly steps: readonly StepAtSite<Site>[];
}

/** Passages one after another, entered by name. A vector has a fixed address; the others follow each other. */
export interface Routine {
  readonly name: string;
  readonly at?: bigint;
  readonly passages: readonly Passage[];
  /** It stands for C code, and is no part of the path. */
  readonly isC?: true;
}

/** A step at its address. */
export interface LinkedStep extends StepAtSite {
  readonly address: bigint;
  /** The address after it. */
  readonly next: bigint;
}

/** A linked program: routines at their addresses, every label known. */
export interface Program {
  readonly routines: readonly Routine[];
  readonly steps: readonly LinkedStep[];
  /** Where it takes the fields to be. */
  readonly layout: Layout;
  /** Its constants. */
  readonly image: Image;
  /** Address of every label. */
  readonly labels: ReadonlyMap<string, bigint>;
  /** What the source has at an address where there is no step; where it was read off source. */
  readonly beside?: (address: bigint) => string | undefined;
  /** Index of the step at an effective address, if there is one. */
  find(address: bigint): number | undefined;
  /** Address of a label. */
  code(label: string): bigint;
}

/** Steps under one heading; the keys become their sites. */
export const passage = <Name extends string, Key extends string>(
  name: Name,
  steps: Readonly<Record<Key, Step>>,
): Passage<`${Name}.${Key}`> => ({
  name,
  steps: Object.entries<Step>(steps).map(([key, step]) => ({
    site: `${name}.${key}` as `${Name}.${Key}`,
    step,
  })),
});

/** Passages under the name of a kernel routine. */
export const routine = (name: string, ...passages: readonly Passage[]): Routine => ({
  name,
  passages,
});

/** The steps of a program that are the path's own: not those that stand for C code. */
export function stepsOfPath({ routines, steps }: Program): readonly LinkedStep[] {
  const ofC = new Set(
    routines
      .filter(({ isC }) => isC === true)
      .flatMap(({ passages }) => passages.flatMap((one) => one.steps.map(({ site }) => site))),
  );
  return steps.filter(({ site }) => !ofC.has(site));
}

/** A routine at a fixed real address: an interrupt vector. */
export const vectorAt = (at: bigint, name: string, ...passages: readonly Passage[]): Routine => ({
  name,
  at,
  passages,
});

/** Puts routines at their addresses, beside their constants. What is named for a step is where that step is. */
export function link(
  routines: readonly Routine[],
  image: Image = new Map(),
  layout: Layout = ownLayout,
): Program {
  const labels = new Map<string, bigint>();
  const steps: LinkedStep[] = [];
  let next = FREE;
  for (const part of routines) {
    let address = part.at ?? next;
    const own = new Set(part.passages.flatMap(({ steps: of }) => of.map(({ site }) => site)));
    if (!own.has(part.name)) define(labels, part.name, address);
    for (const { name, steps: sited } of part.passages) {
      if (!own.has(name)) define(labels, name, address);
      for (const { site, step, bytes } of sited) {
        define(labels, site, address);
        const next = address + BigInt(bytes ?? INSTRUCTION);
        steps.push({ site, step, address, next });
        address = next;
      }
    }
    if (part.at === undefined) next = address;
  }
  const indexes = new Map(steps.map(({ address }, index) => [keyOf(address), index]));
  return {
    routines,
    steps,
    layout,
    image,
    labels,
    find: (address) => indexes.get(keyOf(address)),
    code: (label) => labels.get(label) ?? unknownLabel(label),
  };
}

/** An address as a key: what reaches memory of it, as a number, since code lies below 2^53. */
const keyOf = (address: bigint): number => Number(address & REAL_ADDRESS);

/** Bytes of an instruction. */
export const INSTRUCTION = 4;

/** Where routines without a fixed address begin: kernel text in the linear mapping. */
const FREE = 0xc000000000100000n;

function define(labels: Map<string, bigint>, label: string, address: bigint): void {
  const known = labels.get(label);
  if (known !== undefined && known !== address) throw new Error(`two places are called ${label}`);
  labels.set(label, address);
}

function unknownLabel(label: string): never {
  throw new Stuck(`nothing is called ${label}`);
}

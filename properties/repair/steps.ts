// Every other way in which a step could be done: what a slip might have made of the right one, so that undoing it is a repair.
import {
  asking,
  counting,
  inverted,
  loadingWidth,
  reading,
  storingWidth,
  through,
  writing,
} from '../../model/faults/altered-step.ts';
import { type Footprint, footprintOf } from '../../model/faults/footprint.ts';
import { fields, registers } from '../../model/faults/mutation-operators.ts';
import type { StepAtSite } from '../../model/program.ts';
import type { Bytes, Step } from '../../model/step.ts';
import {
  registers as allRegisters,
  type Place as Register,
} from '../../spec/vocabulary/registers.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Candidate, changed } from './candidate.ts';

/** What is known of what is wrong. */
export interface Clue {
  /** Registers that are in use around the step. */
  readonly near: ReadonlySet<Register>;
  /** The word that was expected, where one was. */
  readonly expected: Word | undefined;
}

/** Changes of what a step moves. */
export function changesOf(sited: StepAtSite, { near, expected }: Clue): readonly Candidate[] {
  const { step } = sited;
  const print = footprintOf(step);
  const others: readonly Step[] = [
    ...otherPointers(step, print, near),
    ...otherWidths(step, print),
    ...otherRegisters(step, print, near),
    ...otherConstants(step, print, expected),
    ...fields(step, print).map(([, by]) => by),
  ];
  return others.map((other) => changed(sited, other));
}

/** Changes of what a step decides. */
export function choicesOf(sited: StepAtSite): readonly Candidate[] {
  const { step } = sited;
  const print = footprintOf(step);
  if (!print.chooses) return [];
  const others = [
    ...namedIn(step, print),
    inverted(step),
    ...otherWidths(step, print),
    ...otherConstants(step, print, undefined),
  ];
  return others.map((other) => changed(sited, other));
}

/** Through another register, where the step goes through a pointer that it loads first. */
const otherPointers = (
  step: Step,
  { loaded, stored }: Footprint,
  near: ReadonlySet<Register>,
): readonly Step[] =>
  [...loaded.slice(1), ...stored].some(({ base }) => base.startsWith('8 bytes at '))
    ? [...near].filter((name) => GPR.test(name)).map((name) => through(step, name))
    : [];

const GPR = /^r\d+$/u;

const otherRegisters = (
  step: Step,
  print: Footprint,
  near: ReadonlySet<Register>,
): readonly Step[] =>
  registers(print, near).map(([how, other, now]) =>
    how === 'reads' ? reading(step, other, now) : writing(step, other, now),
  );

const WIDTHS: readonly Bytes[] = [8, 4, 2, 1];

const otherWidths = (step: Step, { loads, stores }: Footprint): readonly Step[] => [
  ...loads.flatMap((now) => otherThan(now).map((bytes) => loadingWidth(step, bytes, now))),
  ...stores.flatMap((now) => otherThan(now).map((bytes) => storingWidth(step, bytes, now))),
];

const otherThan = (now: Bytes): readonly Bytes[] => WIDTHS.filter((bytes) => bytes !== now);

/** The register that a field is named after, where the step asks the field. */
function namedIn(step: Step, { loaded, writes }: Footprint): readonly Step[] {
  if (loaded.length === 0) return [];
  const words = new Set(step.text.toUpperCase().split(/[^A-Z0-9]+/u));
  return (Object.keys(allRegisters) as (keyof typeof allRegisters)[])
    .filter((name): name is Register & keyof typeof allRegisters => words.has(name))
    .filter((name) => !writes.includes(name))
    .map((name) => asking(step, name));
}

function otherConstants(
  step: Step,
  { constants }: Footprint,
  expected: Word | undefined,
): readonly Step[] {
  if (constants.length > FEW) return [];
  const wanted = expected === undefined ? [] : [expected];
  return constants.flatMap((now) =>
    [...wanted, 0n, now ^ 1n]
      .filter((other) => other !== now)
      .map((other) => counting(step, other, now)),
  );
}

/** A step with more constants than this works through a table. */
const FEW = 6;

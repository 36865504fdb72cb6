// The steps of hypervisor code that a run took, each with what it can touch: where a repair is to be made is looked for in them.
import { type Footprint, footprintOf } from '../../model/faults/footprint.ts';
import type { LinkedStep, Program } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';
import type { Machine, Span, StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Gpr, Place as Register } from '../../spec/vocabulary/registers.ts';

/** A step on the way. */
export interface StepVisit {
  readonly placed: LinkedStep;
  readonly taken: StepRecord;
  readonly foot: Footprint;
  /** Where the run was: before its first guest, or after its last one. */
  readonly part: 'entry' | 'between' | 'exit';
}

/** The way of one switch. */
export interface Way {
  readonly program: Program;
  readonly before: Machine;
  readonly steps: readonly StepVisit[];
}

const footprints = new WeakMap<Step, Footprint>();

function footOf(step: Step): Footprint {
  const known = footprints.get(step) ?? footprintOf(step);
  footprints.set(step, known);
  return known;
}

/** The way of a switch that has ended, or was cut short. */
export function wayOf(program: Program, { taken, from, to, before }: Span): Way {
  const bySite = new Map(program.steps.map((placed) => [placed.site, placed]));
  const own = taken.slice(from, to);
  const first = own.findIndex(isGuests);
  const last = own.findLastIndex(isGuests);
  const steps = own.flatMap((step, i): StepVisit[] => {
    const placed = step.by === 'host' ? bySite.get(step.site) : undefined;
    if (placed === undefined) return [];
    const part = first < 0 || i < first ? 'entry' : i > last ? 'exit' : 'between';
    return [{ placed, taken: step, foot: footOf(placed.step), part }];
  });
  return { program, before, steps };
}

/** A turn of the guest's begins with a look whether an interrupt is pending. */
const isGuests = ({ site, by }: StepRecord): boolean => by === 'guest' || site === 'interrupt';

export const writes =
  (register: Register) =>
  ({ foot }: StepVisit): boolean =>
    foot.writes.includes(register);

/** Whether a step takes a register's value away: to a general register or to memory, and not to decide where to go. */
export const takes =
  (register: Register) =>
  ({ foot }: StepVisit): boolean =>
    foot.reads.includes(register) &&
    !foot.writes.includes(register) &&
    !foot.writes.includes('NIA') &&
    (foot.stored.length > 0 || foot.writes.some(isGeneral));

export const isGeneral = (register: Register): register is Gpr => /^r\d+$/u.test(register);

/** Whether a step loads just so many bytes, so far from where its base leads. */
export const loadsAt =
  (offset: bigint, bytes: number) =>
  ({ foot }: StepVisit): boolean =>
    foot.loaded.some((access) => access.offset === offset && access.bytes === bytes);

// Every plausible slip on every step of a program, each with a name that stays: the site, and what is wrong there.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { type Edit, insertWithin, replace, withEdits } from '../mutate.ts';
import type { Program, StepAtSite } from '../program.ts';
import type { Step } from '../step.ts';
import { counting, inverted, nothing, reading, writing } from './altered-step.ts';
import { type Footprint, footprintOf } from './footprint.ts';
import { atOnce } from './fused-steps.ts';
import { constants, fields, registers, widths } from './mutation-operators.ts';

/** What kind of slip it is. */
type Slip =
  | 'dropped'
  | 'twice'
  | 'swapped'
  | 'register'
  | 'field'
  | 'width'
  | 'inverted'
  | 'constant'
  | 'put-in'
  | 'historical';

export interface Fault {
  /** `site:slip`, and what exactly where there are several. */
  readonly name: string;
  readonly slip: Slip;
  readonly site: string;
  /** The step as it then is. */
  readonly text: string;
  /** The program with the fault in it. */
  readonly plantedIn: (sound: Program) => Program;
  /**
   * The sound program in as many steps as the faulty one, with the time that passes between the two steps at another side of both:
   * what a fault that matters in time only is the same as. A fault that has none is held to the sound program as it is.
   */
  readonly paced?: readonly Fault['plantedIn'][];
}

/** Plants edits. */
export const planting =
  (...edits: readonly Edit[]): Fault['plantedIn'] =>
  (sound) =>
    withEdits(sound, edits);

/** Every fault of a program, step by step. C code has none: it is not the path's. */
export function faultsOf({ routines }: Program): readonly Fault[] {
  return routines.flatMap(({ passages, isC }) =>
    (isC === true ? [] : passages).flatMap(({ steps }) =>
      steps.flatMap((sited, i) => faultsAt(sited, steps[i + 1], nearby(steps, i))),
    ),
  );
}

/** Registers that the steps around one touch. */
function nearby(steps: readonly StepAtSite[], at: number): ReadonlySet<Register> {
  const around = steps.slice(Math.max(0, at - 2), at + 3);
  return new Set(
    around.flatMap(({ step }) => {
      const { reads, writes } = footprintOf(step);
      return [...reads, ...writes];
    }),
  );
}

function faultsAt(
  sited: StepAtSite,
  next: StepAtSite | undefined,
  near: ReadonlySet<Register>,
): readonly Fault[] {
  const { site, step } = sited;
  const print = footprintOf(step);
  const fault = (slip: Slip, detail: string, by: Step): Fault => ({
    name: `${site}:${detail}`,
    slip,
    site,
    text: by.text,
    plantedIn: planting(replace(site, by)),
  });
  return [
    fault('dropped', 'dropped', nothing),
    ...twice(sited, print),
    ...swapped(sited, next),
    ...registers(print, near).map(([how, wrong, right]) =>
      how === 'reads'
        ? fault('register', `reads-${wrong}-for-${right}`, reading(step, wrong, right))
        : fault('register', `writes-${wrong}-for-${right}`, writing(step, wrong, right)),
    ),
    ...fields(step, print).map(([detail, by]) => fault('field', detail, by)),
    ...widths(step, print).map(([detail, by]) => fault('width', detail, by)),
    ...(print.chooses ? [fault('inverted', 'inverted', inverted(step))] : []),
    ...constants(sited.step, print).map(([wrong, right]) =>
      fault(
        'constant',
        `0x${wrong.toString(16)}-for-0x${right.toString(16)}`,
        counting(step, wrong, right),
      ),
    ),
  ];
}

/** Done twice; a jump is not, since nothing comes behind it. */
const twice = ({ site, step }: StepAtSite, { writes }: Footprint): readonly Fault[] =>
  writes.includes('NIA')
    ? []
    : [
        {
          name: `${site}:twice`,
          slip: 'twice',
          site,
          text: step.text,
          plantedIn: planting(insertWithin(site, 'after', { [`${site}-again`]: step })),
          paced: [
            planting(insertWithin(site, 'after', { [`${site}-again`]: nothing })),
            planting(insertWithin(site, 'before', { [`${site}-again`]: nothing })),
          ],
        },
      ];

const swapped = (first: StepAtSite, second: StepAtSite | undefined): readonly Fault[] =>
  second === undefined || jumps(first.step) || jumps(second.step)
    ? []
    : [
        {
          name: `${first.site}:swapped`,
          slip: 'swapped',
          site: first.site,
          text: `${second.step.text}, then ${first.step.text}`,
          plantedIn: planting(replace(first.site, second.step), replace(second.site, first.step)),
          paced: [
            (sound) => sound,
            planting(replace(first.site, nothing), replace(second.site, both(first, second))),
            planting(replace(first.site, both(first, second)), replace(second.site, nothing)),
          ],
        },
      ];

const both = (first: StepAtSite, second: StepAtSite): Step => atOnce(first.step, second.step);

const jumps = (step: Step): boolean => footprintOf(step).writes.includes('NIA');

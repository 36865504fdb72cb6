// What the mends of recorded defects are made with: edits that move no code, beside steps that a run has met.
import { type Edit, insertWithin } from '../../model/mutate.ts';
import type { Step } from '../../model/step.ts';
import type { StepVisit, Way } from './executed-steps.ts';

/** The edits that mend a defect; undefined where it is not there. */
export type Mend = (way: Way) => readonly Edit[] | undefined;

let puts = 0;
const PUT_IN = 'mend';

/** Whether a site is that of a step which a mend has put in. */
export const isMends = (site: string): boolean => site.startsWith(`${PUT_IN} `);

/** Steps beside one that is met; sites of steps put in are new ones. */
export const beside = (
  side: 'before' | 'after',
  { placed }: Pick<StepVisit, 'placed'>,
  ...steps: readonly Step[]
): Edit =>
  insertWithin(
    placed.site,
    side,
    Object.fromEntries(steps.map((one) => [`${PUT_IN} ${++puts}: ${one.text}`, one])),
  );

/** Steps in front of the first one of a kind. */
export function until(
  steps: readonly StepVisit[],
  found: (met: StepVisit) => boolean,
): readonly StepVisit[] {
  const end = steps.findIndex(found);
  return end < 0 ? steps : steps.slice(0, end);
}

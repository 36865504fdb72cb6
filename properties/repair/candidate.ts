// What a repair may be: one change of the code, said in words and made by edits that move no address.

import { nothing } from '../../model/faults/altered-step.ts';
import type { Edit } from '../../model/mutate.ts';
import { insertWithin, replace } from '../../model/mutate.ts';
import type { StepAtSite } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';

/** One change, and the site that it is at. */
export interface Candidate {
  readonly site: string;
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** A step done otherwise. */
export const changed = ({ site, step }: StepAtSite, by: Step): Candidate => ({
  site,
  text: `at ${site}: ${by.text.startsWith(step.text) ? by.text : `${by.text}, for ${step.text}`}`,
  edits: [replace(site, by)],
});

/** A step left out. */
export const dropped = ({ site, step }: StepAtSite): Candidate => ({
  site,
  text: `drop ${site}: ${step.text}`,
  edits: [replace(site, nothing)],
});

/** A step put in. */
export const added = (site: string, side: 'before' | 'after', step: Step): Candidate => ({
  site,
  text: `${side} ${placeOf(site)}: ${step.text}`,
  edits: [insertWithin(site, side, { [`${site}+${step.text}`]: step })],
});

/** The site at which a step is, or beside which it was put in. */
export const placeOf = (site: string): string => site.split('+', 1).join('');

/** What a step does, done at another place; the last of the steps there does it. */
export function moved(
  { site, step }: StepAtSite,
  to: string,
  side: 'before' | 'after',
  steps: readonly Step[],
): Candidate {
  const put = steps.map((one) => [`${site}+${one.text}`, one] as const);
  const last = steps.at(-1);
  const as = last === undefined || last === step ? '' : ` as ${last.text}`;
  const others = steps.slice(0, -1).map(({ text }) => `, ${text} first`);
  return {
    site,
    text: `move ${placeOf(site)} (${step.text}) to ${side} ${placeOf(to)}${as}${others.join('')}`,
    edits: [replace(site, nothing), insertWithin(to, side, Object.fromEntries(put))],
  };
}

/** Two changes that belong together. */
export const both = (first: Candidate, second: Candidate): Candidate => ({
  site: first.site,
  text: `${first.text}\n${second.text}`,
  edits: [...first.edits, ...second.edits],
});

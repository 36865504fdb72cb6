// Edits of programs: a step dropped or replaced, or steps inserted. A program is never altered, only made anew.
import {
  INSTRUCTION,
  type LinkedStep,
  link,
  type Program,
  type Routine,
  type StepAtSite,
} from './program.ts';
import type { Step } from './step.ts';

/** One change to a path, at a site. */
export type Edit =
  | { readonly edit: 'drop'; readonly at: string }
  | { readonly edit: 'replace'; readonly at: string; readonly by: Step }
  | {
      readonly edit: 'before' | 'after' | 'within-before' | 'within-after';
      readonly at: string;
      readonly put: Readonly<Record<string, Step>>;
    };

/** Drops the step at a site; no step takes its place. */
export const drop = (at: string): Edit => ({ edit: 'drop', at });

/** Puts another step at a site. */
export const replace = (at: string, by: Step): Edit => ({ edit: 'replace', at, by });

/** Inserts steps before a site; the keys become sites of the passage that the site is in. */
export const insertBefore = (at: string, put: Readonly<Record<string, Step>>): Edit => ({
  edit: 'before',
  at,
  put,
});

/** Inserts steps after a site. */
export const insertAfter = (at: string, put: Readonly<Record<string, Step>>): Edit => ({
  edit: 'after',
  at,
  put,
});

/** Inserts steps before or after a site without moving code: they share the place of the step there. The keys are their sites. */
export const insertWithin = (
  at: string,
  side: 'before' | 'after',
  put: Readonly<Record<string, Step>>,
): Edit => ({ edit: `within-${side}`, at, put });

/** The program with the edits made. */
export const withEdits = ({ routines, image, layout }: Program, edits: readonly Edit[]): Program =>
  link(edited(routines, edits), image, layout);

/** The routines with the edits made, one after another. Throws when a site is not there. */
export const edited = (routines: readonly Routine[], edits: readonly Edit[]): readonly Routine[] =>
  edits.reduce(withEdit, routines);

/** The program without the step at a site. */
export const without = (program: Program, { site }: LinkedStep): Program =>
  withEdits(program, [drop(site)]);

function withEdit(routines: readonly Routine[], edit: Edit): readonly Routine[] {
  let made = 0;
  const at = ({ site }: StepAtSite): boolean => site === edit.at;
  const changed = routines.map((routine) => {
    if (!routine.passages.some(({ steps }) => steps.some(at))) return routine;
    const passages = routine.passages.map((passage) => {
      if (!passage.steps.some(at)) return passage;
      made += passage.steps.filter(at).length;
      const steps = passage.steps.flatMap((sited) =>
        at(sited) ? around(passage.name, sited, edit) : [sited],
      );
      return { ...passage, steps };
    });
    return { ...routine, passages };
  });
  if (made !== 1) throw new Error(`there are ${made} steps at ${edit.at}, not one`);
  return changed;
}

function around(passage: string, sited: StepAtSite, edit: Edit): readonly StepAtSite[] {
  switch (edit.edit) {
    case 'drop':
      return [];
    case 'replace':
      return [{ ...sited, step: edit.by }];
    case 'before':
      return [...sites(passage, edit.put), sited];
    case 'after':
      return [sited, ...sites(passage, edit.put)];
    case 'within-before':
      return sharing([...sites('', edit.put), sited], sited);
    case 'within-after':
      return sharing([sited, ...sites('', edit.put)], sited);
  }
}

/** Steps in the place of one: each but the last takes a byte of it. */
function sharing(
  steps: readonly StepAtSite[],
  { bytes = INSTRUCTION }: StepAtSite,
): readonly StepAtSite[] {
  if (steps.length > bytes) throw new Error(`${steps.length} steps do not fit ${bytes} bytes`);
  return steps.map((one, i) => ({
    ...one,
    bytes: i + 1 < steps.length ? 1 : bytes - steps.length + 1,
  }));
}

const sites = (passage: string, steps: Readonly<Record<string, Step>>): readonly StepAtSite[] =>
  Object.entries(steps).map(([key, step]) => ({
    site: passage === '' ? key : `${passage}.${key}`,
    step,
  }));

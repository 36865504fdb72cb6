// Programs with something changed: a step dropped, replaced, or steps put in. A program is never altered, only made anew.
import { link, type Placed, type Program, type Routine, type Sited } from './program.ts';
import type { Step } from './step.ts';

/** One change to a path, at a site. */
export type Edit =
  | { readonly edit: 'drop'; readonly at: string }
  | { readonly edit: 'replace'; readonly at: string; readonly by: Step }
  | {
      readonly edit: 'before' | 'behind';
      readonly at: string;
      readonly put: Readonly<Record<string, Step>>;
    };

export const drop = (at: string): Edit => ({ edit: 'drop', at });
export const replace = (at: string, by: Step): Edit => ({ edit: 'replace', at, by });

/** Puts steps in before a site; the keys become sites of the passage that the site is in. */
export const putBefore = (at: string, put: Readonly<Record<string, Step>>): Edit => ({
  edit: 'before',
  at,
  put,
});

/** Puts steps in behind a site. */
export const putBehind = (at: string, put: Readonly<Record<string, Step>>): Edit => ({
  edit: 'behind',
  at,
  put,
});

/** The routines with the edits made, one after another. Throws when a site is not there. */
export const edited = (routines: readonly Routine[], edits: readonly Edit[]): readonly Routine[] =>
  edits.reduce(withEdit, routines);

/** The program without the step at a site. */
export const without = ({ routines, image, layout }: Program, { site }: Placed): Program =>
  link(edited(routines, [drop(site)]), image, layout);

function withEdit(routines: readonly Routine[], edit: Edit): readonly Routine[] {
  let made = 0;
  const changed = routines.map((routine) => ({
    ...routine,
    passages: routine.passages.map((passage) => ({
      ...passage,
      steps: passage.steps.flatMap((sited) => {
        if (sited.site !== edit.at) return [sited];
        made++;
        return around(passage.name, sited, edit);
      }),
    })),
  }));
  if (made !== 1) throw new Error(`there are ${made} steps at ${edit.at}, not one`);
  return changed;
}

function around(passage: string, sited: Sited, edit: Edit): readonly Sited[] {
  switch (edit.edit) {
    case 'drop':
      return [];
    case 'replace':
      return [{ site: sited.site, step: edit.by }];
    case 'before':
      return [...sites(passage, edit.put), sited];
    case 'behind':
      return [sited, ...sites(passage, edit.put)];
  }
}

const sites = (passage: string, steps: Readonly<Record<string, Step>>): readonly Sited[] =>
  Object.entries(steps).map(([key, step]) => ({ site: `${passage}.${key}`, step }));

// Random histories, played before the solver is asked: what they show needs no proof.
//
// A witness is reached by one of them, most claims are met by one, and what breaks in one is refuted. They are the same in every proof.
// A clause that is said to be proved and is broken in one of them means that two readers of the model disagree.
import fc from 'fast-check';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { play, stageWithout } from '../levels/switch/play.ts';

/** What the histories show of a clause. */
export interface Shown {
  /** One in which it holds. */
  readonly holds?: History;
  /** One in which it is broken, or the run stuck. */
  readonly broken?: { readonly history: History; readonly found: 'violated' | 'stuck' };
}

/** How many are played. */
const HISTORIES = 64;

const SEED = 1;

/** What tells what random histories show of these clauses; they are played when it is first asked. */
export function samples(
  program: Program,
  clauses: readonly Clause[],
  without: ReadonlySet<string>,
): (clause: Clause) => Shown {
  let shown: ReadonlyMap<string, Shown> | undefined;
  return ({ name }) => {
    shown ??= played(program, clauses, without);
    return shown.get(name) ?? {};
  };
}

function played(
  program: Program,
  clauses: readonly Clause[],
  without: ReadonlySet<string>,
): ReadonlyMap<string, Shown> {
  const stage = stageWithout(without);
  const shown = new Map<string, Shown>();
  for (const history of fc.sample(histories, { numRuns: HISTORIES, seed: SEED })) {
    const { trace } = play(program, history, stage);
    for (const clause of clauses) {
      const known = shown.get(clause.name) ?? {};
      if (known.broken === undefined)
        shown.set(clause.name, { ...known, ...seen(judge(clause, trace).verdict, known, history) });
    }
  }
  return shown;
}

function seen(verdict: string, { holds }: Shown, history: History): Shown {
  if (verdict === 'violated' || verdict === 'stuck') return { broken: { history, found: verdict } };
  return verdict === 'holds' && holds === undefined ? { holds: history } : {};
}

// A counterexample, made of a run for every kind of report: what is wrong, what happened, and why where that is asked for.
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Finding } from '../levels/level.ts';
import type { History } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { switchRun } from '../levels/switch/level.ts';
import type { Stage } from '../levels/switch/play.ts';
import type { CodeSubject } from '../subjects/subject.ts';
import { undisturbed } from '../work/interruption.ts';
import { type Explanation, lifeIn, remediesOf } from './explanation.ts';
import { type Failure, type FailureTrace, failureOf } from './failure.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { encodeToken } from './token.ts';

/** A history that shows a verdict, ready to be printed. */
export interface Counterexample extends Failure, Scenario, FailureTrace, Explanation {
  readonly token: string;
}

/** How much is said of a counterexample: what happened; also whose the values are; also what would put it right. */
export type Depth = 'steps' | 'life' | 'repair';

/**
 * The counterexample that a history is; undefined where it does not break the clause (any more). What is found out by trying
 * may be left; the rest is told.
 */
export function counterexampleFrom(
  { subject, clause, level, history, replay }: Finding,
  depth: Depth,
): Counterexample | undefined {
  const run = undisturbed(replay);
  const failure = undisturbed(() => failureOf(clause, judge(clause, run.trace), run.begin));
  if (failure === undefined) return undefined;
  const scenario = scenarioOf(run);
  const token = encodeToken({ subject, clause: clause.name, level, history });
  const shown = { ...failure, ...scenario, token };
  const { code } = run;
  if (depth === 'steps' || code === undefined) return shown;
  const life = undisturbed(() => lifeIn(code, clause));
  if (depth === 'life' || failure.verdict !== 'violated') return { ...shown, life };
  const places = new Set(scenario.initial.map(([place]) => place));
  return { ...shown, life, ...remediesOf(code, clause, places) };
}

/** The same of a path that is at hand. */
export const counterexampleOn = (
  { model, program }: CodeSubject,
  clause: Clause,
  history: History,
  stage: Stage,
  depth: Depth = 'steps',
): Counterexample | undefined =>
  counterexampleFrom(
    {
      subject: model,
      clause,
      level: 'switch',
      history: switchHistory.write(history),
      replay: () => switchRun({ program, history, stage }),
    },
    depth,
  );

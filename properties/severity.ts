// How bad a verdict is: the worst of all runs counts, and a violation ends the counting.
import type { Verdict } from '../spec/judging/judge.ts';

/** The worse, the higher. */
export const SEVERITY = {
  vacuous: 0,
  holds: 1,
  'not-enough': 2,
  stuck: 3,
  violated: 4,
} as const satisfies Readonly<Record<Verdict['verdict'], number>>;

const verdicts = Object.keys(SEVERITY) as readonly Verdict['verdict'][];

/** The verdict of this severity. */
export const verdictOf = (severity: number): Verdict['verdict'] => verdicts[severity] ?? 'stuck';

/** Whether it is a verdict that a history shows: one that it must be kept for. */
export const isBroken = (
  verdict: Verdict['verdict'],
): verdict is Exclude<Verdict['verdict'], 'vacuous' | 'holds'> =>
  SEVERITY[verdict] > SEVERITY.holds;

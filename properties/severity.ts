// How bad a verdict is: the worst of all runs counts, and a violation ends the counting.
import type { Verdict } from '../spec/judging/judge.ts';

/** The worse, the higher. */
export const GRAVITY = {
  vacuous: 0,
  holds: 1,
  'not-enough': 2,
  stuck: 3,
  violated: 4,
} as const satisfies Readonly<Record<Verdict['verdict'], number>>;

const verdicts = Object.keys(GRAVITY) as readonly Verdict['verdict'][];

/** The verdict of this gravity. */
export const verdictOf = (gravity: number): Verdict['verdict'] => verdicts[gravity] ?? 'stuck';

/** Whether it is a verdict that a history shows: one that it must be kept for. */
export const isBroken = (
  verdict: Verdict['verdict'],
): verdict is Exclude<Verdict['verdict'], 'vacuous' | 'holds'> => GRAVITY[verdict] > GRAVITY.holds;

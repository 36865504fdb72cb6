// What is known of each clause on a path so far, run by run: the worst verdict counts, and the simplest history that shows it.
//
// Runs come with a trace that the plain reader judges, or with the verdicts of the compiled one; of these, what is to be
// shown must be confirmed by the plain reader.
import type { Program } from '../model/program.ts';
import type { Clause } from '../spec/clause.ts';
import { judge, type Verdict } from '../spec/judge.ts';
import type { Place, Trace } from '../spec/machine.ts';
import type { History } from './arbitraries/history.ts';
import { GRAVITY } from './gravity.ts';

/** A path to be judged. */
export interface Subject {
  readonly model: string;
  readonly program: Program;
}

/** Two readers of the same texts disagree: one of them is wrong. */
export class Disagreement extends Error {}

/** What is known of one clause on one path. */
export interface Tally {
  readonly subject: Subject;
  readonly clause: Clause;
  met: number;
  verdict: Verdict['verdict'];
  history: History | undefined;
}

/** Nothing is known yet. */
export const newTally = (subject: Subject, clause: Clause): Tally => ({
  subject,
  clause,
  met: 0,
  verdict: 'vacuous',
  history: undefined,
});

/** Judges a run by every clause, with the plain reader. */
export function judgeAll(
  tallies: readonly Tally[],
  trace: Trace,
  history: History,
  watched: ReadonlySet<Place>,
): void {
  for (const tally of tallies) {
    const { verdict } = judge(tally.clause, trace, watched);
    if (verdict !== 'vacuous') tally.met++;
    const more = GRAVITY[verdict] - GRAVITY[tally.verdict];
    if (more < 0 || (more === 0 && !isSimpler(history, tally.history))) continue;
    tally.verdict = verdict;
    tally.history = verdict === 'holds' ? undefined : history;
  }
}

/** The same from the verdicts of the compiled reader; what is to be shown is judged by the plain one too. */
export function countAll(
  tallies: readonly Tally[],
  verdicts: Uint8Array,
  history: History,
  played: () => Trace,
): void {
  let trace: Trace | undefined;
  for (let i = 0; i < tallies.length; i++) {
    const tally = tallies[i];
    const gravity = verdicts[i] ?? 0;
    if (tally === undefined || gravity === GRAVITY.vacuous) continue;
    tally.met++;
    const more = gravity - GRAVITY[tally.verdict];
    if (more < 0 || (more === 0 && !isSimpler(history, tally.history))) continue;
    tally.verdict = 'holds';
    if (gravity === GRAVITY.holds) continue;
    trace ??= played();
    tally.verdict = confirmed(tally.clause, trace, gravity);
    tally.history = history;
  }
}

/** What the plain reader says of a clause; it must be what the compiled one said. */
function confirmed(clause: Clause, trace: Trace, gravity: number): Verdict['verdict'] {
  const { verdict } = judge(clause, trace);
  if (GRAVITY[verdict] === gravity) return verdict;
  const said = Object.entries(GRAVITY).find(([, other]) => other === gravity)?.[0];
  throw new Disagreement(
    `${clause.name}: the compiled reader says ${said}, the plain one ${verdict}`,
  );
}

/** Of histories that show the same, the simplest is kept: the guest of a fuller one may hide what the switch itself does. */
const isSimpler = (history: History, known: History | undefined): boolean =>
  known !== undefined && weightOf(history) < weightOf(known);

/** How much happens in a history: switches weigh more than actions of the guest, these more than delays and changes. */
const weightOf = ([, rounds]: History): number =>
  rounds.reduce(
    (sum, { guest, delays, changes }) =>
      sum + 1000 + 20 * guest.length + delays.length + changes.length,
    0,
  );

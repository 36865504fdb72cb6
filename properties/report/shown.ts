// A counterexample, taken apart for every kind of report: what was expected and found, where it began, what happened.

import type { Layout } from '../../model/layout.ts';
import { allPlaces, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { citationText } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Evidence } from '../../spec/judging/compare.ts';
import { judge, type Verdict } from '../../spec/judging/judge.ts';
import type { Machine, Place, Span, Taken } from '../../spec/machine.ts';
import type { Asking } from '../../spec/vectors.ts';
import { lowBits } from '../../spec/words.ts';
import { stepOf } from '../arbitraries/guest-program.ts';
import type { History } from '../arbitraries/history.ts';
import { keptHistory } from '../arbitraries/kept-history.ts';
import { beginning, play, roundsOf, type Stage } from '../play.ts';
import type { Repair } from '../repair/search.ts';
import type { FreePlaces } from './free-places.ts';
import type { Fact } from './life.ts';
import { encodeToken } from './token.ts';

/** A history that shows a verdict, ready to be printed. */
export interface Shown {
  readonly clause: Clause;
  readonly verdict: 'violated' | 'stuck' | 'not-enough';
  readonly cite: readonly string[];
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  /** Places that differ from the default machine. */
  readonly initial: readonly (readonly [Place, bigint])[];
  readonly rounds: readonly ShownRound[];
  /** What happens, a line each, where histories are not rounds of switches. */
  readonly happens?: readonly string[];
  /** The same as a drawing, where several threads take part. */
  readonly lanes?: readonly string[];
  /** The state in which the stretch that the clause speaks of begins; unknown where no stretch ended. */
  readonly before: Machine;
  /** The steps of the stretch. */
  readonly trace: readonly Taken[];
  /** Steps that changed what is wrong in the place; if none did, those that wrote it. */
  readonly writers: readonly Taken[];
  /** The last of these. */
  readonly lastWriter: Taken | undefined;
  /** The last step of the hypervisor's code in the stretch. */
  readonly ended: Taken | undefined;
  readonly token: string;
  /** Whose the values are; where that was looked into. */
  readonly life?: readonly Fact[];
  /** What led to where the run is stuck, a fact each. */
  readonly way?: readonly string[];
  /** What would put it right; where that was looked for. */
  readonly repair?: Repair;
  /** What of the beginning does not matter; where that was tried and settled. */
  readonly free?: FreePlaces;
}

/** One switch of the history, in words. */
export interface ShownRound {
  readonly changes: readonly string[];
  readonly delays: readonly string[];
  readonly guest: readonly string[];
}

/** A path under the name by which a token knows it. */
export interface Named {
  readonly model: string;
  readonly program: Program;
  /** By vector that has code, what that asks; where it was read off source. */
  readonly asking?: ReadonlyMap<bigint, Asking>;
}

/** Takes a history apart; undefined when it does not break the clause (any more). */
export function show(
  { model, program }: Named,
  clause: Clause,
  history: History,
  stage: Stage,
): Shown | undefined {
  const { trace } = play(program, history, stage);
  const token = encodeToken({
    subject: model,
    clause: clause.name,
    level: 'switch',
    history: keptHistory(history),
  });
  const begin = beginning(history, stage, program.layout);
  const shown = takenApart(clause, judge(clause, trace), token, begin);
  return (
    shown && {
      ...shown,
      initial: initialOf(history, stage, program.layout),
      rounds: roundsOf(history).map(roundInWords),
    }
  );
}

/** Takes a verdict apart; undefined where it is none that needs showing. `begin` is the state in which the run began. */
export function takenApart(
  clause: Clause,
  verdict: Verdict,
  token: string,
  begin: Machine,
): Shown | undefined {
  if (verdict.verdict === 'holds' || verdict.verdict === 'vacuous') return undefined;
  const common = {
    clause,
    verdict: verdict.verdict,
    cite: clause.cite.map(citationText),
    initial: [],
    rounds: [],
    token,
  };
  if (verdict.verdict === 'violated') return { ...common, ...failed(verdict) };
  const way = verdict.verdict === 'stuck' && verdict.way !== undefined ? { way: verdict.way } : {};
  return { ...common, ...NO_RETURN, ...way, found: verdict.why, before: begin };
}

/** What a run that does not return is about. */
const NO_RETURN = {
  place: 'NIA',
  expected: 'a return',
  trace: [],
  writers: [],
  lastWriter: undefined,
  ended: undefined,
} as const;

/** Where a clause failed, and the steps up to there. */
function failed({ span, evidence }: Extract<Verdict, { verdict: 'violated' }>) {
  const trace = ownSteps(span, evidence.step);
  const writers = writersOf(trace, evidence, span);
  return {
    place: evidence.place,
    expected: evidence.expected,
    found: evidence.found,
    before: span.before,
    trace,
    writers,
    lastWriter: writers.at(-1),
    ended: trace.findLast(({ by }) => by === 'host'),
  };
}

function writersOf(
  taken: readonly Taken[],
  { place, wrong }: Evidence,
  { before }: Span,
): readonly Taken[] {
  const wrote = taken.filter((step) => touches(step, place));
  if (place.startsWith('[')) return wrote;
  const bits = wrong ?? lowBits(64);
  let word = before.word(place) & bits;
  const changed = wrote.filter(({ writes }) => {
    const next = (writes.findLast((write) => write.place === place)?.word ?? 0n) & bits;
    const changes = next !== word;
    word = next;
    return changes;
  });
  return changed.length > 0 ? changed : wrote;
}

/** Whether a step wrote a place. */
const touches = ({ writes }: Taken, place: string): boolean =>
  writes.some((write) => write.place === place);

/** Up to where a state broke the clause, if it was one; else all of the span. */
const ownSteps = ({ taken, from, to }: Span, step: number | undefined): readonly Taken[] =>
  taken.slice(from, step === undefined ? to : step + 1);

function initialOf(history: History, stage: Stage, layout: Layout): Shown['initial'] {
  const begin = beginning(history, stage, layout);
  const blank = beginning([new BigUint64Array(slots + 1), []], stage, layout);
  return allPlaces
    .map((place) => [place, begin.word(place)] as const)
    .filter(([place, word]) => word !== blank.word(place));
}

const roundInWords = ({
  changes,
  delays,
  guest,
}: ReturnType<typeof roundsOf>[number]): ShownRound => ({
  changes: changes.map(({ place, word }) => `${allPlaces[place]} := 0x${word.toString(16)}`),
  delays: delays.map(({ after, ticks }) => `${ticks} ticks after step ${after}`),
  guest: guest.map((action) => stepOf(action).text),
});

// Histories that are known from before, played beside the series: they may show a verdict, and are counted in no run.
import type { Clause } from '../../spec/clause.ts';
import type { Json } from '../input/history-json.ts';
import { levelOf } from '../levels/levels.ts';
import type { Known } from './campaign.ts';
import type { BenchRoom, Subject } from './evaluators.ts';
import { sum, type Tally } from './tally.ts';

/** A history that once broke a clause on a subject. */
export interface Earlier {
  readonly subject: Subject;
  readonly clause: Clause;
  readonly history: Json;
}

/** What is known, with what the histories show now. They come before the series. */
export const withEarlier = (known: Known, room: BenchRoom, earlier: readonly Earlier[]): Known => ({
  ...known,
  tallies: known.tallies.map((tally) =>
    earlier
      .filter(
        ({ subject, clause }) => subject.model === tally.model && clause.name === tally.clause,
      )
      .reduce((sofar, one, i) => withOne(sofar, room, one, i - earlier.length), tally),
  ),
});

function withOne(tally: Tally, room: BenchRoom, earlier: Earlier, index: number): Tally {
  const { clause, history } = earlier;
  const verdict = verdictNow(room, earlier);
  if (verdict === undefined || verdict === 'holds' || verdict === 'vacuous') return tally;
  const level = levelOf(clause).name;
  const worst = { verdict, weight: 0, index, history, level };
  return sum(tally, { ...tally, runs: 0, met: 0, worst });
}

/** What a history shows now; undefined where the subject has nothing at its level. */
export const verdictNow = (room: BenchRoom, { subject, clause, history }: Earlier) =>
  room.bench(subject, levelOf(clause).name)?.judge(clause, history).verdict;

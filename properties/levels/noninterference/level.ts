// The level of two runs: a path is played twice, with machines that differ in secrets of the hosts or of the guests.
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import type { Clause } from '../../../spec/clause.ts';
import { openIn } from '../../../spec/editions/editions.ts';
import { openOf, secretsOf } from '../../../spec/secrets.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import type { Comparing } from '../../compiled/pair-evaluator.ts';
import { type CodeSubject, findSubject } from '../../subjects/subject.ts';
import { inEditions } from '../in-editions.ts';
import type { Evaluator, EvaluatorOptions, Level } from '../level.ts';
import { type Definition, sampled } from '../sampled.ts';
import { COMPARING, compiledPairs, stage } from './counting.ts';
import { leaks } from './faults.ts';
import { type PairHistory, pairHistories, pairHistory } from './history.ts';
import { playPair } from './play.ts';

/** The level's pairs, of which some places differ and some are alike. */
const comparedIn = ({ hidden, open }: Comparing): Definition<Program, PairHistory> => ({
  name: 'pair',
  kinds: ['two-hosts', 'two-guests'],
  models: { published, repaired },
  faults: leaks,
  histories: pairHistories,
  play: (program, pair) => playPair(program, pair, stage, hidden(pair.side), open(pair.side)),
  told,
  schema: pairHistory,
});

export const pairs: Definition<Program, PairHistory> = comparedIn(COMPARING);

const level = sampled(pairs, compiledPairs);

export const pairLevel: Level = {
  ...level,
  open: (subject, clauses, terms) =>
    level.open(subject, clauses, terms) ??
    openCode(findSubject(subject, terms.state), clauses, terms),
};

/** A path, of which the pairs have alike what its editions say decides where the switch goes. */
function openCode(
  found: CodeSubject | undefined,
  clauses: readonly Clause[],
  options: EvaluatorOptions,
): Evaluator | undefined {
  if (found === undefined) return undefined;
  const { editions = [], program } = found;
  const also = openIn(editions);
  const comparing: Comparing = {
    hidden: (side) =>
      side === 'guests'
        ? secretsOf(side).filter((place) => !also.includes(place))
        : secretsOf(side),
    open: (side) => (side === 'guests' ? [...openOf(side), ...also] : openOf(side)),
  };
  return inEditions(found, clauses, (owed) =>
    compiledPairs(comparedIn(comparing), program, owed, options, comparing),
  );
}

/** The secrets that differ, and what happens in both runs. */
function told({ side, secrets, rounds }: PairHistory): readonly string[] {
  return [
    `two ${side} differ in ${Object.keys(secrets).join(', ') || 'nothing'}`,
    ...rounds.flatMap(({ changes, delays, guest }, i) => [
      `switch ${i + 1}`,
      ...changes.map(({ word }) => `  the host puts 0x${word.toString(16)} somewhere`),
      ...delays.map(({ after, ticks }) => `  ${ticks} ticks after step ${after}`),
      ...guest.map((action) => `  guest: ${stepOf(action).text}`),
    ]),
  ];
}

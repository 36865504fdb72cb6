// The level of two runs: a path is played twice, with machines that differ in secrets of the hosts or of the guests.
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import type { Clause } from '../../../spec/clause.ts';
import { openIn } from '../../../spec/editions/editions.ts';
import { openOf, secretsOf } from '../../../spec/secrets.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { type CodeSubject, findSubject } from '../../subjects/subject.ts';
import { inEditions } from '../in-editions.ts';
import type { Level } from '../level.ts';
import { type Definition, evaluatorOf, sampled } from '../sampled.ts';
import { stageWithout } from '../switch/play.ts';
import { leaks } from './faults.ts';
import { type PairHistory, pairHistories, pairHistory } from './history.ts';
import { playPair } from './play.ts';

const stage = stageWithout(new Set());

export const pairs: Definition<Program, PairHistory> = {
  name: 'pair',
  kinds: ['two-hosts', 'two-guests'],
  models: { published, repaired },
  faults: leaks,
  histories: pairHistories,
  play: (program, pair) => playPair(program, pair, stage),
  told,
  schema: pairHistory,
};

const level = sampled(pairs);

export const pairLevel: Level = {
  ...level,
  open: (subject, clauses, terms) =>
    level.open(subject, clauses, terms) ?? openCode(findSubject(subject, terms.state), clauses),
};

/** A path, of which the pairs have alike what its editions say decides where the switch goes. */
function openCode(found: CodeSubject | undefined, clauses: readonly Clause[]) {
  if (found === undefined) return undefined;
  const { editions = [], program } = found;
  const also = openIn(editions);
  const hidden = secretsOf('guests').filter((place) => !also.includes(place));
  const open = [...openOf('guests'), ...also];
  const definition: typeof pairs = {
    ...pairs,
    play: (code, pair) =>
      pair.side === 'guests'
        ? playPair(code, pair, stage, hidden, open)
        : playPair(code, pair, stage),
  };
  return inEditions(found, clauses, (owed) => evaluatorOf(definition, program, owed));
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

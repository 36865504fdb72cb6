// The level of two runs: a path is played twice, with machines that differ in secrets of the hosts or of the guests.
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import { findSubject } from '../../subjects/subject.ts';
import type { Level } from '../level.ts';
import { type Definition, sampled } from '../sampled.ts';
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
  other: (subject, { state }) => findSubject(subject, state)?.program,
};

export const pairLevel: Level = sampled(pairs);

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

// What a campaign's file says, held to the model: of each level one block is played again, and each history that the file keeps
// shows what it is kept for. So a file that was made up comes out only where it agrees with both.

import type { Count } from '../levels/level.ts';
import { SEVERITY } from '../severity.ts';
import type { CampaignProgress } from './campaign.ts';
import type { Evaluators, Subject } from './evaluators.ts';
import type { CampaignSpec } from './file.ts';
import type { Tally } from './tally.ts';

/** What the file says and the model does not, in a few words; undefined where nothing is. */
export const disproof = (
  known: CampaignProgress,
  question: CampaignSpec,
  evaluators: Evaluators,
): string | undefined =>
  unshown(known, question, evaluators) ?? playedOtherwise(known, question, evaluators);

function unshown(
  { tallies }: CampaignProgress,
  { subjects }: CampaignSpec,
  evaluators: Evaluators,
): string | undefined {
  for (const { model, clause: name, worst } of tallies) {
    const subject = subjects.find((one) => one.model === model);
    if (worst === null || subject === undefined) continue;
    const clause = evaluators.clausesOf(worst.level).find((one) => one.name === name);
    const shown =
      clause && evaluators.evaluator(subject, worst.level)?.judge(clause, worst.history).verdict;
    if (shown !== worst.verdict)
      return `the history of ${name} on ${model} shows ${shown ?? 'nothing'}, not ${worst.verdict}`;
  }
  return undefined;
}

/** The first block of each level says no more than the tallies; where a level is played whole in it, it says the same. */
function playedOtherwise(
  known: CampaignProgress,
  { subjects, series }: CampaignSpec,
  evaluators: Evaluators,
): string | undefined {
  const tallies = new Map(known.tallies.map((tally) => [keyOf(tally), tally]));
  for (const level of evaluators.levels) {
    const block = known.done[level.name]?.[0];
    if (block === undefined) continue;
    const counted = evaluators.run({ level: level.name, block }, series);
    for (const [i, { model }] of subjects.entries())
      for (const [j, { name, over }] of evaluators.clausesOf(level.name).entries()) {
        const count = counted[i]?.counts[j];
        const tally = tallies.get(keyOf({ model, clause: name }));
        if (count === undefined || tally === undefined) continue;
        const isAll = level.extent === 'exhaustive' && over.length === 1;
        const runs = isAll ? counted[i]?.runs : undefined;
        const why = differs(tally, count, runs);
        if (why !== undefined)
          return `${name} on ${model} ${why} in block ${block} of ${level.name}`;
      }
  }
  return undefined;
}

/** How a tally differs from the count of a part of its runs; of all of them, where their number is given. */
function differs(tally: Tally, { met, worst }: Count, runs?: number): string | undefined {
  if (runs !== undefined && (runs !== tally.runs || met !== tally.met))
    return `has met ${met} of ${runs} runs, not ${tally.met} of ${tally.runs},`;
  if (met > tally.met) return `was met more often than ${tally.met} times`;
  const seen = worst?.verdict ?? 'holds';
  const said = tally.worst?.verdict ?? 'holds';
  return SEVERITY[seen] > SEVERITY[said] ? `is ${seen}, not ${said},` : undefined;
}

const keyOf = ({ model, clause }: Pick<Tally, 'model' | 'clause'>): string =>
  `${clause} on ${model}`;

/** Whether all subjects are at hand: kernel source is on the machine on which it was judged. */
export const areAtHand = (subjects: readonly Subject[]): boolean =>
  subjects.every(({ model }) => model !== 'kernel');

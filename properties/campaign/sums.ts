// Whether a campaign's file adds up: what it says of its tallies follows from the blocks that it says were played, and nothing is
// of an unknown subject, clause or level. What it cannot be seen by, a history, is played again: see replay.ts.
import type { Clause } from '../../spec/clause.ts';
import { clauseNamed } from '../../spec/contract.ts';
import type { Level } from '../levels/level.ts';
import {
  isHistory,
  isJudgedAt,
  levelNamed,
  levels,
  levelsOfCode,
  levelsOfSomeCode,
} from '../levels/levels.ts';
import { kernelSourceFrom } from '../subjects/kernel-subject.ts';
import { modelNames } from '../subjects/variants.ts';
import { wrongCounts } from './covered-sums.ts';
import type { Subject } from './evaluators.ts';
import type { CampaignSpec, Share } from './file.ts';
import type { FileContent } from './file-schema.ts';
import {
  BLOCK,
  blockFor,
  blocksOf,
  ENDLESS,
  isPlayed,
  MOST_RUNS,
  MOST_SHARDS,
  shardOf,
} from './plan.ts';
import type { Tally } from './tally.ts';

/** What does not add up, in a few words; undefined where all does. */
export function faultIn({ question, share, known }: FileContent): string | undefined {
  return (
    wrongQuestion(question) ??
    wrongShare(share) ??
    wrongBlocks(question, share, known.done) ??
    wrongTallies(question, known) ??
    wrongCoverage(question, known)
  );
}

function wrongQuestion({ subjects, clauses, series }: CampaignSpec): string | undefined {
  const [first, ...others] = subjects;
  const ofSource = first?.model === 'kernel' && others.length === 0;
  const names = new Set(subjects.map(({ model }) => model));
  const stranger = subjects.find((subject) => !(ofSource ? isSource : isReference)(subject));
  if (stranger !== undefined)
    return `no subject of a campaign is '${stranger.name}', called '${stranger.model}'`;
  if (names.size < subjects.length) return 'a subject is there twice';
  const unknown = clauses.find((name) => clauseNamed(name) === undefined);
  if (unknown !== undefined) return `no clause is called '${unknown}'`;
  const { runs, only } = series;
  if (runs > MOST_RUNS && runs !== ENDLESS) return `${runs} runs are more than ${MOST_RUNS}`;
  return only !== undefined && runs !== 1 ? 'one history has more than one run' : undefined;
}

const isSource = ({ name }: Subject): boolean => kernelSourceFrom(name) !== undefined;

const isReference = ({ model, name }: Subject): boolean =>
  name === model && modelNames.some((known) => known === model);

function wrongShare({ index, of }: Share): string | undefined {
  if (of > MOST_SHARDS) return `${of} shards are more than ${MOST_SHARDS}`;
  if (index === null) return of === 1 ? 'one shard alone is not united' : undefined;
  return index > of ? `there is no shard ${index} of ${of}` : undefined;
}

/** Looks at progressions before they are written out: what is in them is bounded by what was asked for. */
function wrongBlocks(
  { clauses, series }: CampaignSpec,
  { index, of }: Share,
  done: FileContent['known']['done'],
): string | undefined {
  const [begin, end] = blocksOf(series);
  for (const [name, progressions] of Object.entries(done)) {
    const level = levelNamed(name);
    if (!clauses.some((clause) => isAt(level, clause))) return `no clause is judged at '${name}'`;
    let last = -1;
    for (const [first, count, step] of progressions) {
      const what = `blocks ${first}, ${count} times, by ${step}, of ${name}`;
      if (count < 1 || step < 1 || first <= last) return `${what} are none, or there twice`;
      last = first + (count - 1) * step;
      if (first < begin || last >= end) return `${what} are more than were asked for`;
      for (let block = first; block <= last; block += step)
        if (
          !isPlayed(level, block, series) ||
          ![null, shardOf(level, block, of, series)].includes(index)
        )
          return `block ${block} of ${name} is not played there`;
    }
  }
  return undefined;
}

const isAt = (level: Level, name: string): boolean => {
  const clause = clauseNamed(name);
  return clause !== undefined && isJudgedAt(level, clause);
};

function wrongTallies(question: CampaignSpec, known: FileContent['known']): string | undefined {
  const { subjects, clauses } = question;
  const wanted = new Map<string, readonly Level[]>(
    subjects.flatMap((subject) =>
      clauses.flatMap((name) => {
        const clause = clauseNamed(name);
        const at = clause === undefined ? [] : levelsOf(subject, clause);
        return at.length === 0 ? [] : [[`${name} on ${subject.model}`, at] as const];
      }),
    ),
  );
  const played = playedIn(question, known.done);
  for (const tally of known.tallies) {
    const what = `${tally.clause} on ${tally.model}`;
    const at = wanted.get(what);
    if (at === undefined) return `the tally of ${what} is there twice, or is none`;
    wanted.delete(what);
    const why = wrongTally(tally, at, played, question);
    if (why !== undefined) return `the tally of ${what} ${why}`;
  }
  const missing = [...wanted].find(([, at]) => !at.every(isOfSomeCode))?.[0];
  if (missing !== undefined) return `the tally of ${missing} is missing`;
  const least = subjects.length * (played.get('switch')?.runs ?? 0);
  return known.switches < least ? `${known.switches} switches are fewer than runs` : undefined;
}

/** The levels at which a clause is judged on a subject. */
const levelsOf = ({ model }: Subject, clause: Clause): readonly Level[] =>
  levels.filter(
    (level) => isJudgedAt(level, clause) && (model !== 'kernel' || levelsOfCode.includes(level)),
  );

/** Whether kernel source may have nothing at a level: then it has no tallies there, and no runs. */
const isOfSomeCode = (level: Level): boolean => levelsOfSomeCode.includes(level);

/** What was played of a level: histories, and the blocks that they are in. */
interface PlayedBlocks {
  readonly runs: number;
  readonly blocks: ReadonlySet<number>;
}

function playedIn(
  { series }: CampaignSpec,
  done: FileContent['known']['done'],
): ReadonlyMap<string, PlayedBlocks> {
  return new Map(
    Object.entries(done).map(([level, progressions]) => {
      const blocks = new Set<number>();
      let runs = 0;
      for (const [first, count, step] of progressions)
        for (let i = 0; i < count; i++) {
          const block = first + i * step;
          blocks.add(block);
          runs += series.only === undefined ? blockFor({ level, block }, series).runs : 1;
        }
      return [level, { runs, blocks }];
    }),
  );
}

function wrongTally(
  { runs, met, worst }: Tally,
  at: readonly Level[],
  played: ReadonlyMap<string, PlayedBlocks>,
  { series }: CampaignSpec,
): string | undefined {
  const [sampled, explored] = [true, false].map((is) =>
    at.filter(({ extent, name }) => (extent === 'sampled') === is && played.has(name)),
  );
  const counted = (sampled ?? []).reduce((sum, { name }) => sum + (played.get(name)?.runs ?? 0), 0);
  const isExplored = (explored ?? []).length > 0;
  const mayBeUnexplored = !isExplored || explored?.every(isOfSomeCode) === true;
  if (runs === counted ? !mayBeUnexplored : runs < counted || !isExplored)
    return `has ${runs} runs, and its blocks have ${counted}`;
  if (!isExplored && met > runs) return `has met ${met} of ${runs} runs`;
  if (worst === null) return undefined;
  if (met === 0 && worst.verdict === 'violated') return `is ${worst.verdict}, and was never met`;
  const level = at.find(({ name }) => name === worst.level);
  const block = Math.floor(worst.index / BLOCK);
  const isBehind = series.only === undefined && worst.index >= series.runs;
  if (level === undefined || isBehind || played.get(level.name)?.blocks.has(block) !== true)
    return `is ${worst.verdict} in run ${worst.index} at ${worst.level}, which was not played`;
  if (series.only !== undefined && level.extent === 'sampled' && worst.index !== series.only)
    return `is ${worst.verdict} in another run than was played`;
  return isHistory(level, worst.history) ? undefined : `is ${worst.verdict} by what is no history`;
}

function wrongCoverage(
  { subjects, coverage }: CampaignSpec,
  known: FileContent['known'],
): string | undefined {
  const counted = Object.keys(known.coverage);
  const wanted =
    coverage && known.done.switch !== undefined ? subjects.map(({ model }) => model) : [];
  if (counted.toSorted().join() !== wanted.toSorted().join())
    return `coverage is counted of '${counted.join()}', and not of '${wanted.join()}'`;
  return Object.values(known.coverage)
    .map((counts) => wrongCounts(counts, known.switches))
    .find((why) => why !== undefined);
}

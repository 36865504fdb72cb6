// Parts of a campaign as one: no block is counted twice, and parts that do not belong together are refused.

import { Unreadable } from '../input/unreadable.ts';
import { covered } from '../levels/switch/coverage.ts';
import type { CampaignProgress } from './campaign.ts';
import { type CampaignFile, difference, type Share } from './file.ts';
import { blocksOf } from './plan.ts';
import { sum, type Tally } from './tally.ts';

/** A part, and the file that it came from. */
export interface Part extends CampaignFile {
  readonly file: string;
}

/** All parts as one. Throws Unreadable where two answer different questions, are the same shard, or have played the same block. */
export function merged(parts: readonly [Part, ...Part[]]): CampaignFile {
  const [first, ...others] = parts;
  for (const part of others) belong(first, part);
  areApart(parts);
  const share: Share = others.length === 0 ? first.share : { index: null, of: first.share.of };
  return { question: first.question, share, known: together(parts) };
}

function belong(first: Part, part: Part): void {
  const ways = [first.share.of, part.share.of];
  const why =
    difference(first.question, part.question) ??
    (ways[0] === ways[1] ? undefined : `shards differ (of ${ways.join(', of ')})`);
  if (why !== undefined)
    throw new Unreadable(
      `'${first.file}' and '${part.file}' are not parts of one campaign: their ${why}`,
    );
}

/** Refuses two parts that have something in common. */
function areApart(parts: readonly Part[]): void {
  const apart = (what: string, one: Part | undefined, other: Part) => {
    if (one !== undefined)
      throw new Unreadable(
        `'${other.file}' and '${one.file}' both have ${what}: leave one of them out`,
      );
  };
  const owners = new Map<number, Part>();
  for (const part of parts) {
    const { index, of } = part.share;
    if (index === null) continue;
    apart(`shard ${index} of ${of}`, owners.get(index), part);
    owners.set(index, part);
  }
  for (const level of levelsIn(parts)) {
    const [begin, end] = blocksOf(parts[0]?.question.series ?? { runs: 0 });
    const owned = new Int32Array(end - begin);
    for (const [i, part] of parts.entries())
      for (const block of part.known.done[level] ?? []) {
        apart(`block ${block} of ${level}`, parts[(owned[block - begin] ?? 0) - 1], part);
        owned[block - begin] = i + 1;
      }
  }
}

const levelsIn = (parts: readonly Part[]): readonly string[] => [
  ...new Set(parts.flatMap(({ known }) => Object.keys(known.done))),
];

/** What all parts know. */
function together(parts: readonly [Part, ...Part[]]): CampaignProgress {
  const [first, ...others] = parts;
  const done = levelsIn(parts).map((level): [string, readonly number[]] => [
    level,
    parts.flatMap(({ known }) => known.done[level] ?? []).sort((a, b) => a - b),
  ]);
  const { tallies, switches, coverage } = others.reduce(
    (all, part) => both(all, part.known),
    first.known,
  );
  return { done: Object.fromEntries(done), switches, tallies, coverage };
}

/** All but the blocks. */
function both(all: CampaignProgress, known: CampaignProgress): CampaignProgress {
  const tallies = new Map(known.tallies.map((tally) => [keyOf(tally), tally]));
  const models = Object.entries(known.coverage);
  return {
    done: all.done,
    switches: all.switches + known.switches,
    tallies: all.tallies.map((tally) => {
      const other = tallies.get(keyOf(tally));
      return other === undefined ? tally : sum(tally, other);
    }),
    coverage: {
      ...all.coverage,
      ...Object.fromEntries(
        models.map(([model, counts]) => [model, covered(all.coverage[model], counts)]),
      ),
    },
  };
}

const keyOf = ({ model, clause }: Tally): string => `${clause} on ${model}`;

// Parts of a campaign as one: no block is counted twice, and parts that do not belong together are refused.

import { covered } from '../coverage.ts';
import { Unreadable } from '../kernel-source.ts';
import { type Blob, difference, type Share } from './blob.ts';
import type { Known } from './campaign.ts';
import { sum } from './tally.ts';

/** A part, and the file that it came from. */
export interface Part extends Blob {
  readonly file: string;
}

/** All parts as one. Throws Unreadable where two answer different questions, are the same shard, or have played the same block. */
export function merged(parts: readonly [Part, ...Part[]]): Blob {
  const [first, ...others] = parts;
  for (const part of others) belong(first, part);
  areApart(parts);
  const share: Share = others.length === 0 ? first.share : { index: null, of: first.share.of };
  const known = others.reduce((all, part) => both(all, part.known), first.known);
  return { question: first.question, share, known };
}

function belong(first: Part, part: Part): void {
  const ways = [first.share.of, part.share.of];
  const why =
    difference(first.question, part.question) ??
    (ways[0] === ways[1] ? undefined : `shards differ (of ${ways.join(', of ')})`);
  if (why !== undefined)
    throw new Unreadable(
      `'${first.file}' and '${part.file}' are no parts of one campaign: their ${why}`,
    );
}

/** Refuses two parts that have something in common. */
function areApart(parts: readonly Part[]): void {
  const owners = new Map<string, string>();
  const own = (what: string, file: string) => {
    const before = owners.get(what);
    if (before !== undefined)
      throw new Unreadable(`'${file}' and '${before}' both have ${what}: leave one of them out`);
    owners.set(what, file);
  };
  for (const { share, file } of parts)
    if (share.index !== null) own(`shard ${share.index} of ${share.of}`, file);
  for (const { known, file } of parts)
    for (const [level, blocks] of Object.entries(known.done))
      for (const block of blocks) own(`block ${block} of ${level}`, file);
}

function both(all: Known, known: Known): Known {
  const levels = [...new Set([...Object.keys(all.done), ...Object.keys(known.done)])];
  const done = levels.map((level): [string, readonly number[]] => [
    level,
    [...(all.done[level] ?? []), ...(known.done[level] ?? [])].sort((a, b) => a - b),
  ]);
  const models = Object.entries(known.coverage);
  return {
    done: Object.fromEntries(done),
    switches: all.switches + known.switches,
    tallies: all.tallies.map((tally) => {
      const other = known.tallies.find(
        ({ model, clause }) => model === tally.model && clause === tally.clause,
      );
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

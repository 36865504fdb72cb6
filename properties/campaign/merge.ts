// Parts of a campaign as one: no block is counted twice, and parts that do not belong together are refused.
import { Unreadable } from '../kernel-source.ts';
import { type Blob, difference } from './blob.ts';
import { covered, type Known } from './campaign.ts';
import { sum } from './tally.ts';

/** A part, and the file that it came from. */
export interface Part extends Blob {
  readonly file: string;
}

/** All parts as one. Throws Unreadable where two answer different questions, or have played the same block. */
export function merged(parts: readonly [Part, ...Part[]]): Blob {
  const [first, ...others] = parts;
  for (const { question, file } of others) {
    const part = difference(first.question, question);
    if (part !== undefined)
      throw new Unreadable(
        `'${first.file}' and '${file}' are no parts of one campaign: their ${part} differ`,
      );
  }
  const known = parts.reduce<Known | undefined>(
    (all, part) => (all === undefined ? part.known : both(all, part)),
    undefined,
  );
  return { question: first.question, known: known ?? first.known };
}

function both(all: Known, { known, file }: Part): Known {
  const levels = [...new Set([...Object.keys(all.done), ...Object.keys(known.done)])];
  const done = levels.map((level): [string, readonly number[]] => {
    const before = new Set(all.done[level]);
    const twice = known.done[level]?.find((block) => before.has(block));
    if (twice !== undefined)
      throw new Unreadable(
        `block ${twice} of ${level} in '${file}' is in another file too: leave one of them out`,
      );
    return [level, [...before, ...(known.done[level] ?? [])].sort((a, b) => a - b)];
  });
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

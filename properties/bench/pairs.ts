// Pairs a second that are drawn, played and judged by every clause about two runs: by the interpreter and by compiled code.
import { repaired } from '../../model/paths/repairs.ts';
import { isolation } from '../../spec/chapters/isolation.ts';
import { BLOCK } from '../campaign/plan.ts';
import { compiledPairs } from '../levels/noninterference/counting.ts';
import { pairs } from '../levels/noninterference/level.ts';
import type { Section } from './table.ts';
import { inTurns, type Pace, ratioOf, speedOf } from './turns.ts';

/** Pairs in a batch of the interpreter. */
const PLAIN_BATCH = 20;

const readers = { plain: 'interpreter', compiled: 'compiled evaluator of pairs' } as const;

/** Times both readers in turns. */
export async function pairRates(pace: Pace): Promise<Section> {
  const { clauses } = isolation;
  const contender = (reader: keyof typeof readers, runs: number) => {
    const evaluator = compiledPairs(pairs, repaired, clauses, { reader });
    return { name: reader, batch: (seed: number) => evaluator.run({ seed, runs }).runs };
  };
  const speeds = await inTurns(
    [contender('plain', PLAIN_BATCH), contender('compiled', BLOCK)],
    pace,
  );
  const row = (name: keyof typeof readers) => ({
    what: readers[name],
    figure: speedOf(speeds, name),
    unit: 'pairs/s',
  });
  const times = ratioOf(speeds, 'compiled', 'plain');
  return {
    title: `repaired: pairs drawn, played and judged by ${clauses.length} clauses`,
    rows: [row('plain'), { ...row('compiled'), beside: { times, than: 'interpreter' } }],
  };
}

// A process that plays longer and longer campaigns by the compiled evaluator, and says of each what a switch cost and what memory
// was held when it was over: a line of JSON for each. Started with --expose-gc by endurance.ts; its arguments are the runs.

import {
  type CampaignProgress,
  carryOn,
  inThisThread,
  nothingKnown,
} from '../campaign/campaign.ts';
import { evaluatorsOf } from '../campaign/evaluators.ts';
import { switchContract } from '../levels/switch/contract.ts';
import type { EnduranceResult } from './endurance.ts';

/** Runs before anything is timed, until what runs often has been compiled. */
const FIRST = 20_000;

/** Runs before each that is timed: after a collection of garbage everything is slower for a while. */
const WARM = 4000;

const subjects = [{ model: 'repaired', name: 'repaired' }];
const evaluators = evaluatorsOf(subjects, switchContract, { without: new Set() });

const played = async (seed: number, runs: number): Promise<CampaignProgress> =>
  (
    await carryOn(nothingKnown(subjects, evaluators), evaluators, inThisThread(evaluators), {
      subjects,
      series: { seed, runs },
    })
  ).known;

/** Plays a campaign; memory is looked at while what it found is still held. */
async function endured(seed: number, runs: number): Promise<EnduranceResult> {
  await played(0, WARM);
  const begun = process.cpuUsage();
  const known = await played(seed, runs);
  const { user, system } = process.cpuUsage(begun);
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed / 1e6;
  return { runs, microseconds: (user + system) / known.switches, heap };
}

if (globalThis.gc === undefined) throw new Error('start this with --expose-gc');
await played(0, FIRST);
for (const [seed, runs] of process.argv.slice(2).map(Number).entries())
  process.stdout.write(`${JSON.stringify(await endured(seed + 1, runs))}\n`);

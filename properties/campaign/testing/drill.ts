// A drill for threads: a small campaign here, on pools of one to three, and on a pool of which a thread is killed at work.
// Prints, a line each, whether the count is the same. Threads need the code as it was built, so the suite runs this as a process.
import { clauseNamed } from '../../../spec/contract.ts';
import { AHEAD, answerOf } from '../../work/thread-pool.ts';
import { carryOn, inThisThread, nothingKnown, type Workers } from '../campaign.ts';
import { evaluatorsOf, type Subject } from '../evaluators.ts';
import { unitPool } from '../workers.ts';

// In no order that the contract has: counts go by the order that was asked for.
const clauses = (
  [
    'each-exit-is-handled-once',
    'guest-resumes-at-pc',
    'host-dscr-returns',
    'host-cr-fields-return',
  ] as const
).map((name) => clauseNamed(name));
const subjects: readonly Subject[] = [{ model: 'published', name: 'published' }];
const evaluators = evaluatorsOf(subjects, clauses, { without: new Set() });

/** What is known after the campaign, as text. */
async function played(players: Workers): Promise<string> {
  const asked = { subjects, series: { seed: 5, runs: 1100 } };
  const { known } = await carryOn(nothingKnown(subjects, evaluators), evaluators, players, asked);
  await players.close();
  return JSON.stringify(known);
}

/**
 * Players on a pool of their own. `strike` ends a thread once the fourth unit is under way: every lane then waits for an answer.
 * The campaign is not over before the thread is.
 */
function onPool(width: number, strike: boolean): Workers & { readonly died: () => boolean } {
  const pool = unitPool(width, {
    subjects,
    clauses: clauses.map(({ name }) => name),
    coverage: false,
  });
  let died = false;
  return {
    width: width * AHEAD,
    async play(unit, series) {
      const counted = answerOf(pool, { unit, series });
      if (!strike || died || unit.block !== 3) return counted;
      const [struck] = pool.threads;
      died = struck !== undefined;
      const [answer] = await Promise.all([counted, struck?.terminate()]);
      return answer;
    },
    close: () => pool.destroy(),
    died: () => died,
  };
}

const here = await played(inThisThread(evaluators));
const told = async (players: Workers): Promise<string> =>
  (await played(players)) === here ? 'same' : 'differs';
for (const width of [1, 3]) console.log(`${width} ${await told(onPool(width, false))}`);
const players = onPool(2, true);
const said = await told(players);
console.log(players.died() ? `killed ${said}` : 'none was killed');

// A drill for threads: a small campaign here, on pools of one to three, and on a pool of which a thread is killed at work.
// Prints, a line each, whether the count is the same. Threads need the code as it was built, so the suite runs this as a process.
import { contract } from '../../spec/contract.ts';
import { AHEAD, answerOf } from '../threads.ts';
import { benchRoom, type Subject } from './bench-room.ts';
import { carryOn, inThisThread, nothingKnown, type Players } from './campaign.ts';
import { unitPool } from './workers.ts';

const NAMES = [
  'host-cr-fields-return',
  'host-dscr-returns',
  'guest-resumes-at-pc',
  'each-exit-is-handled-once',
];
const subjects: readonly Subject[] = [{ model: 'published', name: 'published' }];
const clauses = contract.filter(({ name }) => NAMES.includes(name));
const room = benchRoom(subjects, clauses, { without: new Set() });

/** What is known behind the campaign, as text. */
async function played(players: Players): Promise<string> {
  const asked = { subjects, series: { seed: 5, runs: 1500 } };
  const { known } = await carryOn(nothingKnown(subjects, room), room, players, asked);
  await players.close();
  return JSON.stringify(known);
}

/** Players on a pool of their own. `strike` ends a thread while all are at work, once the fourth unit is under way. */
function onPool(width: number, strike: boolean): Players & { readonly died: () => boolean } {
  const pool = unitPool(width, {
    subjects,
    clauses: clauses.map(({ name }) => name),
    coverage: false,
  });
  let struck: (typeof pool.threads)[number] | undefined;
  let died = false;
  let closed = false;
  return {
    width: width * AHEAD,
    play(unit, series) {
      const counted = answerOf(pool, { unit, series });
      if (strike && struck === undefined && unit.block === 3) {
        struck = pool.threads[0];
        struck?.once('exit', () => {
          died = !closed;
        });
        setTimeout(() => struck?.terminate(), 1);
      }
      return counted;
    },
    close() {
      closed = true;
      return pool.destroy();
    },
    died: () => died,
  };
}

const here = await played(inThisThread(room));
const told = async (players: Players): Promise<string> =>
  (await played(players)) === here ? 'same' : 'differs';
for (const width of [1, 2, 3]) console.log(`${width} ${await told(onPool(width, false))}`);
const players = onPool(2, true);
const said = await told(players);
console.log(players.died() ? `killed ${said}` : 'none was killed');

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

/** Players on a pool of their own; `kill` ends the thread that plays the fourth unit. */
function onPool(width: number, kill: boolean): Players {
  const pool = unitPool(width, {
    subjects,
    clauses: clauses.map(({ name }) => name),
    coverage: false,
  });
  let killed = !kill;
  return {
    width: width * AHEAD,
    play(unit, series) {
      const counted = answerOf(pool, { unit, series });
      if (!killed && unit.block === 3) {
        killed = true;
        setTimeout(() => pool.threads[0]?.terminate(), 1);
      }
      return counted;
    },
    close: () => pool.destroy(),
  };
}

const here = await played(inThisThread(room));
for (const width of [1, 2, 3]) {
  console.log(`${width} ${(await played(onPool(width, false))) === here ? 'same' : 'differs'}`);
}
console.log(`killed ${(await played(onPool(2, true))) === here ? 'same' : 'differs'}`);

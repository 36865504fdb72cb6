// Switches a second that are drawn, played and judged by every clause, on each path: by the naive design, the interpreter, the
// compiled one, and that on threads. The floor is what fast-check takes to draw the same histories and do nothing with them.
//
// Threads run the code as it was built, so this is for dist/ alone.
import fc from 'fast-check';
import { judge } from '../../spec/judging/judge.ts';
import { watchedByAll } from '../../spec/judging/watch.ts';
import { BLOCK } from '../campaign/plan.ts';
import { unitPool } from '../campaign/workers.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { histories } from '../levels/switch/history.ts';
import { historyMaker, historySeeds } from '../levels/switch/history-seed.ts';
import { switchEvaluator } from '../levels/switch/level.ts';
import { roundsOf, stageWithout } from '../levels/switch/play.ts';
import { answerOf } from '../work/thread-pool.ts';
import { type Freezing, playNaively } from './naive-player.ts';
import { type BenchSubject, benchSubjects } from './subjects.ts';
import type { Row, Section } from './table.ts';
import { type Contender, inTurns, type Pace, ratioOf, type Speeds, speedOf } from './turns.ts';

/** Histories in a batch of each way: so that a batch is neither too short to time nor longer than a turn. */
const NAIVE_BATCH = 5;
const PLAIN_BATCH = 50;
const BLOCKS_FOR_THREADS = 48;
const FIRST_BLOCKS = 80;

const FLOOR = 'drawn by fast-check, nothing done';
const WAYS = [
  'naive, frozen',
  'naive',
  'interpreter',
  'compiled',
  'one thread',
  'two threads',
] as const;
type Way = (typeof WAYS)[number];

const says: Readonly<Record<Way, string>> = {
  'naive, frozen': 'naive: an immer produce for each step',
  naive: 'naive, and immer need not freeze',
  interpreter: 'interpreter',
  compiled: 'compiled evaluator',
  'one thread': 'compiled evaluator, on a thread',
  'two threads': 'compiled evaluator, on two threads',
};

/** What the ratio of a way is taken to. */
const besides: Readonly<Partial<Record<Way, Way>>> = {
  naive: 'naive, frozen',
  interpreter: 'naive',
  compiled: 'interpreter',
  'one thread': 'compiled',
  'two threads': 'one thread',
};

/** Times all in turns; what the floor is comes with it. */
export async function rates(pace: Pace): Promise<readonly Section[]> {
  const subjects = benchSubjects();
  const pools = subjects.flatMap((subject) =>
    ([1, 2] as const).map((width) => onThreads(subject, width)),
  );
  const contenders = [floor, ...subjects.flatMap(inThisThread), ...pools];
  const speeds = await inTurns(contenders, pace);
  await Promise.all(pools.map(({ close }) => close()));
  const drawn = row(FLOOR, FLOOR, speeds);
  return [
    { title: 'Histories', rows: [drawn] },
    ...subjects.map((subject) => ({
      title: `${subject.title}: drawn, played and judged by ${switchContract.length} clauses`,
      rows: WAYS.map((way) => wayRow(subject, way, speeds)),
    })),
  ];
}

const floor: Contender = {
  name: FLOOR,
  batch(seed) {
    let switches = 0;
    const made = historyMaker();
    const property = fc.property(historySeeds, (drawn) => {
      switches += roundsOf(made(drawn)).length;
    });
    fc.assert(property, { numRuns: BLOCK, seed });
    return switches;
  },
};

function inThisThread(subject: BenchSubject): readonly Contender[] {
  const { title: model, program } = subject;
  const evaluator = (reader: 'plain' | 'compiled') =>
    switchEvaluator({ model, program }, switchContract, { without: new Set(), reader });
  const [plain, compiled] = [evaluator('plain'), evaluator('compiled')];
  return [
    { name: nameOf(subject, 'naive, frozen'), batch: naively(subject, 'frozen') },
    { name: nameOf(subject, 'naive'), batch: naively(subject, 'loose') },
    {
      name: nameOf(subject, 'interpreter'),
      batch: (seed) => plain.run({ seed, runs: PLAIN_BATCH }).switches,
    },
    {
      name: nameOf(subject, 'compiled'),
      batch: (seed) => compiled.run({ seed, runs: BLOCK }).switches,
    },
  ];
}

const stage = stageWithout(new Set());
const watched = watchedByAll(switchContract.map(({ claim }) => claim));

const naively =
  ({ program }: BenchSubject, freezing: Freezing): Contender['batch'] =>
  (seed) => {
    let played = 0;
    const property = fc.property(histories, (history) => {
      const { trace, switches } = playNaively(program, history, stage, freezing);
      for (const clause of switchContract) judge(clause, trace, watched);
      played += switches;
    });
    fc.assert(property, { numRuns: NAIVE_BATCH, seed });
    return played;
  };

/** Blocks on threads. They are slower until each has played some thousand histories: so the first turn is a long one. */
function onThreads(subject: BenchSubject, width: 1 | 2): Contender & { close(): Promise<void> } {
  const subjects = [{ model: subject.title, name: subject.name }];
  const clauses = switchContract.map(({ name }) => name);
  const pool = unitPool(width, { subjects, clauses, coverage: false });
  const played = async (seed: number, blocks: number): Promise<number> => {
    const units = Array.from({ length: blocks }, (_, block) => ({ level: 'switch', block }));
    const series = { seed, runs: blocks * BLOCK };
    const counted = await Promise.all(units.map((unit) => answerOf(pool, { unit, series })));
    return counted.reduce((sum, counts) => sum + (counts?.[0]?.switches ?? 0), 0);
  };
  let blocks = width * FIRST_BLOCKS;
  return {
    name: nameOf(subject, width === 1 ? 'one thread' : 'two threads'),
    async batch(seed) {
      const switches = await played(seed, blocks);
      blocks = BLOCKS_FOR_THREADS;
      return switches;
    },
    close: () => pool.destroy(),
  };
}

const nameOf = ({ name }: BenchSubject, way: Way): string => `${name}: ${way}`;

function wayRow(subject: BenchSubject, way: Way, speeds: Speeds): Row {
  const plainRow = row(says[way], nameOf(subject, way), speeds);
  const than = besides[way];
  if (than === undefined) return plainRow;
  const times = ratioOf(speeds, nameOf(subject, way), nameOf(subject, than));
  return { ...plainRow, beside: { times, than } };
}

const row = (what: string, name: string, speeds: Speeds): Row => ({
  what,
  figure: speedOf(speeds, name),
  unit: 'switches/s',
  ofFloor: ratioOf(speeds, name, FLOOR),
});

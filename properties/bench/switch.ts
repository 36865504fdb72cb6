// How many switches a second are generated, run and judged by the whole switchContract, beside fast-check's own floor; and how
// long kernel source takes to read and lower. A real kernel is measured too where HVSPEC_KERNEL names one.
//
// The floor draws the same histories and does nothing with them. All are measured in turn in one process, several
// times over, and the medians are printed: single figures of a shared machine mean little, their ratio more.
import fc from 'fast-check';
import { type DefectName, defectNames, repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { drawnHistories, historyMaker } from '../arbitraries/drawn-history.ts';
import type { History } from '../arbitraries/history.ts';
import { check } from '../check.ts';
import { counterexampleOf } from '../counterexample.ts';
import { defects } from '../defects.ts';
import { lowered, OWN_TREE } from '../fixtures.ts';
import { exhibit } from '../models.ts';
import { play, roundsOf, stageWithout } from '../play.ts';
import { switchContract } from '../switch-contract.ts';

const ROUNDS = 7;
const HISTORIES = 1500;
const stage = stageWithout(new Set());

const trees = [OWN_TREE, process.env.HVSPEC_KERNEL].filter((tree) => tree !== undefined);
const subjects: readonly (readonly [string, Program])[] = [
  ['repaired', repaired],
  ...trees.map((tree) => [tree, lowered(tree).program] as const),
];

/** Each history in place of the one before, as who counts has them. */
const made = historyMaker();

/** Switches a second, of histories that are drawn and handed on. */
function rateOf(seed: number, hand: (history: History) => number): number {
  let switches = 0;
  const begun = performance.now();
  fc.assert(
    fc.property(drawnHistories, (drawn) => {
      switches += hand(made(drawn));
    }),
    { numRuns: HISTORIES, seed },
  );
  return (switches * 1000) / (performance.now() - begun);
}

/** Switches a second that are drawn, played and judged by every clause; the compiled reader is given more of them. */
async function checked(
  program: Program,
  seed: number,
  reader: 'plain' | 'compiled',
): Promise<number> {
  const begun = performance.now();
  const { switches } = await check({
    subjects: [{ model: 'bench', program }],
    clauses: switchContract,
    runs: reader === 'plain' ? HISTORIES : 8 * HISTORIES,
    seed,
    minimal: false,
    reader,
  });
  return (switches * 1000) / (performance.now() - begun);
}

/** Milliseconds to read and lower a tree. */
function reading(tree: string): number {
  const begun = performance.now();
  lowered(tree);
  return performance.now() - begun;
}

/** Milliseconds from the start to the minimal counterexample of a recorded defect. */
async function explaining(defect: DefectName, seed: number): Promise<number> {
  const [first] = defects[defect].breaks;
  const clause = switchContract.find(({ name }) => name === first);
  const begun = performance.now();
  const history = clause && (await counterexampleOf(exhibit(defect), clause, { seed }));
  if (history === undefined) throw new Error(`${defect} does not show`);
  return performance.now() - begun;
}

const figures = new Map<string, number[]>();
const note = (name: string, figure: number) =>
  figures.set(name, [...(figures.get(name) ?? []), figure]);

for (let round = 0; round < ROUNDS; round++) {
  note(
    'drawn only (the floor)',
    rateOf(round, (history) => roundsOf(history).length),
  );
  for (const [name, program] of subjects) {
    note(
      `${name}: played, plain`,
      rateOf(round, (history) => play(program, history, stage).switches),
    );
    for (const reader of ['plain', 'compiled'] as const)
      note(`${name}: checked, ${reader}`, await checked(program, round, reader));
  }
  for (const defect of defectNames)
    note('to a minimal counterexample of a defect, ms', await explaining(defect, round));
  for (const tree of trees) note(`${tree}: read and lowered, ms`, reading(tree));
}

function median(numbers: readonly number[] = []): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const floor = median(figures.get('drawn only (the floor)'));
process.stdout.write(`switches/s by reader, medians of ${ROUNDS}; ratio to the floor\n`);
for (const [name, numbers] of figures) {
  const figure = median(numbers);
  const ratio = name.endsWith('ms') ? '' : (figure / floor).toFixed(4);
  process.stdout.write(`  ${name.padEnd(50)}${String(Math.round(figure)).padStart(9)}  ${ratio}\n`);
}
for (const [name] of subjects) {
  const [plain, compiled] = (['plain', 'compiled'] as const).map((reader) =>
    median(figures.get(`${name}: checked, ${reader}`)),
  );
  const times = ((compiled ?? 0) / (plain ?? 1)).toFixed(1);
  process.stdout.write(`  ${name}: compiled is ${times} times as fast as plain\n`);
}
process.stdout.write(`  (${switchContract.length} clauses)\n`);

// How long it takes from a faulty path to a minimal counterexample, and how many histories the shrinker tries on the way:
// over all planted and generated faults of the path put right.
//
// Each fault is played on histories until any clause fails, and that failure is shrunk. A fault that none of so many
// histories shows is counted apart: most of these are equivalent, and `hvspec faults --kill` says which.
import fc from 'fast-check';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { minimise } from '../levels/minimise.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { play } from '../levels/switch/play.ts';
import { catalogueOf } from '../mutation/catalogue.ts';
import { stage, watched } from '../mutation/pool.ts';

/** Histories that are tried before a fault counts as not shown. */
const PATIENCE = 150;

const arbitrary = histories;

interface ExplainTiming {
  readonly milliseconds: number;
  readonly calls: number;
}

/** The first clause of the contract that fails, and where; undefined where none does. */
function firstFailure(program: Program, seed: number): readonly [Clause, History] | undefined {
  for (let i = 0; i < PATIENCE; i++) {
    const [history] = fc.sample(arbitrary, { numRuns: 1, seed: seed * PATIENCE + i });
    if (history === undefined) continue;
    const { trace } = play(program, history, stage);
    for (const clause of switchContract) {
      const { verdict } = judge(clause, trace, watched);
      if (verdict !== 'holds' && verdict !== 'vacuous') return [clause, history];
    }
  }
  return undefined;
}

function explained(program: Program, seed: number): ExplainTiming | undefined {
  const begun = performance.now();
  const failure = firstFailure(program, seed);
  if (failure === undefined) return undefined;
  let calls = 0;
  minimise(program, ...failure, stage, arbitrary, () => {
    calls++;
  });
  return { milliseconds: performance.now() - begun, calls };
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

const { program, faults } = catalogueOf('repaired');
const shown = faults.flatMap((fault, i) => explained(fault.plantedIn(program), i) ?? []);
const line = (name: string, of: (one: ExplainTiming) => number): string => {
  const sorted = shown.map(of).sort((a, b) => a - b);
  const figures = [0.5, 0.9, 1].map((part) =>
    String(Math.round(quantile(sorted, part))).padStart(9),
  );
  return `  ${name.padEnd(44)}${figures.join('')}\n`;
};
process.stdout.write(`${shown.length} of ${faults.length} faults shown by ${PATIENCE} histories\n`);
process.stdout.write(`  ${''.padEnd(44)}   median      90 %      most\n`);
process.stdout.write(line('from the start to the minimum, ms', ({ milliseconds }) => milliseconds));
process.stdout.write(line('histories tried by the shrinker', ({ calls }) => calls));

// What proofs cost: all clauses of the switch on the path put right and on the project's own tree, the run over terms within that, and that
// the two end alike.
import type { Program } from '../../model/program.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { proving } from '../proof/prove.ts';
import { refines } from '../proof/refinement/refines.ts';
import { proofRun } from '../proof/run.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { models } from '../subjects/variants.ts';
import type { Row, Section } from './table.ts';
import { median } from './turns.ts';

/** How often each is proved; before that once more, which only warms up. */
const ROUNDS = 3;

/** Times the proofs, each round one after the other. */
export async function proofCosts(): Promise<Section> {
  const subjects: readonly (readonly [string, Program])[] = [
    ['repaired', models.repaired],
    ['own tree put right', ownSwitch([]).program],
  ];
  const rows: Row[] = [];
  for (const [name, program] of subjects) rows.push(...(await rowsOf(name, program)));
  rows.push(await refinementRow());
  return { title: `Proofs of ${switchContract.length} clauses of the switch`, rows };
}

async function rowsOf(name: string, program: Program): Promise<readonly Row[]> {
  const runs: number[] = [];
  const wholes: number[] = [];
  let open = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const run = await timed(() => proofRun(program, switchContract));
    const whole = await timed(async () => {
      open = await unsettledIn(program);
    });
    if (round === 0) continue;
    runs.push(run);
    wholes.push(whole);
  }
  const ratio = median(wholes.map((whole, i) => whole / (runs[i] ?? Number.NaN)));
  return [
    { what: `${name}: run over terms`, figure: median(runs), unit: 'ms' },
    {
      what: `${name}: all judged, ${open} not settled`,
      figure: median(wholes),
      unit: 'ms',
      beside: { times: ratio, than: 'the run' },
    },
  ];
}

/** That both end alike, once: no part of it is shared with the proofs before. */
async function refinementRow(): Promise<Row> {
  const { program } = ownSwitch([], ['REAL_MODE_HCALLS']);
  let open = 0;
  const figure = await timed(() => {
    open = refines(models.repaired, program).open.length;
  });
  return {
    what: `own tree put right ends as repaired: ${open} words not settled`,
    figure,
    unit: 'ms',
  };
}

/** Proves all clauses; how many are not settled. */
async function unsettledIn(program: Program): Promise<number> {
  const proof = proving(program, switchContract);
  let open = 0;
  for (const stage of [proof.rewritten, proof.sampled])
    for (const clause of switchContract) stage(clause);
  for (const clause of switchContract)
    if ((await proof.judge(clause)).verdict === 'not-settled') open++;
  await proof.close();
  return open;
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

// What earlier runs have found counts for another program just where it does the same: a program with a fault in it is followed as by itself.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { faultNamed } from '../../model/faults/catalogue.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { slotNamed } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { algebra } from '../../model/symbolic/algebra.ts';
import type * as recall from '../../model/symbolic/recall.ts';
import { recalling } from '../../model/symbolic/recall.ts';
import type * as sameState from '../../model/symbolic/same-state.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { histories } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { few, triesAll } from '../testing/rows.ts';
import { proving } from './prove.ts';
import { proofRun } from './run.ts';
import { agreement } from './testing/agreement.ts';

const now = vi.hoisted(() => ({ sabotage: '' }));
const is = (name: string): boolean => now.sabotage === name;
afterEach(() => {
  now.sabotage = '';
});

vi.mock('../../model/symbolic/recall.ts', async (original) => {
  const real = await original<typeof recall>();
  const forgetful = (one: recall.Recall): recall.Recall => ({
    ...one,
    turnoutOf: (state, program) =>
      one.turnoutOf(state, is('steps of the sound program are recalled') ? repaired : program),
    layer: () => forgetful(one.layer()),
  });
  return { ...real, recalling: () => forgetful(real.recalling()) };
});

vi.mock('../../model/symbolic/same-state.ts', async (original) => {
  const real = await original<typeof sameState>();
  const COARSE = (['NIA', 'MSR', 'CTR', 'LR'] as const).map(slotNamed);
  const isCoarse = (): boolean => is('states are the same that hold otherwise');
  const hashOf: typeof real.hashOf = (state) => (isCoarse() ? 0 : real.hashOf(state));
  const isSameState: typeof real.isSameState = (a, b) =>
    isCoarse()
      ? a.phase === b.phase &&
        a.event === b.event &&
        COARSE.every((slot) => a.slots[slot] === b.slots[slot])
      : real.isSameState(a, b);
  return { ...real, hashOf, isSameState };
});

const stage = stageWithout(new Set());
const drawn = fc.sample(histories, { numRuns: 20, seed: 5 });

function faulty(name: string): Program {
  const fault = faultNamed(name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return fault.plantedIn(repaired);
}

/** Faults: early, late, and of a branch. */
const FOLLOWED = ['exit.sprgs.sprg0:dropped', 'entry.nvgprs.r14:dropped', 'exit.fault.xer:twice'];

/** One that the fault below breaks, and one that it does not. */
const SOME: readonly string[] = ['host-nonvolatile-gprs-return', 'host-dscr-returns'];

/** In what a program, followed with what is recalled of the sound one, differs from its plain runs. */
function differences(name: string): readonly string[] {
  const over = algebra();
  const known = recalling();
  proofRun(repaired, [], { over, recall: known });
  const program = faulty(name);
  const run = proofRun(program, [], { over, recall: known.layer() });
  return agreement(run, drawn, stage, program).differences;
}

it.runIf(triesAll)(
  'a run of the same program comes to the very same ends, and makes no term',
  () => {
    const over = algebra();
    const known = recalling();
    const first = proofRun(repaired, [], { over, recall: known });
    const terms = over.table.size;
    const second = proofRun(repaired, [], { over, recall: known.layer() });
    expect(over.table.size).toBe(terms);
    expect(second.run.ends.map(({ state, site }) => [state.slots, site])).toEqual(
      first.run.ends.map(({ state, site }) => [state.slots, site]),
    );
    expect(second.run.steps).toBe(first.run.steps);
  },
);

describe('a program with a fault, beside what is known of the sound one', () => {
  it.runIf(triesAll).each(FOLLOWED)('%s: is followed as plain runs go', (name) => {
    expect(differences(name)).toEqual([]);
  });

  it.runIf(triesAll)('has proved of it what is proved of it by itself', () => {
    const clauses = switchContract.filter(({ name }) => SOME.includes(name));
    const over = algebra();
    const known = recalling();
    proofRun(repaired, clauses, { over, recall: known });
    const program = faulty('entry.nvgprs.r14:dropped');
    const [beside, alone] = [{ over, recall: known.layer() }, {}].map((options) => {
      const proof = proving(program, clauses, options);
      return clauses.map((clause) => [clause.name, proof.rewritten(clause)?.verdict]);
    });
    expect(beside).toEqual(alone);
    expect(new Set(alone?.map(([, verdict]) => verdict))).toEqual(new Set(['proved', undefined]));
  });
});

describe('plain runs tell that', () => {
  it.each(
    few(['steps of the sound program are recalled', 'states are the same that hold otherwise'], 1),
  )('%s', (sabotage) => {
    now.sabotage = sabotage;
    expect(differences('entry.nvgprs.r14:dropped')).not.toEqual([]);
  });
});

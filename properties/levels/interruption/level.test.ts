// Interruptions: every step of a switch is interrupted, recorded defects break what their records say, and what the kill matrix leaves to
// this level is caught here.

import { describe, expect, it } from 'vitest';
import { faultNamed } from '../../../model/faults/catalogue.ts';
import { interrupt, raisedByMachine } from '../../../model/interruption.ts';
import { ENTRY } from '../../../model/paths/published.ts';
import { defectNames, repaired, withDefects } from '../../../model/paths/repairs.ts';
import { slots } from '../../../model/places.ts';
import type { Program } from '../../../model/program.ts';
import type { RunState } from '../../../model/run-state.ts';
import { wordIn } from '../../../model/state.ts';
import { calling, next } from '../../../model/transition.ts';
import { contract } from '../../../spec/contract.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { InvalidHistory } from '../../input/json.ts';
import { excused } from '../../mutation/accepted.ts';
import { brokenBy } from '../../subjects/defects.ts';
import { few, triesAll } from '../../testing/rows.ts';
import { beginning, stageWithout } from '../switch/play.ts';
import { type InterruptionHistory, interruptionHistory, PARTS } from './history.ts';
import { interruptionDefinition, interruptionLevel } from './level.ts';
import { playInterruption } from './play.ts';

const stage = stageWithout(new Set());
const clauses = contract.filter(({ over }) =>
  over.some((kind) => interruptionLevel.kinds.includes(kind)),
);

const plain: InterruptionHistory = {
  where: 'switch',
  own: 'external',
  raised: 'system-reset',
  at: 0,
  history: [new BigUint64Array(slots + 1), []],
};

const brokenIn = (program: Program, history: InterruptionHistory): readonly string[] => {
  const trace = playInterruption(program, history, stage);
  return clauses
    .filter((clause) => !['holds', 'vacuous'].includes(judge(clause, trace).verdict))
    .map(({ name }) => name);
};

/** What a subject breaks on so many histories. */
function broken(subject: string, runs: number): readonly string[] {
  const found = interruptionLevel.open(subject, clauses, { without: new Set() });
  const counts = found?.run({ seed: 1, runs }).counts ?? [];
  return clauses.filter((_, i) => counts[i]?.worst !== undefined).map(({ name }) => name);
}

/** Moments of a switch at which one comes. */
const TRIED = triesAll ? 160 : 30;

describe('the path put right', () => {
  it.each(['system-reset', 'machine-check'] as const)('stands a %s at any step', (raised) => {
    const parts = Array.from({ length: TRIED }, (_, i) => (i * PARTS) / TRIED);
    const found = parts.flatMap((at) =>
      brokenIn(repaired, { ...plain, raised, at: Math.floor(at) }),
    );
    expect(found).toEqual([]);
  });

  it('hands a hypervisor maintenance interrupt of a guest to KVM', () => {
    const world = { pauses: [], guest: [], prompt: true };
    let state: RunState = calling(repaired, ENTRY, beginning(plain.history, stage).cells);
    while (state.hypervisor) {
      const step = next(repaired, world, state);
      if (step.end !== undefined) throw new Error('no guest is entered');
      state = step.state;
    }
    const { end } = interrupt(repaired, raisedByMachine.maintenance, state);
    const held = (place: Place) => wordIn(end.cells, place);
    expect(held('vcpu.trap')).toBe(0xe60n);
    expect(held('vcpu.pc')).toBe(wordIn(state.cells, 'NIA'));
  });
});

describe('a recorded defect', () => {
  const here = (name: string) =>
    clauses.map((clause) => clause.name).filter((clause) => brokenBy(name).includes(clause));

  it.each(
    few(
      defectNames.filter((name) => here(name).length > 0),
      1,
    ),
  )('%s breaks just its clauses', (name) => {
    expect(broken(name, 500)).toEqual(here(name));
  });

  it.each(
    few(
      defectNames.filter((name) => here(name).length === 0),
      5,
    ),
  )('%s breaks nothing', (name) => {
    expect(withDefects([name]).steps.length).toBeGreaterThan(0);
    expect(broken(name, 30)).toEqual([]);
  });
});

/** Faults that no clause of the switch catches: none of its guests is interrupted in hypervisor code. */
const leftToThisLevel = [
  'exit.gprs.interrupted:reads-HSRR1-for-SRR1',
  'exit.gprs.hypervisor:0x0-for-0x1000000000000000',
  'exit.gprs.hypervisor:reads-r13-for-r9',
  'vector-100.host.in-a-vector:dropped',
  'vector-200.host.in-a-vector:dropped',
  'vector-500.host.kernel-msr:dropped',
  'vector-e60.host.address:dropped',
];

const excusedThere = Object.keys(excused).filter((name) => excused[name]?.in === 'elsewhere');

it.each(few([...leftToThisLevel, ...excusedThere], 6))('%s is caught here', (name) => {
  expect(faultNamed(name)).toBeDefined();
  const first = broken(name, 100);
  expect(first.length > 0 ? first : broken(name, 500)).not.toEqual([]);
});

describe('a history', () => {
  it('is read as it was kept', () => {
    const { schema } = interruptionDefinition;
    expect(schema.read(JSON.parse(JSON.stringify(schema.write(plain))))).toEqual(plain);
  });

  it.each([
    ['nothing', undefined],
    ['a place that is none', { where: 'guest' }],
    ['an interrupt that no machine raises', { raised: 'emulation-assistance' }],
    ['a part that is none', { at: PARTS }],
  ])('is not read from %s', (_what, change) => {
    const kept = interruptionHistory.write(plain);
    expect(() => interruptionHistory.read(change && { ...Object(kept), ...change })).toThrow(
      InvalidHistory,
    );
  });
});

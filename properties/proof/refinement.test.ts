// Refinement as a theorem: the repaired path and the project's own kernel tree, put right, refuse to enter a guest alike, on all machines.
//
// As properties/levels/switch/refinement.ts has it for single histories: the call, in which no time passes by itself, ends with equal words
// in every place but scratch. Guests that are entered are held side by side by histories only.
import { expect, it } from 'vitest';
import { replace, withEdits } from '../../model/mutate.ts';
import { ENTRY } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { link, type Program } from '../../model/program.ts';
import { nothing } from '../../model/steps/context.ts';
import { type Algebra, algebra } from '../../model/symbolic/algebra.ts';
import { assume, conditionsOf, noFacts } from '../../model/symbolic/facts.ts';
import { type SymbolicState, stateAtCall } from '../../model/symbolic/state.ts';
import { substituted } from '../../model/symbolic/substitution.ts';
import { type SymbolicSwitch, symbolicSwitch } from '../../model/symbolic/switch.ts';
import { ticksPlaceOf } from '../../model/symbolic/ticks-names.ts';
import { kept } from '../levels/switch/refinement.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { beside } from './alike.ts';
import { watching } from './monitors.ts';
import { anyMachine } from './subject.ts';
import { variablesIn } from './variables.ts';

/** The call over terms, without what comes of a guest. */
function calledOver(t: Algebra, program: Program): SymbolicSwitch {
  const { layout, image, code } = program;
  const called = anyMachine(t, layout, new Set());
  const watcher = watching(t, layout, []);
  const run = symbolicSwitch({
    around: { t, layout, image, code },
    program,
    label: ENTRY,
    start: stateAtCall(called, watcher.atCall(called)),
    watcher,
    prompt: true,
    bounds: { steps: 60_000, states: 400 },
    events: [],
  });
  return { ...run, entered: [], interrupted: [], resumed: [] };
}

/** A run in which no time passes by itself. */
function still(t: Algebra, run: SymbolicSwitch): SymbolicSwitch {
  const all = run.ends.flatMap(({ state }) => [
    ...state.slots,
    ...conditionsOf(state.facts.assumed),
  ]);
  const ticks = [...variablesIn(all)].filter(([name]) => ticksPlaceOf(name) !== undefined);
  const without = substituted(t, new Map(ticks.map(([, one]) => [one, t.literal(0n)])));
  const stopped = (state: SymbolicState): SymbolicState => ({
    ...state,
    slots: state.slots.map(without),
    facts: conditionsOf(state.facts.assumed).reduce(
      (facts, one) => assume(t, facts, without(one), true),
      noFacts(),
    ),
  });
  const ends = run.ends.map((end) => ({ ...end, state: stopped(end.state) }));
  return { ...run, ends: ends.filter(({ state }) => !state.facts.impossible) };
}

const { program: own } = ownSwitch([]);

/** Where a reference path and the own tree part, if a machine is refused. */
function parting(reference: Program): string | undefined {
  const t = algebra();
  const [first, second] = [link(reference.routines, reference.image, own.layout), own].map(
    (program) => still(t, calledOver(t, program)),
  );
  if (first === undefined || second === undefined) throw new Error('there are two programs');
  expect(second.ends.map(({ end }) => end)).toEqual(['returned']);
  return beside(t).parting(first, second, kept);
}

it('a refused call leaves every machine as the own tree does', () => {
  expect(parting(repaired)).toBeUndefined();
});

it('a path that leaves one register otherwise is told apart', () => {
  expect(parting(withEdits(repaired, [replace('return.nvgprs.r20', nothing)]))).toMatch(/^r20/u);
});

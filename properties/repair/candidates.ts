// Everything that might repair a run that breaks a clause, the likeliest first: a step on its way done otherwise, a step put in, a
// step moved, a value kept and brought back, a step left out.
import { footprintOf } from '../../model/faults/footprint.ts';
import type { LinkedStep, Program } from '../../model/program.ts';
import type { Step } from '../../model/step.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Evidence } from '../../spec/judging/compare.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Span, StepRecord } from '../../spec/vocabulary/machine.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { barriers, demanded, loadsOf, pairsFor, settings } from './additions.ts';
import { added, both, type Candidate, dropped, moved } from './candidate.ts';
import { type Clue, changesOf, choicesOf } from './steps.ts';

/** A run that breaks a clause. */
export interface Failure {
  readonly program: Program;
  readonly clause: Clause;
  readonly span: Span;
  readonly evidence: Evidence;
}

/** Steps before and behind one whose registers count as near. */
const NEAR = 6;

/** Places for the two halves of a pair that are tried. */
const MOST = 24;

/** Every candidate for a failure. */
export function* candidatesFor(failure: Failure): Generator<Candidate> {
  const { program, clause, evidence } = failure;
  const way = wayOf(failure);
  const { first, asking } = suspectsOf(failure, way);
  const expected = wordOf(evidence.expected);
  const demands = demanded(clause.claim);
  for (const step of first) yield* changesOf(step, clueFor(program, step, expected));
  if (evidence.step !== undefined)
    for (const step of first.slice(0, 1)) yield* elsewhere(failure, step, way, demands);
  yield* puttingRight(failure, [...asking, ...first]);
  yield* pairs(failure, way);
  for (const step of asking) yield* changesOf(step, clueFor(program, step, expected));
  for (const step of way) yield* choicesOf(step);
  yield* puttingRight(failure, way);
  for (const step of way) yield dropped(step);
  for (const step of way) yield* changesOf(step, clueFor(program, step, expected));
}

/** What is wrong of a step may be when it is done: what the claim demands is missing before it, or it belongs elsewhere. */
function* elsewhere(
  failure: Failure,
  step: LinkedStep,
  way: readonly LinkedStep[],
  demands: readonly Step[],
): Generator<Candidate> {
  for (const missing of [...barriers, ...demands]) yield added(step.site, 'before', missing);
  const transfers = footprintOf(step.step).writes.flatMap(loadsOf);
  const firsts = [[], ...demands.map((demand) => [demand]), demands];
  for (const { site } of landings(failure, step, way))
    for (const first of firsts)
      for (const by of [step.step, ...transfers]) yield moved(step, site, 'before', [...first, by]);
}

/**
 * Where a step may be moved to, the nearest first: to what touches a register that the claim speaks of, to what comes behind that, and to where ways meet or part.
 */
function landings(
  { program, clause }: Failure,
  step: LinkedStep,
  way: readonly LinkedStep[],
): readonly LinkedStep[] {
  const spoken = watchedBy(clause.claim);
  const meeting = new Set(
    program.routines.flatMap(({ passages }) =>
      passages.flatMap(({ steps }) => steps[0]?.site ?? []),
    ),
  );
  const touched = way.map(({ step: one }) => {
    const { reads, writes } = footprintOf(one);
    return [...reads, ...writes];
  });
  const matters = (i: number): boolean => touched[i]?.some((place) => spoken.has(place)) === true;
  const good = way.filter(
    ({ site }, i) =>
      meeting.has(site) || matters(i) || matters(i - 1) || touched[i - 1]?.includes('NIA') === true,
  );
  const at = way.indexOf(step);
  const distance = (placed: LinkedStep): number => Math.abs(way.indexOf(placed) - at);
  return good.filter((placed) => placed !== step).sort((a, b) => distance(a) - distance(b));
}

/** A step put in that gives the place what was expected. */
function* puttingRight({ evidence }: Failure, places: readonly LinkedStep[]): Generator<Candidate> {
  const missing = settings(evidence.place, wordOf(evidence.expected));
  for (const { site } of places) for (const step of missing) yield added(site, 'after', step);
}

/** The steps of hypervisor code that the run took in the span, in order, each once. */
function wayOf({ program, span: { taken, from, to } }: Failure): readonly LinkedStep[] {
  const bySite = new Map(program.steps.map((placed) => [placed.site, placed]));
  const sites = taken.slice(from, to).flatMap(({ by, site }) => (by === 'host' ? [site] : []));
  return [...new Set(sites)].flatMap((site) => bySite.get(site) ?? []);
}

/** The steps that are likeliest to be wrong: where it showed, those that wrote the place or nowhere; and those that ask for it. */
function suspectsOf({ span, evidence }: Failure, way: readonly LinkedStep[]) {
  const { taken, from, to } = span;
  const showed = evidence.step === undefined ? undefined : taken[evidence.step];
  const wrote = taken
    .slice(from, to)
    .filter((step) => touches(step, evidence.place) || step.writes.some(isStray));
  const sites = [showed, ...wrote.toReversed()].flatMap((step) => step?.site ?? []);
  const first = sites.flatMap((site) => way.find((placed) => placed.site === site) ?? []);
  const asking = way.filter(({ step }) => {
    const { reads, writes } = footprintOf(step);
    if (first.some((known) => known.step === step) || writes.includes('NIA')) return false;
    return reads.some((register) => register === evidence.place);
  });
  return { first: [...new Set(first)], asking };
}

/** A store to what nobody named. */
const isStray = ({ place }: StepRecord['writes'][number]): boolean => place.startsWith('[');

const touches = ({ writes }: StepRecord, place: string): boolean =>
  writes.some((write) => write.place === place);

function clueFor(program: Program, { site }: LinkedStep, expected: bigint | undefined): Clue {
  const at = program.steps.findIndex((placed) => placed.site === site);
  const around = program.steps.slice(Math.max(0, at - NEAR), at + NEAR + 1);
  const near = new Set<Register>(
    around.flatMap(({ step }) => {
      const { reads, writes } = footprintOf(step);
      return [...reads, ...writes];
    }),
  );
  return { near, expected };
}

/** What was lost, kept near the beginning and brought back near the end, beside transfers of the same structure first. */
function* pairs({ evidence }: Failure, way: readonly LinkedStep[]): Generator<Candidate> {
  for (const { save, load } of pairsFor(evidence.place)) {
    const structure = / to (\w+\.)/u.exec(save.text)?.[1] ?? '';
    const beside = (steps: readonly LinkedStep[]) =>
      [
        ...steps.filter(({ step }) => step.text.includes(structure)),
        ...steps.filter(({ step }) => !step.text.includes(structure)),
      ].slice(0, MOST);
    const begins = beside(way.slice(0, 3 * MOST));
    const ends = beside(way.slice(-3 * MOST).toReversed());
    for (const begin of begins)
      for (const end of ends)
        yield both(added(begin.site, 'after', save), added(end.site, 'after', load));
  }
}

/** A word as the evidence has it, where it is one. */
const wordOf = (text: string): bigint | undefined =>
  /^0x[0-9a-f]+$/u.test(text) ? BigInt(text) : undefined;

// Two runs from one: what the first holds is what the run over terms holds, and what the second holds is the same with other variables
// in the place of those in which it may differ.
//
// Ticks are the same in both where both come to the same steps that touch clocks, after equally many steps each: a pause comes after so
// many steps, and what cuts it short is how many of them there were since a timer was touched.
import { slotNamed, slotOf } from '../../../model/places.ts';
import { type Algebra, both, negated } from '../../../model/symbolic/algebra.ts';
import { conditionsOf } from '../../../model/symbolic/facts.ts';
import { substituted } from '../../../model/symbolic/substitution.ts';
import { possible, type Term } from '../../../model/symbolic/term.ts';
import type { Side } from '../../../spec/secrets.ts';
import type { Variable } from '../variables.ts';
import type { Pause } from './counting.ts';
import { ENTRIES, ESID_BITS, entryOf, secondEntryOf, whereValid } from './segments.ts';

/** In which slots two runs may differ, and whether time may have passed otherwise. */
export interface Differences {
  readonly side: Side;
  /** At the call: always, or only where the host does not use the performance monitor. */
  readonly call: ReadonlyMap<number, 'always' | 'unused'>;
  /** When a turn of the guest begins. */
  readonly turn: ReadonlySet<number>;
  /** At any moment of its turn. */
  readonly guest: ReadonlySet<number>;
  /** Whether valid segments may differ in the guest's turn; then its slots of the SLB say no more of them. */
  readonly segments: boolean;
  /** Whether other pauses may have come, or come earlier, when a turn of the guest begins. */
  readonly time: boolean;
}

/** The terms of the first and of the second run. */
export interface TwoRuns {
  readonly first: (term: Term) => Term;
  readonly second: (term: Term) => Term;
  /** When all pauses of a phase (after an event) are the same in both: a truth. */
  sameTime(phase: string, event: string): Term;
}

/** The name of the variable that the second run has in the place of another. */
export const secondName = (name: string): string => `second ${name}`;

/**
 * What guests wait by: so many ticks, the same in both, or until HDEC has expired. If these two are the same, as many ticks have passed in
 * both turns, and in as many odd waits.
 */
const WAITED_BY: readonly number[] = (['TB', 'HDEC'] as const).map(slotNamed);

/** The place whose word says whether the host uses the performance monitor. */
export const IN_USE = slotNamed('lppaca.pmcregs_in_use');

/** Both runs. The variables are those of all terms that count. */
export function twoRuns(
  t: Algebra,
  variables: ReadonlyMap<string, Variable>,
  pauses: readonly Pause[],
  differences: Differences,
): TwoRuns {
  const renamed = new Map<Term, Term>();
  const inUse = variables.get('lppaca.pmcregs_in_use');
  for (const variable of variables.values()) {
    const how = differenceOf(variable.name, differences);
    if (how === undefined) continue;
    const other = otherOf(t, variable);
    const only = how === 'unused' && inUse !== undefined && !differences.call.has(IN_USE);
    renamed.set(variable, only ? t.select(inUse, variable, other) : other);
  }
  const first = new Map<Term, Term>();
  const valid = differences.segments ? [] : relateSegments(t, variables, first, renamed);
  const pruned = whereValid(t, new Set(valid));
  const run = (replaced: ReadonlyMap<Term, Term>): ((term: Term) => Term) => {
    const substitute = substituted(t, replaced);
    return valid.length === 0 ? substitute : (term) => pruned(substitute(term));
  };
  const timeless = { first: run(first), renamed, run, variables };
  return withTime(t, timeless, pauses, differences.time);
}

const otherOf = (t: Algebra, variable: Variable): Term =>
  t.table.variable(secondName(variable.name), possible(variable));

/** How a variable may differ that stands for no ticks of hypervisor code; undefined where it is the same in both runs. */
function differenceOf(name: string, differences: Differences): 'always' | 'unused' | undefined {
  const slot = slotOf.get(name);
  if (slot !== undefined) return differences.call.get(slot);
  const [, before, of] = /^guest\d+( before)?\.(.*)$/u.exec(name) ?? [];
  if (of === undefined) return undefined;
  const free = before === undefined ? differences.guest : differences.turn;
  return isFree(of, free, differences, before !== undefined) ? 'always' : undefined;
}

/** Whether what a guest has put into a place, or how it came to it, may differ. */
function isFree(
  of: string,
  free: ReadonlySet<number>,
  { side, segments, time }: Differences,
  isBefore: boolean,
): boolean {
  if (of.startsWith('ticks.'))
    return (isBefore && time) || WAITED_BY.some((slot) => free.has(slot));
  if (/^(?:sets )?SLB\[/u.test(of)) return isBefore || segments;
  if (of === 'sets CTRL') return free.has(slotNamed('CTRL'));
  if (of === 'synchronises') return free.has(slotNamed('UNSYNCED'));
  if (/^(?:HDAR|HEIR)$/u.test(of) && !isBefore) return side === 'guests';
  if (of === 'HDSISR' && !isBefore) return false;
  const slot = slotOf.get(of);
  return slot === undefined || free.has(slot);
}

/** Says of the entries that a guest leaves in the SLB that they are related; the variables that say which of them are valid. */
function relateSegments(
  t: Algebra,
  variables: ReadonlyMap<string, Variable>,
  first: Map<Term, Term>,
  second: Map<Term, Term>,
): readonly Term[] {
  const found: Term[] = [];
  const turns = new Set(
    [...variables.keys()].flatMap((name) => /^guest\d+(?=\.)/u.exec(name) ?? []),
  );
  for (const turn of turns)
    for (const i of ENTRIES) {
      const any = (name: string, mask: bigint): Term => t.table.variable(`${turn}.${name}`, mask);
      const valid = any(`valid SLB[${i}]`, 1n);
      found.push(valid);
      const [esid, vsid, sets] = [`SLB[${i}].esid`, `SLB[${i}].vsid`, `sets SLB[${i}]`].map(
        (name) => variables.get(`${turn}.${name}`),
      );
      const parts = (which: (variable: Variable) => Term) => ({
        valid,
        esid: t.and(esid === undefined ? t.literal(0n) : which(esid), t.literal(ESID_BITS)),
        index: t.literal(0n),
        vsid: vsid === undefined ? t.literal(0n) : which(vsid),
      });
      const one = parts((variable) => variable);
      const other = parts((variable) => otherOf(t, variable));
      const [a, b] = [entryOf(t, one), secondEntryOf(t, one, other)];
      if (esid !== undefined) {
        first.set(esid, a.esid);
        second.set(esid, b.esid);
      }
      if (vsid !== undefined) second.set(vsid, b.vsid);
      if (sets === undefined) continue;
      first.set(sets, t.or(valid, sets));
      second.set(sets, t.or(valid, otherOf(t, sets)));
    }
  return found;
}

/** Two runs whose ticks are still alike. */
interface Timeless extends Pick<TwoRuns, 'first'> {
  readonly renamed: Map<Term, Term>;
  /** The terms of a run in which some are in the place of others. */
  run(replaced: ReadonlyMap<Term, Term>): (term: Term) => Term;
  readonly variables: ReadonlyMap<string, Variable>;
}

/** The same with ticks told apart where they may differ; pauses come in order. */
function withTime(
  t: Algebra,
  { first, renamed, run, variables }: Timeless,
  pauses: readonly Pause[],
  mayDiffer: boolean,
): TwoRuns {
  let second = run(renamed);
  const same = new Map<string, Term>();
  const sameTime = (phase: string, event: string): Term =>
    same.get(`${phase} ${event}`) ?? t.literal(phase === 'vector' && mayDiffer ? 0n : 1n);
  for (const pause of pauses) {
    const ticks = ['', '.odd', '.halves'].flatMap((part) => variables.get(pause.name + part) ?? []);
    if (ticks.length === 0) continue;
    const { phase, event } = pause;
    const alike = both(t, sameTime(phase, event), alikeAt(t, pause, first, second));
    same.set(`${phase} ${event}`, alike);
    if (alike.op === 'literal' && alike.word === 1n) continue;
    for (const one of ticks) renamed.set(one, t.select(alike, one, otherOf(t, one)));
    second = run(renamed);
  }
  return { first, second, sameTime };
}

/** When both runs come to a pause after equally many steps, or neither comes to it. */
function alikeAt(
  t: Algebra,
  { facts, steps }: Pause,
  first: TwoRuns['first'],
  second: TwoRuns['second'],
): Term {
  const conditions = conditionsOf(facts.assumed);
  const [a, b] = [first, second].map((run) => conditions.map(run)) as [Term[], Term[]];
  const sameSteps = t.equal(first(steps), second(steps));
  const isSamePath = a.every((one, i) => one === b[i]);
  if (isSamePath && sameSteps.ones === 1n) return sameSteps;
  if (isSamePath) return t.or(negated(t, all(t, a)), sameSteps);
  const [pathA, pathB] = [all(t, a), all(t, b)];
  return both(t, t.equal(pathA, pathB), t.or(negated(t, pathA), sameSteps));
}

const all = (t: Algebra, truths: readonly Term[]): Term =>
  truths.reduce((a, b) => both(t, a, b), t.literal(1n));

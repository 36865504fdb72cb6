// Two paths that have met: one state, each slot a choice by a condition that tells the paths apart.
//
// Paths differ from where they forked: there the one assumed a condition and the other its denial.
import { type Algebra, both, negated } from './algebra.ts';
import { alternatives, conjuncts } from './bits.ts';
import { conditionsOf, type Facts, inCommon, type Premises } from './facts.ts';
import type { Beginnings, StoredByte, SymbolicState } from './state.ts';
import type { Term } from './term.ts';
import { eitherClock } from './ticks.ts';

/** One state for either of two paths. */
export function merged(t: Algebra, a: SymbolicState, b: SymbolicState): SymbolicState {
  const { condition, facts } = meetingOf(t, a.facts, b.facts);
  const choose = (one: Term, two: Term): Term => t.select(condition, one, two);
  return {
    slots: chosen(a.slots, b.slots, choose),
    bytes: chosenBytes(t, condition, a.bytes, b.bytes),
    facts,
    phase: a.phase,
    event: a.event,
    site: a.site,
    clock: eitherClock(a.clock, b.clock),
    begin: chosenBeginnings(a.begin, b.begin, choose),
    notes: chosen(a.notes, b.notes, choose),
    caveats: new Set([...a.caveats, ...b.caveats]),
  };
}

/** How the facts of two paths meet. */
interface FactsMeeting {
  /** Holds on the first of the two paths, and not on the second. */
  readonly condition: Term;
  /** What is known on either. */
  readonly facts: Facts;
}

const met = new WeakMap<Facts, WeakMap<Facts, FactsMeeting>>();

/** How they meet; found once for each two. */
function meetingOf(t: Algebra, a: Facts, b: Facts): FactsMeeting {
  const known = met.get(a) ?? new WeakMap<Facts, FactsMeeting>();
  met.set(a, known);
  const found = known.get(b) ?? factsMet(t, a, b);
  known.set(b, found);
  return found;
}

function factsMet(t: Algebra, a: Facts, b: Facts): FactsMeeting {
  const since = shared(a.assumed, b.assumed);
  const [x, y] = [tail(t, a.assumed, since), tail(t, b.assumed, since)];
  const first = firstAfter(a.assumed, since) ?? t.literal(1n);
  const other = firstAfter(b.assumed, since);
  const condition = other !== undefined && t.equal(first, t.literal(0n)) === other ? first : x;
  return { condition, facts: inCommon(a, b, since, eitherOf(t, x, y)) };
}

/**
 * That one of two conjunctions holds: what both are of, each by itself, and the disjunction of what is left of them. There a part of the
 * one goes that says only that the other does not hold.
 */
function eitherOf(t: Algebra, x: Term, y: Term): readonly Term[] {
  const [of, or] = [conjuncts(x), conjuncts(y)];
  const common = of.filter((one) => or.includes(one));
  const [a, b] = [of, or].map((all) => all.filter((one) => !common.includes(one)));
  if (a === undefined || b === undefined) return common;
  const left = all(t, withoutDenials(t, a, b));
  return [...common, t.or(left, all(t, withoutDenials(t, b, conjuncts(left))))];
}

/** Parts of a conjunction without those that deny a part of the disjunction that another one is, if it is one. */
function withoutDenials(
  t: Algebra,
  parts: readonly Term[],
  [other, ...more]: readonly Term[],
): readonly Term[] {
  if (other === undefined || more.length > 0) return parts;
  const denied = new Set(alternatives(other).map((one) => negated(t, one)));
  return parts.filter((part) => !denied.has(part));
}

const all = (t: Algebra, truths: readonly Term[]): Term =>
  truths.reduce((a, b) => both(t, a, b), t.literal(1n));

/** What both assumed first. */
function shared(a: Premises | undefined, b: Premises | undefined): Premises | undefined {
  let [x, y] = [a, b];
  while (x !== y) {
    if ((x?.length ?? 0) >= (y?.length ?? 0)) x = x?.before;
    else y = y?.before;
  }
  return x;
}

/** All that was assumed after that, as one condition. */
function tail(t: Algebra, a: Premises | undefined, since: Premises | undefined): Term {
  return all(t, conditionsOf(a).slice(since?.length ?? 0));
}

function firstAfter(a: Premises | undefined, since: Premises | undefined): Term | undefined {
  return conditionsOf(a)[since?.length ?? 0];
}

function chosen(
  a: readonly Term[],
  b: readonly Term[],
  choose: (one: Term, two: Term) => Term,
): readonly Term[] {
  if (a === b) return a;
  return a.map((one, i) => {
    const two = b[i] ?? one;
    return one === two ? one : choose(one, two);
  });
}

function chosenBeginnings(
  a: Beginnings,
  b: Beginnings,
  choose: (one: Term, two: Term) => Term,
): Beginnings {
  if (a === b) return a;
  const either = (x?: readonly Term[], y?: readonly Term[]) =>
    x === undefined || y === undefined ? (x ?? y) : chosen(x, y, choose);
  const [entered, interrupted] = [
    either(a.entered, b.entered),
    either(a.interrupted, b.interrupted),
  ];
  return {
    call: chosen(a.call, b.call, choose),
    ...(entered === undefined ? {} : { entered }),
    ...(interrupted === undefined ? {} : { interrupted }),
  };
}

function chosenBytes(
  t: Algebra,
  condition: Term,
  a: SymbolicState['bytes'],
  b: SymbolicState['bytes'],
): SymbolicState['bytes'] {
  if (a === b || (a.size === 0 && b.size === 0)) return a;
  const none: StoredByte = { byte: t.literal(0n), there: t.literal(0n) };
  const bytes = new Map<bigint, StoredByte>();
  for (const real of new Set([...a.keys(), ...b.keys()])) {
    const [x, y] = [a.get(real) ?? none, b.get(real) ?? none];
    bytes.set(real, {
      byte: t.select(condition, x.byte, y.byte),
      there: t.select(condition, x.there, y.there),
    });
  }
  return bytes;
}

// When two states over terms hold the same: every slot and byte, what is known, where spans began, the time that has passed, and the notes.
import type { Facts, Premises } from './facts.ts';
import type { Range } from './learning.ts';
import type { Beginnings, ClockState, SymbolicState } from './state.ts';
import type { Term } from './term.ts';

/** A number that states which hold the same have in common. */
export function hashOf({ slots, notes, facts, site, clock, bytes }: SymbolicState): number {
  let hash = (facts.assumed?.length ?? 0) * 31 + clock.steps + bytes.size * 7;
  for (let i = 0; i < site.length; i++) hash = Math.imul(hash, 31) + site.charCodeAt(i);
  for (const { id } of slots) hash = Math.imul(hash, 31) + id;
  for (const { id } of notes) hash = Math.imul(hash, 31) + id;
  return hash | 0;
}

/** Whether two states hold the same. */
export const isSameState = (a: SymbolicState, b: SymbolicState): boolean =>
  a === b ||
  (a.phase === b.phase &&
    a.event === b.event &&
    a.site === b.site &&
    areSame(a.slots, b.slots) &&
    areSame(a.notes, b.notes) &&
    isSameMap(a.bytes, b.bytes, (x, y) => x.byte === y.byte && x.there === y.there) &&
    isSameClock(a.clock, b.clock) &&
    isSameSet(a.caveats, b.caveats) &&
    isSameBegin(a.begin, b.begin) &&
    areSameFacts(a.facts, b.facts));

function areSame(a: readonly Term[], b: readonly Term[]): boolean {
  return a === b || (a.length === b.length && a.every((term, i) => term === b[i]));
}

function isSameMap<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  isSame: (x: V, y: V) => boolean,
): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, x] of a) {
    const y = b.get(key);
    if (y === undefined || !isSame(x, y)) return false;
  }
  return true;
}

const isSameSet = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  a === b || (a.size === b.size && [...a].every((one) => b.has(one)));

const isSameClock = (a: ClockState, b: ClockState): boolean =>
  a.steps === b.steps &&
  a.sinceTimer === b.sinceTimer &&
  a.recent.length === b.recent.length &&
  a.recent.every(({ ticks, age }, i) => b.recent[i]?.ticks === ticks && b.recent[i]?.age === age);

const isSameBegin = (a: Beginnings, b: Beginnings): boolean =>
  a === b ||
  (areSame(a.call, b.call) &&
    areSame(a.entered ?? [], b.entered ?? []) &&
    areSame(a.interrupted ?? [], b.interrupted ?? []));

const areSameFacts = (a: Facts, b: Facts): boolean =>
  a === b ||
  (a.impossible === b.impossible &&
    isSameList(a.assumed, b.assumed) &&
    isSameSet(a.sums, b.sums) &&
    isSameMap(a.ranges, b.ranges, isSameRange));

function isSameList(a: Premises | undefined, b: Premises | undefined): boolean {
  let [x, y] = [a, b];
  while (x !== y) {
    if (x === undefined || y === undefined || x.condition !== y.condition) return false;
    [x, y] = [x.before, y.before];
  }
  return true;
}

const isSameRange = (a: Range, b: Range): boolean =>
  a === b ||
  (a.zeros === b.zeros &&
    a.ones === b.ones &&
    a.min === b.min &&
    a.max === b.max &&
    a.signed?.low === b.signed?.low &&
    a.signed?.high === b.signed?.high &&
    isSameSet(a.without ?? NONE, b.without ?? NONE));

const NONE: ReadonlySet<never> = new Set();

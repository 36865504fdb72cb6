// Clauses about two runs as code: each is judged over the arrays of two moments that are held beside each other.

import { highOf, lowOf } from '../../model/compiled/halves.ts';
import type { MachineBuffer } from '../../model/compiled/machine-buffer.ts';
import { type Scope, scopeOf } from '../../model/compiled/scope.ts';
import { slotOf } from '../../model/places.ts';
import type { Claim, Clause, Kind } from '../../spec/clause.ts';
import { readsOf } from '../../spec/judging/claim-reads.ts';
import { claimsIn } from '../../spec/judging/parts.ts';
import type { Side } from '../../spec/secrets.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { kindOf } from '../levels/noninterference/play.ts';
import type { ClaimContext } from './claim-code.ts';
import { judgeFunctions, numbered } from './judge-text.ts';
import { type CompiledMoment, factSlots } from './observed-run.ts';

/** The judges of some clauses about two runs. */
export interface PairJudges {
  /** Of each clause, the severity of what was found so far; to be cleared before a pair. */
  readonly verdicts: Uint8Array;
  /** Judges the clauses of a side on two moments. */
  judge(side: Side, one: CompiledMoment, two: CompiledMoment): void;
}

/** The forms of claims that have code here: those that say something of the two ends of a span, and of nothing between them. */
const FORMS: readonly Claim['claim'][] = [
  'equal',
  'holds',
  'one-of',
  'each',
  'given',
  'reachable',
  'same-in-both',
];

/** Whether there is code for a clause; else it is for the interpreter. */
export const hasPairCode = ({ claim }: Clause): boolean =>
  claimsIn(claim).every((part) => FORMS.includes(part.claim)) &&
  readsOf(claim).every(({ place }) => slotAt(place) !== undefined);

const facts: ReadonlyMap<string, number> = new Map(Object.entries(factSlots));

/** Where the array of a moment has a place. */
const slotAt = (place: Place): number | undefined => slotOf.get(place) ?? facts.get(place);

function slotIn(place: Place): number {
  const slot = slotAt(place);
  if (slot === undefined) throw new Error(`a moment has no place ${place}`);
  return slot;
}

/** Judges two arrays. */
type Judge = (one: Int32Array, two: Int32Array) => void;

/** Makes the judges of clauses. Throws where a clause has no code. */
export function pairJudges(clauses: readonly Clause[], buffer: MachineBuffer): PairJudges {
  const verdicts = new Uint8Array(clauses.length);
  const comparisons: Comparison[] = [];
  let atHand: readonly [CompiledMoment, CompiledMoment] | undefined;
  const scope: Scope = {
    ...scopeOf(buffer),
    V: verdicts,
    same: (index: number, one: Int32Array, two: Int32Array) =>
      isSame(comparisons[index] ?? NOTHING, one, two),
    unnamedAlike: () => atHand === undefined || unnamedAlike(...atHand),
  };
  const context = contextWith(comparisons, buffer);
  const functionsOf = (side: Side): readonly Judge[] => {
    const some = numbered(clauses).filter(({ clause }) => clause.over.includes(kindOf(side)));
    return judgeFunctions<Judge>(some, scope, `judge_${side}`, 'A,B', context);
  };
  const functions = { hosts: functionsOf('hosts'), guests: functionsOf('guests') };
  return {
    verdicts,
    judge(side, one, two) {
      atHand = [one, two];
      for (const judge of functions[side]) judge(one.halves, two.halves);
    },
  };
}

/** What claims about two runs are compiled in; it notes what they compare. */
const contextWith = (comparisons: Comparison[], { layout }: MachineBuffer): ClaimContext => ({
  was: 'A',
  now: 'B',
  prior: 'A',
  slot: slotIn,
  address: layout.addressOf,
  trace: () => {
    throw new Error('there are no steps between two moments');
  },
  sameInBoth(claim) {
    const named = `same(${comparisons.push(comparisonOf(claim)) - 1},A,B)`;
    return claim.unnamed === undefined ? named : `(${named}&&unnamedAlike())`;
  },
});

/** Halves that are compared, and the bits of low and of high ones that count. */
interface Comparison {
  readonly slots: Int32Array;
  readonly low: number;
  readonly high: number;
}

const NOTHING: Comparison = { slots: new Int32Array(), low: 0, high: 0 };

const comparisonOf = ({ places, mask = lowBits(64) }: Kind<'same-in-both'>): Comparison => ({
  slots: Int32Array.from(places.map(slotIn)),
  low: lowOf(mask),
  high: highOf(mask),
});

function isSame({ slots, low, high }: Comparison, one: Int32Array, two: Int32Array): boolean {
  let differing = 0;
  for (let i = 0; i < slots.length; i++) {
    const at = 2 * (slots[i] ?? 0);
    differing |= ((one[at] ?? 0) ^ (two[at] ?? 0)) & low;
    differing |= ((one[at + 1] ?? 0) ^ (two[at + 1] ?? 0)) & high;
  }
  return differing === 0;
}

/** Whether memory that nobody named holds the same, as far as hypervisor code of the second run stored to it. */
function unnamedAlike(one: CompiledMoment, two: CompiledMoment): boolean {
  if (two.stored === 0) return true;
  const [first, second] = [lastStored(one), lastStored(two)];
  return two.stores
    .slice(0, two.stored)
    .every(({ address, by }) => by !== 'host' || first(address) === second(address));
}

/** What was last stored by an address; 0 where nothing was. */
function lastStored({ stores, stored }: CompiledMoment): (address: Word) => Word {
  const words = new Map(stores.slice(0, stored).map(({ address, word }) => [address, word]));
  return (address) => words.get(address) ?? 0n;
}

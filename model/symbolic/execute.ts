// One step over terms: the same meanings, read by the algebra. It tells which places were written, and when.
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { allPlaces, type SlbHalf, slbSlotOf, slotNamed, widths } from '../places.ts';
import type { Step, StepWrite, View } from '../step.ts';
import { casesOf } from './addresses.ts';
import { both, truthOf } from './algebra.ts';
import {
  type Draft,
  loadTerm,
  type Reading,
  type Stop,
  storeTerm,
  UnknownAddress,
  type WildStore,
} from './memory.ts';
import { type Surroundings, type SymbolicState, slotIn } from './state.ts';
import type { Term } from './term.ts';

/** One write, as it hit. */
export interface SymbolicWrite {
  readonly slot?: number;
  readonly place: Place;
  /** It is made where this is not 0. */
  readonly when: Term;
  /** What the place holds after it, where it is made. */
  readonly value: Term;
  readonly stored: boolean;
  /** Where a store went, if that is not known: then no place is named. */
  readonly address?: Term;
}

/** What a step has made of a state. */
export interface SymbolicResult {
  /** After the step; where a stop's condition holds there is no such state. */
  readonly state: SymbolicState;
  readonly writes: readonly SymbolicWrite[];
  readonly stops: readonly Stop[];
  /** Stores that were not made, since nobody knows where they go. */
  readonly wild: readonly WildStore[];
  /** Registers read or written, by slot. */
  readonly touched: ReadonlySet<number>;
}

const NIA = slotNamed('NIA');

/** Executes a step with NIA at a term first. Throws UnknownAddress where an address cannot be taken apart. */
export function executeTerms(
  around: Surroundings,
  before: SymbolicState,
  step: Step,
  nia: Term,
): SymbolicResult {
  const touched = new Set<number>();
  const draft = draftOf(before);
  const reading: Reading = { ...before, stops: [] };
  const view = viewOf(around, reading, nia, touched);
  draft.slots[NIA] = nia;
  const writes: SymbolicWrite[] = [];
  for (const write of step.meaning(view, around.t, around.code)) {
    const when = write.when === undefined ? around.t.literal(1n) : truthOf(around.t, write.when);
    if (when.max > 0n) writes.push(...written(around, draft, write, when, touched));
  }
  return {
    state: { ...before, slots: draft.slots, bytes: draft.bytes },
    writes,
    stops: [...reading.stops, ...draft.stops],
    wild: draft.wild,
    touched,
  };
}

const draftOf = ({ slots, bytes, facts }: SymbolicState): Draft => ({
  slots: slots.slice(),
  bytes: new Map(bytes),
  facts,
  stops: [],
  wild: [],
});

const viewOf = (
  around: Surroundings,
  draft: Reading,
  nia: Term,
  touched: Set<number>,
): View<Term> => ({
  register(name: Register) {
    const slot = slotNamed(name);
    touched.add(slot);
    return slot === NIA ? nia : slotIn(draft.slots, slot);
  },
  layout: around.layout,
  load: (address, bytes) => loadTerm(around, draft, address, bytes),
  slb: (index, half) => slbEntry(around, draft, index, half),
});

function slbEntry({ t }: Surroundings, draft: Reading, index: Term, half: SlbHalf): Term {
  const cases = casesOf(t, draft.facts, index);
  if (cases === undefined) throw new UnknownAddress(index);
  let value: Term | undefined;
  for (const { when, word } of cases) {
    if (word > 31n) {
      draft.stops.push(noEntry(when, word));
      continue;
    }
    const one = slotIn(draft.slots, slbSlotOf(Number(word), half));
    value = value === undefined ? one : t.select(when, one, value);
  }
  return value ?? t.literal(0n);
}

const noEntry = (when: Term, word: bigint): Stop => ({
  when,
  why: `SLB entry ${word} does not exist; there are 32`,
});

function written(
  around: Surroundings,
  draft: Draft,
  write: StepWrite<Term>,
  when: Term,
  touched: Set<number>,
): readonly SymbolicWrite[] {
  const { t } = around;
  if (write.address !== undefined)
    return storeTerm(around, draft, { ...write, when }).map((hit) => ({ ...hit, stored: true }));
  if (write.register !== undefined) {
    const slot = slotNamed(write.register);
    touched.add(slot);
    const value = t.and(write.value, t.literal(widths[slot] ?? 0n));
    return [put(around, draft, slot, value, when)];
  }
  const cases = casesOf(t, draft.facts, write.slb);
  if (cases === undefined) throw new UnknownAddress(write.slb);
  return cases.flatMap(({ when: is, word }) => {
    const condition = both(t, when, is);
    if (condition.max === 0n) return [];
    if (word <= 31n)
      return [put(around, draft, slbSlotOf(Number(word), write.half), write.value, condition)];
    draft.stops.push(noEntry(condition, word));
    return [];
  });
}

function put(
  { t }: Surroundings,
  draft: Draft,
  slot: number,
  value: Term,
  when: Term,
): SymbolicWrite {
  draft.slots[slot] = t.select(when, value, slotIn(draft.slots, slot));
  return { slot, place: allPlaces[slot] ?? 'NIA', when, value, stored: false };
}

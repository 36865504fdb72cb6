// What resumption changes: the induction by which one turn of the guest stands for all of them (switch.ts).
//
// A place that a state which resumes the guest has otherwise than the turn began with holds any word when a turn begins; the clocks have
// moved by any number of ticks, if they all moved alike; and places that always hold the same hold one unknown word.
import type { Word } from '../../spec/vocabulary/words.ts';
import { widths } from '../places.ts';
import type { Algebra } from './algebra.ts';
import { assume, decided, simplified } from './facts.ts';
import { guestSlots } from './guest.ts';
import type { PathEnd } from './path-end.ts';
import type { Exploring } from './paths.ts';
import { type SymbolicState, slotIn } from './state.ts';
import { ALL, type Term } from './term.ts';
import { TICKING } from './ticks.ts';

/** What resumption changes beside the clocks. */
export interface ChangeSet {
  /** Whether anything resumes the guest. */
  readonly resumes: boolean;
  readonly slots: ReadonlySet<number>;
  readonly notes: ReadonlySet<number>;
  /** Slots that always hold what another of them holds, by that one. */
  readonly twins: ReadonlyMap<number, number>;
  /** Slots that do not, although they do when the guest is first entered. */
  readonly apart: ReadonlySet<number>;
}

/** Nothing is known to change yet. */
export const NOTHING_CHANGES: ChangeSet = {
  resumes: false,
  slots: new Set(),
  notes: new Set(),
  twins: new Map(),
  apart: new Set(),
};

/** What the states that resume the guest have otherwise than the one in which its turn began. */
export function changesOf(
  { around: { t }, watcher }: Exploring,
  begin: SymbolicState,
  resumed: readonly SymbolicState[],
  known: ChangeSet,
): ChangeSet {
  const slots = new Set(known.slots);
  const notes = new Set(known.notes);
  for (const state of resumed) {
    const ticking = tickingAlike(t, begin, state);
    for (const [slot, old] of begin.slots.entries()) {
      if (slots.has(slot) || guestSlots.has(slot) || ticking.has(slot)) continue;
      if (!isSame(t, state, slotIn(state.slots, slot), old)) slots.add(slot);
    }
    for (const [i, note] of watcher.entered(state).entries())
      if (note !== begin.notes[i]) notes.add(i);
  }
  return { ...known, resumes: known.resumes || resumed.length > 0, slots, notes };
}

/**
 * Slots that hold the same when the guest is first entered may do so whenever a turn begins, as DABR and the field that it is loaded
 * from: then they are one unknown. Those of which a state that resumes the guest does not show it are apart from then on.
 */
export function withTwins(
  { around: { t } }: Exploring,
  entered: SymbolicState,
  resumed: readonly SymbolicState[],
  changing: ChangeSet,
): ChangeSet {
  const apart = new Set(changing.apart);
  for (const [slot, of] of changing.twins)
    if (resumed.some((one) => !isSame(t, one, slotIn(one.slots, slot), slotIn(one.slots, of))))
      apart.add(slot);
  const twins = new Map<number, number>();
  const first = new Map<Term, number>();
  for (const slot of [...changing.slots].sort((a, b) => a - b)) {
    const term = slotIn(entered.slots, slot);
    if (term.op === 'literal' || apart.has(slot)) continue;
    const of = first.get(term);
    if (of === undefined) first.set(term, slot);
    else if (widths[of] === widths[slot]) twins.set(slot, of);
  }
  return { ...changing, twins, apart };
}

/**
 * Resumption that leaves other bytes in memory that no structure owns than the turn began with: no turn stands for the next one then, and
 * all that follows is given up.
 */
export function straying(
  t: Algebra,
  begin: SymbolicState,
  state: SymbolicState,
): readonly PathEnd[] {
  const isKept =
    state.bytes.size === begin.bytes.size &&
    [...state.bytes].every(([real, { byte, there }]) => {
      const old = begin.bytes.get(real);
      return (
        old !== undefined && isSame(t, state, byte, old.byte) && isSame(t, state, there, old.there)
      );
    });
  if (isKept) return [];
  const why = 'resuming the guest stores to memory that no structure owns';
  return (['vector', 'guest'] as const).map((phase) => {
    return { end: 'given-up', state: { ...state, phase }, site: state.site, why };
  });
}

const isSame = (t: Algebra, { facts }: SymbolicState, a: Term, b: Term): boolean =>
  a === b || decided(t, facts, t.equal(a, b)) === true;

/** Odd pauses in a turn are fewer. */
const ODD: Word = 1n << 32n;

/** The clocks that have moved by the same ticks: they are as they may be when a turn begins, after so many ticks. */
const tickingAlike = (
  t: Algebra,
  begin: SymbolicState,
  state: SymbolicState,
): ReadonlySet<number> =>
  isTickingAlike(t, begin, state) ? new Set(Object.values(TICKING)) : new Set();

/** Whether they have, on each of the paths that have met. */
function isTickingAlike(t: Algebra, begin: SymbolicState, state: SymbolicState): boolean {
  const condition = choiceIn(
    t.sub(slotIn(state.slots, TICKING.TB), slotIn(begin.slots, TICKING.TB)),
  );
  if (condition === undefined) return moveAlike(t, begin, state);
  return [true, false].every((holds) => {
    const facts = assume(t, state.facts, condition, holds);
    if (facts.impossible) return true;
    const slots = state.slots.slice();
    for (const slot of Object.values(TICKING))
      slots[slot] = simplified(t, facts, slotIn(slots, slot));
    return isTickingAlike(t, begin, { ...state, facts, slots });
  });
}

/** The condition of a choice that a term is, or that is part of a sum. */
function choiceIn(term: Term): Term | undefined {
  if (term.op === 'select') return term.args[0];
  return term.op === 'sum'
    ? term.args.map((part) => (part.op === 'select' ? part.args[0] : undefined)).find(Boolean)
    : undefined;
}

function moveAlike(t: Algebra, begin: SymbolicState, state: SymbolicState): boolean {
  const moved = (slot: number): Term => t.sub(slotIn(state.slots, slot), slotIn(begin.slots, slot));
  const ticks = moved(TICKING.TB);
  const halves = moved(TICKING.SPURR);
  const odd = t.sub(ticks, t.add(halves, halves));
  const low = t.literal(widths[TICKING.HDEC] ?? ALL);
  const down = t.equal(
    slotIn(state.slots, TICKING.HDEC),
    t.and(t.sub(slotIn(begin.slots, TICKING.HDEC), ticks), low),
  );
  return (
    decided(t, state.facts, down) === true &&
    isSame(t, state, moved(TICKING.PURR), ticks) &&
    odd.max < ODD
  );
}

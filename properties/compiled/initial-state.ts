// The state in which a history begins, in the machine buffer of the compiled evaluator: its words, what its flags decide, and the
// assumptions made true, from the same tables as the interpreter's.

import { emitter } from '../../model/compiled/emitter.ts';
import { textOf } from '../../model/compiled/half-text.ts';
import { highOf, lowOf } from '../../model/compiled/halves.ts';
import type { MachineBuffer } from '../../model/compiled/machine-buffer.ts';
import { constantPair, type Pair } from '../../model/compiled/pair.ts';
import { pairWords } from '../../model/compiled/pair-words.ts';
import { compileFunction, scopeOf } from '../../model/compiled/scope.ts';
import { slotNamed, slots, widths } from '../../model/places.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { type Assignment, assignmentsFor } from '../levels/switch/establish.ts';
import type { History, SwitchInputs } from '../levels/switch/history.ts';
import { biases } from '../levels/switch/play.ts';
import { type ClaimContext, placeIn, termPair } from './claim-code.ts';

/** Makes the states in which the kernel calls. */
export interface InitialStates {
  /** The state in which a history begins. */
  first(words: History[0]): void;
  /** The state in which the kernel calls again. */
  again(changes: SwitchInputs['changes']): void;
}

const masks = new Int32Array(widths.flatMap((width) => [lowOf(width), highOf(width)]));
const narrow = widths.flatMap((width, slot) => (width === lowBits(64) ? [] : [slot]));

const known = new WeakMap<MachineBuffer, Map<string, InitialStates>>();

/** Makes the states of one machine buffer, with the named assumptions left out; what makes them is made once. */
export function initialStates(buffer: MachineBuffer, without: ReadonlySet<string>): InitialStates {
  const byNames = known.get(buffer) ?? new Map<string, InitialStates>();
  known.set(buffer, byNames);
  const key = [...without].sort().join(' ');
  const made = byNames.get(key) ?? compiledStates(buffer, without);
  byNames.set(key, made);
  return made;
}

function compiledStates(buffer: MachineBuffer, without: ReadonlySet<string>): InitialStates {
  const { halves, words: all } = buffer;
  const flags = new Int32Array(all.buffer, 8 * slots, 1);
  const scope = scopeOf(buffer);
  const establish = assignmentsFor(without, buffer.layout).map((one) =>
    assignmentText(one, buffer),
  );
  const flagged = compileFunction<(flags: number) => void>(scope, 'flagged(flags)', flagsText());
  const narrowed = compileFunction<() => void>(scope, 'narrowed()', narrow.map(cutText).join('\n'));
  const established = compileFunction<() => void>(scope, 'established()', establish.join('\n'));
  const word = new BigInt64Array(1);
  const parts = new Int32Array(word.buffer);
  return {
    first(words) {
      if (words.length < all.length) all.fill(0n);
      all.set(words.length > all.length ? words.subarray(0, all.length) : words);
      narrowed();
      flagged(flags[0] ?? 0);
      established();
      if (buffer.elsewhere.size > 0) buffer.elsewhere.clear();
    },
    again(changes) {
      for (const { place, word: to } of changes) {
        if (place >= slots) continue;
        word[0] = to;
        halves.set(parts, 2 * place);
        cut(halves, place);
      }
      established();
    },
  };
}

function cut(halves: Int32Array, slot: number): void {
  halves[2 * slot] = (halves[2 * slot] ?? 0) & (masks[2 * slot] ?? 0);
  halves[2 * slot + 1] = (halves[2 * slot + 1] ?? 0) & (masks[2 * slot + 1] ?? 0);
}

/** A place cut to its width. */
function cutText(slot: number): string {
  const [low = 0, high = 0] = masks.subarray(2 * slot);
  const cutLow = low === -1 ? '' : `R[${2 * slot}]&=${low};`;
  return `${cutLow}R[${2 * slot + 1}]${high === 0 ? '=0' : `&=${high}`};`;
}

/** What the flags decide, in order; they are all in the low half of their word. */
function flagsText(): string {
  const rows = biases.map(({ flag, where, places, as }) => {
    const to = emitter();
    for (const place of places)
      to.keep(put(place, typeof as === 'bigint' ? constantPair(as) : placeIn(to, 'R', as)));
    return `if((flags&${lowOf(flag)})${where === 'set' ? '!==' : '==='}0){${to.text()}}`;
  });
  return rows.join('\n');
}

function assignmentText({ place, mask, to: term }: Assignment, { layout }: MachineBuffer): string {
  const to = emitter();
  const { and, literal, not, or } = pairWords(to);
  const word = typeof term === 'bigint' ? constantPair(term) : termPair(term, to, now(layout));
  const kept = and(placeIn(to, 'R', place), not(literal(mask)));
  to.keep(put(place, or(kept, and(word, literal(mask)))));
  return `{${to.text()}}`;
}

/** Every state is the one at the call. */
const now = ({ addressOf }: MachineBuffer['layout']): ClaimContext => ({
  was: 'R',
  now: 'R',
  prior: 'R',
  address: addressOf,
  trace: () => {
    throw new Error('an assumption about the call says nothing of steps');
  },
});

/** Puts a word into a place, cut to its width. */
function put(place: Place, { low, high }: Pair): string {
  const slot = slotNamed(place);
  const [lowMask = 0, highMask = 0] = masks.subarray(2 * slot);
  return `R[${2 * slot}]=${textOf(low)}&${textOf(lowMask)};R[${2 * slot + 1}]=${textOf(high)}&${textOf(highMask)};`;
}

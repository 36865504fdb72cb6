// A step as text: its meaning read over pairs of expressions, and its writes as assignments to the board.
//
// The text stands in a function with the board's parts in scope. NUMBER is the step's number in that function; words that
// depend on where the step stands (the address behind it, labels) are looked up in tables of the program at hand.

import { lowBits } from '../../spec/words.ts';
import type { Layout } from '../layout.ts';
import { type SlbHalf, slotOf } from '../places.ts';
import type { Code, Meaning, StepWrite, View } from '../step.ts';
import { type Emitter, emitter } from './emitter.ts';
import { textOf } from './half-text.ts';
import { called, inlined, knownField, type Memory, NUMBER, telling } from './memory-text.ts';
import { constantPair, knownWord, type Pair } from './pair.ts';
import { isNotZero, pairWords } from './pair-words.ts';
import { changesOf, isNarrow, slbAt, slotFor, slotWritten } from './written.ts';

/** What a step may write: of slots, the condition under which it does (none if it always does); of memory, anything. */
export interface Reach {
  readonly slots: ReadonlyMap<number, string | undefined>;
  /** Whether it writes where only the run shows. */
  readonly open: boolean;
}

/** What is woven in around a step. */
export interface Weave {
  /** Slots whose words before the step are kept in `prior`. */
  prior(reach: Reach): readonly number[];
  /** Statements behind the step. `n` is how many slots are in `stored`. */
  behind(reach: Reach): string;
}

/** Where a step takes its words from. */
export interface Setting {
  readonly layout: Layout;
  readonly weave: Weave;
  readonly code: Code;
  /** The words of literals, as a text asks for them from its beginning. */
  literals(to: Emitter): (value: bigint) => Pair;
  /** The address behind the step. */
  nia(to: Emitter): Pair;
  /** The word that a register is known to have before the step. */
  known?(slot: number): bigint | undefined;
}

/** A step that was written. */
export interface Written {
  readonly text: string;
  readonly reach: Reach;
}

const NIA = slotOf.get('NIA') ?? 0;
const MSR = slotOf.get('MSR') ?? 0;
const TIMERS: readonly number[] = [slotOf.get('DEC') ?? 0, slotOf.get('TB') ?? 0];
const TIMER_TEXT = `S[1]=S[0]+${NUMBER}+1;`;

/** Characters of a step beyond which its loads and stores are calls: a function that is too long is never optimised. */
const LONG = 8000;

/** The text of a meaning. */
export function stepText(meaning: Meaning, setting: Setting): Written {
  if (setting.known !== undefined) return textWith(meaning, setting, inlined(setting.layout));
  const written = textWith(meaning, setting, inlined(setting.layout));
  return written.text.length < LONG ? written : textWith(meaning, setting, called);
}

/** Whether a step may go on elsewhere than right behind itself. */
export const writesNia = ({ reach }: Written): boolean => reach.slots.has(NIA);

/** Whether it may leave hypervisor code. */
export const writesMsr = ({ reach }: Written): boolean => reach.slots.has(MSR);

function textWith(meaning: Meaning, setting: Setting, memory: Memory): Written {
  const to = emitter();
  const words = { ...pairWords(to), literal: setting.literals(to) };
  const writes = meaning(viewOf(to, setting, memory), words, setting.code);
  const slots = new Map<number, string | undefined>();
  let open = false;
  const made = writes.map((write) => {
    const condition = conditionOf(to, write);
    if (condition === false) return { text: '', changes: () => false };
    const target = slotWritten(write, setting.layout);
    if (target === undefined) open = true;
    else slots.set(target, together(slots, target, condition));
    const text = assignment(to, write, target, memory);
    return {
      text: condition === undefined ? text : `if(${condition}){${text}}`,
      changes: changesOf(write, target),
    };
  });
  const reach = { slots, open };
  for (const slot of setting.weave.prior(reach))
    to.keep(`prior[${2 * slot}]=R[${2 * slot}];prior[${2 * slot + 1}]=R[${2 * slot + 1}];`);
  for (const { text, changes } of made) to.keep(text, changes);
  to.keep(setting.weave.behind(reach));
  return { text: to.text(), reach };
}

/** Of a write: nothing where it is always made, `false` where it never is. */
function conditionOf(to: Emitter, { when }: StepWrite<Pair>): string | false | undefined {
  if (when === undefined) return undefined;
  const known = knownWord(when);
  if (known !== undefined) return known === 0n ? false : undefined;
  return to.local(isNotZero(when));
}

function together(
  slots: ReadonlyMap<number, string | undefined>,
  slot: number,
  condition: string | undefined,
): string | undefined {
  if (!slots.has(slot)) return condition;
  const other = slots.get(slot);
  return other === undefined || condition === undefined ? undefined : `${other}||${condition}`;
}

function viewOf(to: Emitter, setting: Setting, memory: Memory): View<Pair> {
  const { layout } = setting;
  const inSlot = (slot: number): Pair => ({
    low: to.local(`R[${2 * slot}]`),
    high: isNarrow(slot) ? 0 : to.local(`R[${2 * slot + 1}]`),
  });
  return {
    layout,
    register(name) {
      const slot = slotFor(name);
      if (TIMERS.includes(slot)) to.once('timer', () => to.keep(TIMER_TEXT));
      const word = setting.known?.(slot);
      if (word !== undefined) return constantPair(word);
      return slot === NIA ? setting.nia(to) : inSlot(slot);
    },
    load: (address, bytes) =>
      to.once(`load ${bytes} ${address.low} ${address.high}`, () => {
        const slot = knownField(layout, address, bytes);
        return slot === undefined ? memory.load(to, address, bytes) : inSlot(slot);
      }),
    slb(index, half) {
      const known = knownWord(index);
      if (known !== undefined && known <= 31n) return inSlot(slbAt(Number(known), half));
      return to.once(`slb ${half} ${index.low} ${index.high}`, () => {
        const slot = to.fresh();
        to.keep(`const ${slot}=${slbIndex(index, half)};`);
        return { low: to.local(`R[${slot}]`), high: to.local(`R[${slot}+1]`) };
      });
    },
  };
}

/** Twice the slot of an entry whose index only the run shows; there may be no such entry. */
const slbIndex = ({ low, high }: Pair, half: SlbHalf): string =>
  `(${textOf(high)}===0&&(${textOf(low)}>>>0)<=31)?${2 * slbAt(0, half)}+4*${textOf(low)}:noSuchEntry(board,${NUMBER})`;

function assignment(
  to: Emitter,
  write: StepWrite<Pair>,
  slot: number | undefined,
  memory: Memory,
): string {
  const { low, high } = write.value;
  if (slot !== undefined) {
    const timer = TIMERS.includes(slot) ? TIMER_TEXT : '';
    const rest = isNarrow(slot) ? '' : `R[${2 * slot + 1}]=${textOf(high)};`;
    const bits =
      write.address !== undefined && write.bytes < 4 ? `&${lowBits(8 * write.bytes)}` : '';
    return `R[${2 * slot}]=${textOf(low)}${bits};${rest}${timer}`;
  }
  if (write.address !== undefined) return memory.store(to, write.address, write.bytes, write.value);
  if (write.slb === undefined) throw new Error('a write goes nowhere');
  const entry = to.fresh();
  return `const ${entry}=${slbIndex(write.slb, write.half)};R[${entry}]=${textOf(low)};R[${entry}+1]=${textOf(high)};${telling(entry)}`;
}

/** A word that the text does not know: halves in a table. */
export const tablePair = (to: Emitter, table: string, index: string): Pair => ({
  low: to.local(`${table}[${index}]`),
  high: to.local(`${table}[${index}+1]`),
});

// The code of a step, as text: its meaning read over pairs of expressions, and its writes as assignments to the buffer.
//
// The text is part of a function with the buffer's parts in scope. NUMBER is the step's number in that function; words that
// depend on where the step stands (the address after it, labels) are looked up in tables of the program at hand.

import { lowBits } from '../../spec/vocabulary/words.ts';
import type { Layout } from '../layout.ts';
import { type SlbHalf, slbSlotOf, slotNamed } from '../places.ts';
import type { Code, Meaning, StepWrite, View } from '../step.ts';
import { type Emitter, emitter } from './emitter.ts';
import { textOf } from './half-text.ts';
import {
  callMemory,
  constantField,
  inlineMemory,
  type MemoryCode,
  NUMBER,
  noteStore,
} from './memory-code.ts';
import { constantPair, knownWord, type Pair } from './pair.ts';
import { isNotZero, pairWords } from './pair-words.ts';
import { halvesChanged, isNarrow, targetSlot } from './write-targets.ts';

/** The writes that a step may make: for each slot the condition on which it is written, or none if it always is. */
export interface WriteSet {
  readonly slots: ReadonlyMap<number, string | undefined>;
  /** Whether it also writes where only the run can tell: to memory, or to the SLB. */
  readonly dynamic: boolean;
}

/** The instrumentation of a step: statements around it. */
export interface StepHooks {
  /** The slots whose words before the step are copied to `prior`. */
  priorSlots(writes: WriteSet): readonly number[];
  /** Statements after the step. `n` is the number of slots in `stored`. */
  afterStep(writes: WriteSet): string;
}

/** What code is generated for: the layout, the hooks, and the expressions for words that the step alone does not give. */
export interface Target {
  readonly layout: Layout;
  readonly hooks: StepHooks;
  readonly code: Code;
  /** The words of literals; one reader for each text. */
  literals(to: Emitter): (value: bigint) => Pair;
  /** The address after the step. */
  nia(to: Emitter): Pair;
  /** The word that a register is known to have before the step. */
  constant?(slot: number): bigint | undefined;
}

/** The text of a step, and what it may write. */
export interface StepCode {
  readonly text: string;
  readonly writes: WriteSet;
}

const NIA = slotNamed('NIA');
const MSR = slotNamed('MSR');
const TIMERS: readonly number[] = [slotNamed('DEC'), slotNamed('TB')];
const TIMER_TEXT = `S[1]=S[0]+${NUMBER}+1;`;

/** Characters of a step beyond which its loads and stores are calls: the engine never optimises a function that is too long. */
const LONG = 8000;

/** Generates the code of a step. */
export function stepCode(meaning: Meaning, target: Target): StepCode {
  if (target.constant !== undefined) return codeWith(meaning, target, inlineMemory(target.layout));
  const code = codeWith(meaning, target, inlineMemory(target.layout));
  return code.text.length < LONG ? code : codeWith(meaning, target, callMemory);
}

/** Whether a step may be followed by another than the one after it. */
export const writesNia = ({ writes }: StepCode): boolean => writes.slots.has(NIA);

/** Whether it may leave hypervisor code. */
export const writesMsr = ({ writes }: StepCode): boolean => writes.slots.has(MSR);

function codeWith(meaning: Meaning, target: Target, memory: MemoryCode): StepCode {
  const to = emitter();
  const words = { ...pairWords(to), literal: target.literals(to) };
  const slots = new Map<number, string | undefined>();
  let dynamic = false;
  const made = meaning(viewOf(to, target, memory), words, target.code).map((write) => {
    const condition = conditionOf(to, write);
    if (condition === false) return { text: '', changes: () => false };
    const slot = targetSlot(write, target.layout);
    if (slot === undefined) dynamic = true;
    else slots.set(slot, eitherCondition(slots, slot, condition));
    const text = assignment(to, write, slot, memory);
    return {
      text: condition === undefined ? text : `if(${condition}){${text}}`,
      changes: halvesChanged(write, slot),
    };
  });
  const writes = { slots, dynamic };
  for (const slot of target.hooks.priorSlots(writes))
    to.keep(`prior[${2 * slot}]=R[${2 * slot}];prior[${2 * slot + 1}]=R[${2 * slot + 1}];`);
  for (const { text, changes } of made) to.keep(text, changes);
  to.keep(target.hooks.afterStep(writes));
  return { text: to.text(), writes };
}

/** The condition of a write: none where it is always made, `false` where it never is. */
function conditionOf(to: Emitter, { when }: StepWrite<Pair>): string | false | undefined {
  if (when === undefined) return undefined;
  const known = knownWord(when);
  if (known !== undefined) return known === 0n ? false : undefined;
  return to.local(isNotZero(when));
}

function eitherCondition(
  slots: ReadonlyMap<number, string | undefined>,
  slot: number,
  condition: string | undefined,
): string | undefined {
  if (!slots.has(slot)) return condition;
  const other = slots.get(slot);
  return other === undefined || condition === undefined ? undefined : `${other}||${condition}`;
}

function viewOf(to: Emitter, target: Target, memory: MemoryCode): View<Pair> {
  const { layout } = target;
  const inSlot = (slot: number): Pair => ({
    low: to.local(`R[${2 * slot}]`),
    high: isNarrow(slot) ? 0 : to.local(`R[${2 * slot + 1}]`),
  });
  return {
    layout,
    register(name) {
      const slot = slotNamed(name);
      if (TIMERS.includes(slot)) to.once('timer', () => to.keep(TIMER_TEXT));
      const word = target.constant?.(slot);
      if (word !== undefined) return constantPair(word);
      return slot === NIA ? target.nia(to) : inSlot(slot);
    },
    load: (address, bytes) =>
      to.once(`load ${bytes} ${address.low} ${address.high}`, () => {
        const slot = constantField(layout, address, bytes);
        return slot === undefined ? memory.load(to, address, bytes) : inSlot(slot);
      }),
    slb(index, half) {
      const known = knownWord(index);
      if (known !== undefined && known <= 31n) return inSlot(slbSlotOf(Number(known), half));
      return to.once(`slb ${half} ${index.low} ${index.high}`, () => {
        const slot = to.fresh();
        to.keep(`const ${slot}=${slbIndex(index, half)};`);
        return { low: to.local(`R[${slot}]`), high: to.local(`R[${slot}+1]`) };
      });
    },
  };
}

/** Twice the slot of an SLB entry whose index only the run can tell; the run is stuck where there is no such entry. */
const slbIndex = ({ low, high }: Pair, half: SlbHalf): string =>
  `(${textOf(high)}===0&&(${textOf(low)}>>>0)<=31)?${2 * slbSlotOf(0, half)}+4*${textOf(low)}:noSuchEntry(buffer,${NUMBER})`;

function assignment(
  to: Emitter,
  write: StepWrite<Pair>,
  slot: number | undefined,
  memory: MemoryCode,
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
  return `const ${entry}=${slbIndex(write.slb, write.half)};R[${entry}]=${textOf(low)};R[${entry}+1]=${textOf(high)};${noteStore(entry)}`;
}

/** A word whose halves are in a table. */
export const tablePair = (to: Emitter, table: string, index: string): Pair => ({
  low: to.local(`${table}[${index}]`),
  high: to.local(`${table}[${index}+1]`),
});

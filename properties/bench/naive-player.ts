// The design that is the first to come to mind, for the bench alone: the machine is a plain object, and every step makes the next
// one of it with immer.
//
// It is the interpreter on other cells: the same transition, and a trace that is judged by the same clauses. It is spared what
// could be held against it: its words are a list by slot, not an object by name; what a step writes into slots is one produce;
// between switches the cells are the interpreter's; and immer need not freeze what it makes.
import { enableMapSet, Immer } from 'immer';
import type { Cells } from '../../model/cells.ts';
import type { Layout } from '../../model/layout.ts';
import { allPlaces } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { runSwitch } from '../../model/run.ts';
import { cellsOf, stateOf } from '../../model/state.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { History } from '../levels/switch/history.ts';
import {
  beginning,
  type PlayResult,
  playFrom,
  roundsOf,
  type Stage,
} from '../levels/switch/play.ts';

enableMapSet();

/** What changes of a machine. */
interface Naive {
  readonly slots: readonly Word[];
  readonly elsewhere: ReadonlyMap<Word, Word>;
}

/** Whether each state is frozen, as immer does where nobody says otherwise. */
export type Freezing = 'frozen' | 'loose';

/** Plays a history as `play` does, an immer produce for each step. */
export function playNaively(
  program: Program,
  history: History,
  stage: Stage,
  freezing: Freezing,
): PlayResult {
  const immer = new Immer({ autoFreeze: freezing === 'frozen' });
  const run: typeof runSwitch = (on, label, before, round) => {
    const begun = naiveCells(immer, on.layout, { slots: wordsIn(before.cells), elsewhere: NONE });
    const ran = runSwitch(on, label, stateOf(begun), round);
    return { ...ran, after: stateOf(cellsOf(wordsIn(ran.after.cells), on.layout)) };
  };
  const begin = beginning(history, stage, program.layout);
  return playFrom(begin, program, roundsOf(history), stage, undefined, run);
}

const NONE: Naive['elsewhere'] = new Map();

const wordsIn = (cells: Cells): readonly Word[] => allPlaces.map((_, slot) => cells.word(slot));

/** Cells of which every write makes an object of its own. */
function naiveCells(immer: Immer, layout: Layout, state: Naive): Cells {
  const made = (recipe: (draft: { slots: Word[]; elsewhere: Map<Word, Word> }) => void): Cells =>
    naiveCells(immer, layout, immer.produce(state, recipe));
  return {
    layout,
    word: (slot) => state.slots[slot] ?? 0n,
    byte: (address) => state.elsewhere.get(address),
    with: (words) =>
      made(({ slots }) => {
        for (const { slot, word } of words) slots[slot] = word;
      }),
    withByte: (address, byte) =>
      made(({ elsewhere }) => {
        elsewhere.set(address, byte);
      }),
  };
}

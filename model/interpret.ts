// One step over numbers: a function of the cells that it begins with, and of nothing else. It tells which places changed.
import type { Write } from '../spec/vocabulary/machine.ts';
import { lowBits, numbers, type Word } from '../spec/vocabulary/words.ts';
import type { Cells, Put } from './cells.ts';
import { type Image, load, lowBytes, Stuck, store } from './memory.ts';
import { fieldAt } from './pieces.ts';
import { allPlaces, type SlbHalf, slbSlotOf, slotNamed, widths } from './places.ts';
import type { Code, Step, StepWrite, View } from './step.ts';

/** What a step knows of the program that it belongs to. */
export interface Surroundings {
  readonly code: Code;
  readonly image?: Image;
}

/** The result of a step. */
export interface StepResult {
  readonly cells: Cells;
  readonly writes: readonly Write[];
  /** Whether it touched the timebase or the decrementer. */
  readonly timed: boolean;
}

const NIA = slotNamed('NIA');
const DEC = slotNamed('DEC');
const TB = slotNamed('TB');

const isTimer = (slot: number): boolean => slot === DEC || slot === TB;

/** What narrow registers are cut to; whole ones need no cutting. */
const cuts: readonly (Word | undefined)[] = widths.map((width) =>
  width === lowBits(64) ? undefined : width,
);

/**
 * Takes one step, with NIA at an address first where one is given. Throws Stuck when the step reads something unset.
 *
 * Words for slots are put together, but for a store to a part of a field: it needs what the writes before it have left.
 */
export function execute(
  before: Cells,
  step: Step,
  { code, image }: Surroundings,
  nia: Word = before.word(NIA),
): StepResult {
  let timed = false;
  const view = viewOf(before, nia, image, (slot) => {
    timed ||= isTimer(slot);
  });
  const writes: Write[] = [];
  let cells = before;
  let puts: Put[] = [{ slot: NIA, word: nia }];
  for (const write of step.meaning(view, numbers, code)) {
    if (write.when === 0n) continue;
    const whole =
      write.address === undefined ? undefined : fieldAt(before.layout, write.address, write.bytes);
    if (write.address === undefined) {
      const put = putBy(write);
      timed ||= isTimer(put.slot);
      puts.push(put);
      writes.push({ place: allPlaces[put.slot] ?? 'NIA', word: put.word, stored: false });
    } else if (whole !== undefined) {
      const word = lowBytes(write.value, write.bytes);
      puts.push({ slot: whole.slot, word });
      writes.push({ place: whole.place, word, stored: true });
    } else {
      const stored = store(cells.with(puts), write.address, write.bytes, write.value);
      cells = stored.cells;
      puts = [];
      writes.push(...stored.writes);
    }
  }
  return { cells: cells.with(puts), writes, timed };
}

/** Cells as a step sees them; told of each register that it reads. */
const viewOf = (
  cells: Cells,
  nia: Word,
  image: Image | undefined,
  reads: (slot: number) => void,
): View<Word> => ({
  register: (name) => {
    const slot = slotNamed(name);
    reads(slot);
    return slot === NIA ? nia : cells.word(slot);
  },
  layout: cells.layout,
  load: (address, bytes) => load(cells, address, bytes, image),
  slb: (index, half) => cells.word(slbAt(index, half)),
});

/** What a write puts into a register, or into an entry of the SLB. */
function putBy(write: Exclude<StepWrite<Word>, { readonly address: Word }>): Put {
  if (write.register === undefined)
    return { slot: slbAt(write.slb, write.half), word: write.value };
  const slot = slotNamed(write.register);
  const cut = cuts[slot];
  return { slot, word: cut === undefined ? write.value : write.value & cut };
}

function slbAt(index: Word, half: SlbHalf): number {
  if (index > 31n) throw new Stuck(`SLB entry ${index} does not exist; there are 32`);
  return slbSlotOf(Number(index), half);
}

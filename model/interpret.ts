// One step over numbers: reads the cells, makes the writes, tells which places changed.
import type { Write } from '../spec/machine.ts';
import type { Place as Register } from '../spec/registers.ts';
import { lowBits, numbers, type Word } from '../spec/words.ts';
import { allPlaces, type SlbHalf, slbSlot, slotOf, widths } from './layout.ts';
import { type Cells, load, Stuck, store } from './memory.ts';
import type { Code, Step, StepWrite, View } from './step.ts';

/** A machine that steps can be taken on. It remembers whether a step touched the timebase or the decrementer. */
export interface Interpreter {
  /** Takes one step and returns what it wrote. Throws Stuck when the step reads something unset. */
  take(step: Step, code: Code): readonly Write[];
  /** Steps taken since one last touched TB or DEC. */
  sinceTimer(): number;
}

/** What narrow registers are cut to; whole ones need no cutting. */
const cuts: readonly (Word | undefined)[] = widths.map((width) =>
  width === lowBits(64) ? undefined : width,
);

export function interpreter(cells: Cells): Interpreter {
  let taken = 0;
  let timer = Number.NEGATIVE_INFINITY;
  const touched = (name: Register | undefined) => {
    if (name === 'DEC' || name === 'TB') timer = taken;
  };
  const view: View<Word> = {
    register: (name) => {
      touched(name);
      return cells.slots[slotFor(name)] ?? 0n;
    },
    load: (address, bytes) => load(cells, address, bytes),
    slb: (index, half) => cells.slots[slbAt(index, half)] ?? 0n,
  };
  return {
    take(step, code) {
      taken++;
      const told: Write[] = [];
      for (const write of step.meaning(view, numbers, code))
        if (write.when !== 0n) {
          touched(write.register);
          apply(cells, write, told);
        }
      return told;
    },
    sinceTimer: () => taken - timer,
  };
}

function apply(cells: Cells, write: StepWrite<Word>, told: Write[]): void {
  if (write.register !== undefined) {
    const slot = slotFor(write.register);
    const cut = cuts[slot];
    const word = cut === undefined ? write.value : write.value & cut;
    cells.slots[slot] = word;
    told.push({ place: write.register, word, stored: false });
  } else if (write.address !== undefined)
    store(cells, write.address, write.bytes, write.value, told);
  else {
    const slot = slbAt(write.slb, write.half);
    cells.slots[slot] = write.value;
    told.push({ place: allPlaces[slot] ?? 'NIA', word: write.value, stored: false });
  }
}

function slotFor(name: Register): number {
  const slot = slotOf.get(name);
  if (slot === undefined) throw new Stuck(`${name} is no register of this machine`);
  return slot;
}

function slbAt(index: Word, half: SlbHalf): number {
  if (index > 31n) throw new Stuck(`SLB entry ${index} does not exist; there are 32`);
  return slbSlot + 2 * Number(index) + (half === 'esid' ? 0 : 1);
}

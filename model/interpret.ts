// One step over numbers: reads the cells, makes the writes, tells which places changed.
import type { Write } from '../spec/machine.ts';
import type { Place as Register } from '../spec/registers.ts';
import { lowBits, numbers, type Word } from '../spec/words.ts';
import { type Cells, type Image, load, Stuck, store } from './memory.ts';
import { allPlaces, type SlbHalf, slbSlot, slotOf, widths } from './places.ts';
import type { Code, Step, StepWrite, View } from './step.ts';

/** A machine that steps can be taken on. It remembers whether a step touched the timebase or the decrementer. */
export interface Interpreter {
  /** Takes one step and returns what it wrote. Throws Stuck when the step reads something unset. */
  take(step: Step, code: Code): readonly Write[];
  /** Steps taken since one last touched TB or DEC. */
  sinceTimer(): number;
}

const DEC = slotOf.get('DEC');
const TB = slotOf.get('TB');

/** What narrow registers are cut to; whole ones need no cutting. */
const cuts: readonly (Word | undefined)[] = widths.map((width) =>
  width === lowBits(64) ? undefined : width,
);

export function interpreter(cells: Cells, image?: Image): Interpreter {
  let taken = 0;
  let timer = Number.NEGATIVE_INFINITY;
  const { slots } = cells;
  const view: View<Word> = {
    register: (name) => {
      const slot = slotFor(name);
      if (slot === DEC || slot === TB) timer = taken;
      return slots[slot] ?? 0n;
    },
    layout: cells.layout,
    load: (address, bytes) => load(cells, address, bytes, image),
    slb: (index, half) => cells.slots[slbAt(index, half)] ?? 0n,
  };
  return {
    take(step, code) {
      taken++;
      const told: Write[] = [];
      for (const write of step.meaning(view, numbers, code))
        if (write.when !== 0n) {
          const slot = apply(cells, write, told);
          if (slot === DEC || slot === TB) timer = taken;
        }
      return told;
    },
    sinceTimer: () => taken - timer,
  };
}

/** Makes a write, and says which slot it went to if that is a register's. */
function apply(cells: Cells, write: StepWrite<Word>, told: Write[]): number | undefined {
  if (write.register !== undefined) {
    const slot = slotFor(write.register);
    const cut = cuts[slot];
    const word = cut === undefined ? write.value : write.value & cut;
    cells.slots[slot] = word;
    told.push({ place: write.register, word, stored: false });
    return slot;
  }
  if (write.address !== undefined) store(cells, write.address, write.bytes, write.value, told);
  else {
    const slot = slbAt(write.slb, write.half);
    cells.slots[slot] = write.value;
    told.push({ place: allPlaces[slot] ?? 'NIA', word: write.value, stored: false });
  }
  return undefined;
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

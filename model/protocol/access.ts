// What one step of the path comes to: the places that it reads and writes, found by executing it with a view that takes notes.
import type { Write } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Cells } from '../cells.ts';
import { execute } from '../interpret.ts';
import type { Layout } from '../layout.ts';
import { bytesAt } from '../pieces.ts';
import { slotNamed } from '../places.ts';
import type { LinkedStep, Program } from '../program.ts';
import type { Bytes, Step, View } from '../step.ts';
import { isSeenByOthers } from './places.ts';
import { XICS, XICS_AT } from './secondary.ts';

const XIRR_AT = XICS_AT + XICS.XIRR;

/** It is 0 for the primary thread, to whose PACA no other thread stores. */
const PACA_INDEX = slotNamed('paca.paca_index');

/** A step, executed: the cells after it, what it wrote, and whether another thread may be concerned. */
export interface ExecutedStep {
  readonly cells: Cells;
  readonly writes: readonly Write[];
  readonly concernsOthers: boolean;
  /** Whether it reads XIRR, which acknowledges what is presented. */
  readonly readsXirr: boolean;
}

/** Executes the step at NIA on cells that have what the threads share. Throws Stuck where it reads what nobody has set. */
export function executed(cells: Cells, { step, next }: LinkedStep, program: Program): ExecutedStep {
  let [concernsOthers, readsXirr] = [false, false];
  const primary = cells.word(PACA_INDEX) === 0n;
  const heed = (place: string, access: 'load' | 'store'): void => {
    readsXirr ||= place === 'XIRR';
    concernsOthers ||= isSeenByOthers(place, access, primary);
  };
  const done = execute(cells, heeded(step, cells.layout, heed), program, next);
  for (const { place } of done.writes) heed(place, 'store');
  return { cells: done.cells, writes: done.writes, concernsOthers, readsXirr };
}

/** The step, telling which registers and which fields it reads. */
function heeded(
  { text, meaning }: Step,
  layout: Layout,
  heed: (place: string, access: 'load') => void,
): Step {
  return {
    text,
    meaning: <V>(
      view: View<V>,
      words: Parameters<typeof meaning<V>>[1],
      code: (l: string) => Word,
    ) => meaning(heedingView(view, layout, heed), words, code),
  };
}

const heedingView = <V>(
  view: View<V>,
  layout: Layout,
  heed: (place: string, access: 'load') => void,
): View<V> => ({
  layout: view.layout,
  slb: (index, half) => view.slb(index, half),
  register(name) {
    heed(name, 'load');
    return view.register(name);
  },
  load(address, bytes: Bytes) {
    if (typeof address === 'bigint')
      for (const { field } of bytesAt(layout, address, bytes))
        if (field !== undefined) heed(field.place, 'load');
    if (address === XIRR_AT) heed('XIRR', 'load');
    return view.load(address, bytes);
  },
});

// What comes next in a switch: a function from one moment to the next, which takes one step and changes nothing that is there.
import { MSR } from '../spec/bits.ts';
import type { Taken } from '../spec/machine.ts';
import type { Word } from '../spec/words.ts';
import type { Cells } from './cells.ts';
import { isHome, Nowhere } from './ending.ts';
import { stepped } from './interpret.ts';
import { Astray, Stuck } from './memory.ts';
import type { Coming, Counts, Moment, World } from './moment.ts';
import type { Program } from './program.ts';
import { slotNamed } from './state.ts';
import { comingIn } from './turns.ts';

/** What one step comes to: the next moment, or why there is none. */
export type After =
  | { readonly end?: never; readonly taken: Taken; readonly moment: Moment }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: Taken };

/** What comes next: a step's moment, or the end of the switch. */
export type Next = After | End;

/** There is no next step: the switch is back with its caller, or has come to where no caller waits. */
export type End =
  | { readonly end: 'returned' }
  | { readonly end: 'stuck'; readonly error: Stuck; readonly taken?: never };

const NIA = slotNamed('NIA');
const MSR_SLOT = slotNamed('MSR');
const LR = slotNamed('LR');

const isHypervisor = (cells: Cells): boolean => (cells.word(MSR_SLOT) & MSR.HV) !== 0n;

const NOTHING: Counts = {
  looked: false,
  turns: 0,
  hostSteps: 0,
  actions: 0,
  pauses: 0,
  heldUp: Number.NEGATIVE_INFINITY,
};

/** Cells with NIA at an address. */
export const withNia = (cells: Cells, word: Word): Cells => cells.with([{ slot: NIA, word }]);

/** The moment at which the routine with this label is called. */
export function calling(program: Program, label: string, before: Cells): Moment {
  const address = program.code(label);
  const cells = withNia(before, address);
  return {
    cells,
    hypervisor: isHypervisor(cells),
    index: program.find(address),
    home: cells.word(LR),
    sinceTimer: Number.POSITIVE_INFINITY,
    counts: NOTHING,
  };
}

/** Takes the next step. */
export function next(program: Program, world: World, moment: Moment): Next {
  const coming = comingIn(program, world, moment);
  return coming === undefined ? endedAt(program, moment) : after(program, moment, coming);
}

/** How a switch has ended that comes to no step. */
export function endedAt(program: Program, { cells, home }: Moment): End {
  const nia = cells.word(NIA);
  return isHome(nia, home)
    ? { end: 'returned' }
    : { end: 'stuck', error: new Nowhere(nia, program) };
}

/** Whether a step of hypervisor code has led elsewhere than to the one after it. */
export const hasBranched = ({ by, nia }: Coming, { cells }: Moment): boolean =>
  by === 'host' && cells.word(NIA) !== nia;

/** What a step that comes at a moment leads to. */
export function after(program: Program, moment: Moment, coming: Coming): After {
  const { site, step, by, nia } = coming;
  try {
    const { cells, writes, timed } = stepped(moment.cells, step, program, nia);
    const hypervisor = isHypervisor(cells);
    return {
      taken: { site, text: step.text, by, writes },
      moment: {
        cells,
        hypervisor,
        home: moment.home,
        index: by === 'host' ? following(program, cells, coming) : coming.index,
        sinceTimer: timed ? 0 : moment.sinceTimer + 1,
        counts:
          by === 'hardware' && hypervisor && !moment.hypervisor ? over(coming) : coming.counts,
      },
    };
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    if (!(error instanceof Astray)) return { end: 'stuck', error };
    const taken = { site, text: step.text, by, writes: [], astray: error.place };
    return { end: 'stuck', error, taken };
  }
}

/** The guest's turn is over with an interrupt: it does nothing. */
const over = ({ counts }: Coming): Counts => ({
  ...counts,
  looked: false,
  turns: counts.turns + 1,
});

/** The step in the program that follows, where the one that was taken leads to it. */
const following = (program: Program, cells: Cells, { index, nia }: Coming): number | undefined =>
  index !== undefined && cells.word(NIA) === nia && program.steps[index + 1]?.address === nia
    ? index + 1
    : undefined;

// How a run ends for which there is no next instruction: it is back with its caller, or it is stuck, and then what led there is said.
//
// Said are the step that could not be taken, with the registers that led it astray and where they were last written, and the last
// branches that were taken. Kept here because a run that merely stops says nothing of why.
import type { Ending, StepRecord } from '../spec/vocabulary/machine.ts';
import { hex, type Word } from '../spec/vocabulary/words.ts';
import { addressRegisters } from './compiled/address-registers.ts';
import { REAL_ADDRESS } from './layout.ts';
import { Stuck, UnsetLoad } from './memory.ts';
import { allPlaces } from './places.ts';
import type { Program } from './program.ts';
import type { Step } from './step.ts';

/** The run cannot go on: where it has come to lies no instruction of the program, and its caller does not wait there. */
export class Nowhere extends Stuck {
  readonly address: Word;
  constructor(address: Word, program: Program) {
    const what = program.beside?.(address) ?? 'no instruction of the program lies there';
    super(`the run comes to ${hex(address)}, to which no caller returns: ${what}`);
    this.address = address;
  }
}

/** The run cannot end: after so many steps the machine is as it was. */
export class Endless extends Stuck {
  constructor(steps: number) {
    const round = steps === 1 ? 'this step' : `these ${steps} steps`;
    super(`the thread goes round for ever: after ${round} the machine is as before`);
  }
}

/** Whether an address leads to the instruction to which the call returns; what memory it reaches decides, not how it is written. */
export const isHome = (address: Word, link: Word): boolean =>
  ((address ^ link) & REAL_ADDRESS & ~3n) === 0n;

/** A step of a run, as it is named to people. */
export interface SiteReference {
  readonly site: string;
  readonly step: Step;
}

/** How a run came to where it is. */
export interface RunHistory {
  readonly program: Program;
  readonly slots: readonly Word[];
  readonly taken: readonly StepRecord[];
  /** The step of hypervisor code that could not be taken, if it was one. */
  readonly at: SiteReference | undefined;
  /** The last branches that were taken, in order. */
  readonly branches: readonly SiteReference[];
  /** The last branch that was not taken. */
  readonly passed: SiteReference | undefined;
}

/** The ending of a run that is stuck. */
export function stuckEnding(error: Stuck, way: RunHistory): Extract<Ending, { end: 'stuck' }> {
  const { at, taken, branches, passed } = way;
  const last = taken.at(-1);
  const after = last === undefined ? 'at the call' : `after ${last.site}`;
  return {
    end: 'stuck',
    at: at === undefined || error instanceof Nowhere ? after : named(at),
    why: error.message,
    way: [
      ...(at === undefined ? [] : leading(at.step, way)),
      ...branchText(branches),
      ...(passed === undefined ? [] : [`the last branch not taken: ${named(passed)}`]),
    ],
    ...(error instanceof Nowhere ? { nowhere: error.address } : {}),
    ...(error instanceof UnsetLoad ? { unset: error.place } : {}),
    ...(error instanceof Endless ? { endless: true } : {}),
  };
}

const named = ({ site, step }: SiteReference): string => `${site} (${step.text})`;

function branchText(branches: readonly SiteReference[]): readonly string[] {
  if (branches.length === 0) return [];
  return [`the last branches taken: ${branches.map(named).join(', then ')}`];
}

/** The registers that a step makes its addresses from: what they hold, and who wrote that. */
function leading(
  { meaning }: Step,
  { program: { layout }, slots, taken }: RunHistory,
): readonly string[] {
  return addressRegisters(meaning, layout, () => 0n).flatMap((slot) => {
    const place = allPlaces[slot];
    if (place === undefined) return [];
    const writer = taken.findLast(({ writes }) => writes.some((write) => write.place === place));
    const since = writer === undefined ? 'since the call' : `since ${writer.site} (${writer.text})`;
    return [`${place} is ${hex(slots[slot] ?? 0n)} ${since}`];
  });
}

// Steps of hypervisor code one behind another as a function that may be entered and left at any step.
//
// It is written when it is first run. While it is new its steps are watched: where they are led is what swift code goes by.
import { slotNamed } from '../state.ts';
import type { Step } from '../step.ts';
import type { Board } from './board.ts';
import type { Emitter } from './emitter.ts';
import { type Habit, habitOf, type Patience } from './habit.ts';
import { leadsOf } from './leads.ts';
import { NUMBER } from './memory-text.ts';
import { compiled, type Scope } from './scope.ts';
import {
  type Setting,
  stepText,
  tablePair,
  type Written,
  writesMsr,
  writesNia,
} from './step-text.ts';

/** Steps one behind another, compiled when they are first run. */
export interface Stretch {
  readonly length: number;
  code(): StretchCode;
}

export interface StretchCode {
  /** Runs the steps from one up to another, of those that begin at `base` in the program; says behind which it stopped. */
  readonly run: (
    from: number,
    to: number,
    base: number,
    next: Int32Array,
    labels: Int32Array,
  ) => number;
  readonly steps: readonly Step[];
  /** For each step the registers that lead it to memory. */
  readonly leads: readonly (readonly number[])[];
  readonly habit: Habit;
  /** For each step, 1 if it writes NIA. */
  readonly branches: Uint8Array;
}

/** Makes stretches with a name, in a setting. */
export function stretchesWith(
  setting: Setting,
  scope: Scope,
  { halves }: Board,
  patience: Patience,
): (name: string, steps: readonly Step[]) => Stretch {
  const codeOf = (name: string, steps: readonly Step[]): StretchCode => {
    const parts = steps.map(({ meaning }) => stepText(meaning, setting));
    const leads = steps.map(({ meaning }) => leadsOf(meaning, setting.layout, setting.code));
    return {
      run: compiled(scope, `stretch_${name}(from,to,base,N,L)`, slowText(parts)),
      steps,
      leads,
      habit: habitOf(leads, halves, patience),
      branches: Uint8Array.from(parts, (part) => (writesNia(part) ? 1 : 0)),
    };
  };
  return (name, steps) => {
    let made: StretchCode | undefined;
    return {
      length: steps.length,
      code() {
        made ??= codeOf(name, steps);
        return made;
      },
    };
  };
}

/** One case for each step, falling through to the next; the caller is given back control where the order may change. */
function slowText(parts: readonly Written[]): string {
  const cases = parts.map((part, i) => {
    const left = leftText(part, i).map((condition) => `||${condition}`);
    return `case ${i}:{${bodyText(part, i)}}if(to===${i + 1}${left.join('')})return ${i + 1};`;
  });
  return `let n=0;switch(from){${cases.join('\n')}}return ${parts.length};`;
}

/** What a step does, as the one with this number. */
export function bodyText(part: Written, i: number): string {
  const here = `2*(base+${i})`;
  const begin = writesNia(part) ? `R[${NIA}]=N[${here}];R[${NIA + 1}]=N[${here}+1];` : '';
  return begin + part.text.replaceAll(NUMBER, String(i));
}

/** When the step behind it does not follow. */
export function leftText(part: Written, i: number): readonly string[] {
  const here = `2*(base+${i})`;
  return [
    ...(writesNia(part) ? [`R[${NIA}]!==N[${here}]`, `R[${NIA + 1}]!==N[${here}+1]`] : []),
    ...(writesMsr(part) ? [`(R[${MSR + 1}]&${HV_HIGH})===0`] : []),
  ];
}

/** The address behind a step, from the table of the program at hand. */
export const niaInTable = (to: Emitter) => tablePair(to, 'N', `2*(base+${NUMBER})`);

/** MSR[HV] in the high half. */
export const HV_HIGH = 0x10000000;

/** Where NIA and MSR are on the board. */
export const NIA: number = 2 * slotNamed('NIA');
export const MSR: number = 2 * slotNamed('MSR');

// Steps of hypervisor code one behind another as functions: a slow one that may be entered and left at any step, and a swift
// one that runs them all.
//
// The swift one is written when it is known where the steps are led: it looks at the registers that lead them, where one has
// changed, and finds every field by its slot. Where they lead elsewhere it stops in front of the step.
import { slotNamed } from '../state.ts';
import type { Step } from '../step.ts';
import type { Board } from './board.ts';
import type { Emitter } from './emitter.ts';
import { type Habit, habitOf } from './habit.ts';
import { highOf, lowOf } from './halves.ts';
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
  /** All of it in one go; only once the habit is settled. */
  swift(): SwiftCode;
  readonly habit: Habit;
  /** For each step, 1 if it writes NIA. */
  readonly branches: Uint8Array;
}

/** A stretch in one go. */
export interface SwiftCode {
  readonly length: number;
  readonly branches: Uint8Array;
  /** Runs the steps from the first, which has this index in the program, as far as they are led where they mostly are; says how many. */
  readonly run: (base: number, next: Int32Array, labels: Int32Array) => number;
}

/** Makes stretches with a name, in a setting. */
export function stretchesWith(
  setting: Setting,
  scope: Scope,
  { halves }: Board,
): (name: string, steps: readonly Step[]) => Stretch {
  const codeOf = (name: string, steps: readonly Step[]): StretchCode => {
    const parts = steps.map(({ meaning }) => stepText(meaning, setting));
    const leads = steps.map(({ meaning }) => leadsOf(meaning, setting.layout, setting.code));
    const habit = habitOf(leads, halves);
    const branches = Uint8Array.from(parts, (part) => (writesNia(part) ? 1 : 0));
    let swift: SwiftCode | undefined;
    return {
      run: compiled(scope, `stretch_${name}(from,to,base,N,L)`, slowText(parts)),
      swift() {
        swift ??= {
          length: steps.length,
          branches,
          run: compiled(scope, `swift_${name}(base,N,L)`, swiftText(steps, leads, habit, setting)),
        };
        return swift;
      },
      habit,
      branches,
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

/** All steps in order, of which those that are led by habit find their fields by slot. */
function swiftText(
  steps: readonly Step[],
  leads: readonly (readonly number[])[],
  habit: Habit,
  setting: Setting,
): string {
  /** What registers are known to hold before the step at hand. */
  const held = new Map<number, bigint>();
  const texts = steps.map(({ meaning }, i) => {
    const looks = (leads[i] ?? []).map((slot) => {
      const word = habit.word(i, slot);
      if (word === undefined || held.get(slot) === word) return '';
      held.set(slot, word);
      return `if(R[${2 * slot}]!==${lowOf(word)}||R[${2 * slot + 1}]!==${highOf(word)})return ${i};`;
    });
    const part = stepText(meaning, { ...setting, known: (slot) => held.get(slot) });
    for (const slot of part.reach.slots.keys()) held.delete(slot);
    const left = leftText(part, i).join('||');
    const out = left === '' ? '' : `if(${left})return ${i + 1};`;
    return `${looks.join('')}{${bodyText(part, i)}}${out}`;
  });
  return `let n=0;${texts.join('\n')}return ${steps.length};`;
}

/** What a step does, as the one with this number. */
function bodyText(part: Written, i: number): string {
  const here = `2*(base+${i})`;
  const begin = writesNia(part) ? `R[${NIA}]=N[${here}];R[${NIA + 1}]=N[${here}+1];` : '';
  return begin + part.text.replaceAll(NUMBER, String(i));
}

/** When the step behind it does not follow. */
function leftText(part: Written, i: number): readonly string[] {
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

// The first tier: a block of consecutive steps as one function, which may be entered and left at any step.
//
// A block is compiled when it is first run. While it is new its steps are sampled: specialised code relies on what that shows.
import type { Step } from '../step.ts';
import { addressRegisters } from './address-registers.ts';
import type { Emitter } from './emitter.ts';
import { HV_HIGH, type MachineBuffer, MSR, NIA } from './machine-buffer.ts';
import { NUMBER } from './memory-code.ts';
import { type Profile, profileOf, type Thresholds } from './profile.ts';
import { compileFunction, type Scope } from './scope.ts';
import {
  type StepCode,
  stepCode,
  type Target,
  tablePair,
  writesMsr,
  writesNia,
} from './step-code.ts';

/** Consecutive steps, compiled when they are first run. */
export interface Block {
  readonly length: number;
  code(): BaselineCode;
}

/** The baseline code of a block. */
export interface BaselineCode {
  /**
   * Runs the steps from one up to another, where the block begins at index `base` of the program; returns the number of the step before
   * which it stopped.
   */
  readonly run: (
    from: number,
    to: number,
    base: number,
    next: Int32Array,
    labels: Int32Array,
  ) => number;
  readonly steps: readonly Step[];
  /** For each step the slots of its address registers. */
  readonly addressRegisters: readonly (readonly number[])[];
  readonly profile: Profile;
  /** For each step, 1 if it writes NIA. */
  readonly branches: Uint8Array;
}

/** A compiler of blocks, each of which has a name. */
export function baselineCompiler(
  target: Target,
  scope: Scope,
  { halves }: MachineBuffer,
  thresholds: Thresholds,
): (name: string, steps: readonly Step[]) => Block {
  const codeOf = (name: string, steps: readonly Step[]): BaselineCode => {
    const codes = steps.map(({ meaning }) => stepCode(meaning, target));
    const registers = steps.map(({ meaning }) =>
      addressRegisters(meaning, target.layout, target.code),
    );
    return {
      run: compileFunction(scope, `block_${name}(from,to,base,N,L)`, baselineText(codes)),
      steps,
      addressRegisters: registers,
      profile: profileOf(registers, halves, thresholds),
      branches: Uint8Array.from(codes, (code) => (writesNia(code) ? 1 : 0)),
    };
  };
  return (name, steps) => {
    let made: BaselineCode | undefined;
    return {
      length: steps.length,
      code() {
        made ??= codeOf(name, steps);
        return made;
      },
    };
  };
}

/** One case for each step, falling through to the next; the function returns wherever another step may come next. */
function baselineText(codes: readonly StepCode[]): string {
  const cases = codes.map((code, i) => {
    const exits = exitConditions(code, i).map((condition) => `||${condition}`);
    return `case ${i}:{${bodyText(code, i)}}if(to===${i + 1}${exits.join('')})return ${i + 1};`;
  });
  return `let n=0;switch(from){${cases.join('\n')}}return ${codes.length};`;
}

/** The statements of a step, as the one with this number. */
export function bodyText(code: StepCode, i: number): string {
  const here = `2*(base+${i})`;
  const begin = writesNia(code) ? `R[${NIA}]=N[${here}];R[${NIA + 1}]=N[${here}+1];` : '';
  return begin + code.text.replaceAll(NUMBER, String(i));
}

/** The conditions on which the step after it is not the next one. */
export function exitConditions(code: StepCode, i: number): readonly string[] {
  const here = `2*(base+${i})`;
  return [
    ...(writesNia(code) ? [`R[${NIA}]!==N[${here}]`, `R[${NIA + 1}]!==N[${here}+1]`] : []),
    ...(writesMsr(code) ? [`(R[${MSR + 1}]&${HV_HIGH})===0`] : []),
  ];
}

/** The address after a step, from the table of the program at hand. */
export const nextInTable = (to: Emitter) => tablePair(to, 'N', `2*(base+${NUMBER})`);

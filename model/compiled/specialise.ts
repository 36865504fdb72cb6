// The second tier: consecutive blocks compiled into one function that is specialised on their profiles.
//
// Address registers are assumed to hold the words that were sampled, so each load or store becomes an access to a slot. A
// guard checks each of them before the first step that relies on it, and on a mismatch the code is left before that
// step. It is entered where a block begins, and may be left after any step.
import { type BaselineCode, bodyText, exitConditions } from './baseline.ts';
import { highOf, lowOf } from './halves.ts';
import { compileFunction, type Scope } from './scope.ts';
import { stepCode, type Target } from './step-code.ts';

/** Blocks compiled into one function. */
export interface SpecialisedCode {
  /** Runs steps from the beginning of a block up to another; returns the number of the step before which it stopped. */
  readonly run: BaselineCode['run'];
  /** For each step, 1 if it writes NIA. */
  readonly branches: Uint8Array;
}

/** A specialiser of blocks whose profiles are stable; a block by itself is compiled only once. */
export function specialiser(
  target: Target,
  scope: Scope,
): (blocks: readonly BaselineCode[]) => SpecialisedCode {
  const alone = new WeakMap<BaselineCode, SpecialisedCode>();
  const codeOf = (blocks: readonly BaselineCode[]): SpecialisedCode => {
    let from = 0;
    const texts = blocks.map((block) => {
      const text = specialisedText(block, from, target);
      from += block.steps.length;
      return text;
    });
    const body = `let n=0;switch(from){${texts.join('\n')}}return ${from};`;
    return {
      run: compileFunction(scope, 'specialised(from,to,base,N,L)', body),
      branches: Uint8Array.from(blocks.flatMap(({ branches }) => [...branches])),
    };
  };
  return (blocks) => {
    const [only, ...others] = blocks;
    if (only === undefined || others.length > 0) return codeOf(blocks);
    const code = alone.get(only) ?? codeOf(blocks);
    alone.set(only, code);
    return code;
  };
}

/** The case of one block, whose first step has this number. */
function specialisedText(
  { steps, addressRegisters, profile }: BaselineCode,
  first: number,
  target: Target,
): string {
  /** The words that registers are known to hold before the step at hand: guarded, and not written since. */
  const held = new Map<number, bigint>();
  const texts = steps.map(({ meaning }, i) => {
    const number = first + i;
    const guards = (addressRegisters[i] ?? []).map((slot) => {
      const word = profile.constant(i, slot);
      if (word === undefined || held.get(slot) === word) return '';
      held.set(slot, word);
      return `if(R[${2 * slot}]!==${lowOf(word)}||R[${2 * slot + 1}]!==${highOf(word)})return ${number};`;
    });
    const code = stepCode(meaning, { ...target, constant: (slot) => held.get(slot) });
    for (const slot of code.writes.slots.keys()) held.delete(slot);
    const exits = exitConditions(code, number).join('||');
    const exit = exits === '' ? '' : `if(${exits})return ${number + 1};`;
    const end = `if(to===${number})return ${number};`;
    return `${end}${guards.join('')}{${bodyText(code, number)}}${exit}`;
  });
  return `case ${first}:${texts.join('\n')}`;
}

// Swift code: stretches one behind another as one function, in which every field is found by its slot.
//
// It is written when it is known where the steps are led. It looks at the registers that lead them, where one has changed,
// and stops in front of a step that is led elsewhere. It is entered where a stretch begins, and left anywhere.
import { highOf, lowOf } from './halves.ts';
import { compiled, type Scope } from './scope.ts';
import { type Setting, stepText } from './step-text.ts';
import { bodyText, leftText, type StretchCode } from './stretch.ts';

export interface SwiftCode {
  /** Runs steps from the beginning of a stretch up to another; says behind which it stopped. */
  readonly run: StretchCode['run'];
  readonly branches: Uint8Array;
}

/** Makes swift code of stretches, whose habits are settled; of one alone only once. */
export function swiftWith(
  setting: Setting,
  scope: Scope,
): (stretches: readonly StretchCode[]) => SwiftCode {
  const alone = new WeakMap<StretchCode, SwiftCode>();
  const codeOf = (stretches: readonly StretchCode[]): SwiftCode => {
    let from = 0;
    const texts = stretches.map((stretch) => {
      const text = stretchText(stretch, from, setting);
      from += stretch.steps.length;
      return text;
    });
    const body = `let n=0;switch(from){${texts.join('\n')}}return ${from};`;
    return {
      run: compiled(scope, 'swift(from,to,base,N,L)', body),
      branches: Uint8Array.from(stretches.flatMap(({ branches }) => [...branches])),
    };
  };
  return (stretches) => {
    const [only, ...others] = stretches;
    if (only === undefined || others.length > 0) return codeOf(stretches);
    const code = alone.get(only) ?? codeOf(stretches);
    alone.set(only, code);
    return code;
  };
}

/** The case of one stretch, whose first step has this number. */
function stretchText(
  { steps, leads, habit }: StretchCode,
  first: number,
  setting: Setting,
): string {
  /** What registers are known to hold before the step at hand. */
  const held = new Map<number, bigint>();
  const texts = steps.map(({ meaning }, i) => {
    const number = first + i;
    const looks = (leads[i] ?? []).map((slot) => {
      const word = habit.word(i, slot);
      if (word === undefined || held.get(slot) === word) return '';
      held.set(slot, word);
      return `if(R[${2 * slot}]!==${lowOf(word)}||R[${2 * slot + 1}]!==${highOf(word)})return ${number};`;
    });
    const part = stepText(meaning, { ...setting, known: (slot) => held.get(slot) });
    for (const slot of part.reach.slots.keys()) held.delete(slot);
    const left = leftText(part, number).join('||');
    const out = left === '' ? '' : `if(${left})return ${number + 1};`;
    const end = `if(to===${number})return ${number};`;
    return `${end}${looks.join('')}{${bodyText(part, number)}}${out}`;
  });
  return `case ${first}:${texts.join('\n')}`;
}

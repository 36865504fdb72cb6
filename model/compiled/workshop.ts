// Where steps become functions: a passage becomes stretches of code that may be entered and left at any step, a step of the
// guest or of the hardware a function of its own.
//
// Nothing in a text depends on the program that a passage stands in, so programs that share passages share their code.
import type { Operand } from '../guest/operand.ts';
import type { Layout } from '../layout.ts';
import type { Passage } from '../program.ts';
import type { Code, Step } from '../step.ts';
import { type Board, boardOf } from './board.ts';
import type { Emitter } from './emitter.ts';
import { PATIENT, type Patience } from './habit.ts';
import { NUMBER } from './memory-text.ts';
import { constantPair } from './pair.ts';
import { compiled, type Scope, scopeOf } from './scope.ts';
import { type Setting, stepText, tablePair, type Weave } from './step-text.ts';
import { NIA, niaInTable, type Stretch, type StretchCode, stretchesWith } from './stretch.ts';
import { type SwiftCode, swiftWith } from './swift.ts';

/** One step of the guest or the hardware: it is given a word by its halves, and a small number. */
export type Single = (low: number, high: number, index: number) => void;

/** Makes code for one board. */
export interface Workshop {
  readonly board: Board;
  readonly patience: Patience;
  /** Labels that code refers to, by their number. */
  readonly labels: readonly string[];
  stretchesOf(passage: Passage): readonly Stretch[];
  /** Swift code of stretches one behind another. */
  swift(stretches: readonly StretchCode[]): SwiftCode;
  /** A step as code. */
  fixed(step: Step): Single;
  /** All steps of one form as code, which is given the words by which they differ. */
  template(stepOf: (word: Operand, index: Operand) => Step): Single;
}

/** What is woven in, by host code and by others, and what the woven text refers to. */
export interface Weaving {
  readonly host: Weave;
  readonly others: Weave;
  readonly scope: Scope;
}

/** Steps of one function at most: longer ones are optimised late. */
const LONGEST = 40;

/** A workshop for programs with this layout. */
export function workshop(
  layout: Layout,
  weave: (board: Board) => Weaving,
  patience: Patience = PATIENT,
): Workshop {
  const board = boardOf(layout);
  const weaving = weave(board);
  const scope = { ...scopeOf(board), ...weaving.scope };
  const labels: string[] = [];
  const label: Code = (name) => {
    const known = labels.indexOf(name);
    return BigInt(known < 0 ? -labels.push(name) : -1 - known);
  };
  const known = new WeakMap<Passage, readonly Stretch[]>();
  const hostSetting = {
    layout,
    weave: weaving.host,
    code: label,
    nia: niaInTable,
    literals: fixed,
  };
  const stretch = stretchesWith(hostSetting, scope, board, patience);
  const otherSetting = {
    layout,
    weave: weaving.others,
    code: noLabels,
    nia: niaOnBoard,
    literals: brought,
  };
  const single = ({ meaning }: Step): Single => {
    const { text } = stepText(meaning, otherSetting);
    return compiled(scope, 'single(low,high,index)', `let n=0;${text.replaceAll(NUMBER, '0')}`);
  };
  const make = (passage: Passage): readonly Stretch[] => {
    const parts: Stretch[] = [];
    for (let from = 0; from < passage.steps.length; from += LONGEST) {
      const steps = passage.steps.slice(from, from + LONGEST).map(({ step }) => step);
      parts.push(stretch(passage.name.replaceAll(/\W/gu, '_'), steps));
    }
    known.set(passage, parts);
    return parts;
  };
  return {
    board,
    patience,
    labels,
    swift: swiftWith(hostSetting, scope),
    stretchesOf: (passage) => known.get(passage) ?? make(passage),
    fixed: single,
    template: (stepOf) =>
      single(
        stepOf(
          (words) => words.literal(WORD),
          (words) => words.literal(INDEX),
        ),
      ),
  };
}

/** A literal is what it is; a label, which is given as a negative number, is where the program has it. */
const fixed: Setting['literals'] = (to) => (value) => {
  if (value >= 0n) return constantPair(value);
  const index = -3n * (value + 1n);
  to.keep(`L[${index}+2]!==0||noSuchLabel(board,${NUMBER});`);
  return tablePair(to, 'L', String(index));
};

/** What stands for the words that such a step is given: no word is negative. */
const WORD = -1n;
const INDEX = -2n;

const brought: Setting['literals'] = () => (value) => {
  if (value >= 0n) return constantPair(value);
  return value === WORD ? { low: 'low', high: 'high' } : { low: 'index', high: 0 };
};

const noLabels: Code = () => {
  throw new Error('a guest knows no label');
};

const niaOnBoard = (to: Emitter) => tablePair(to, 'R', String(NIA));

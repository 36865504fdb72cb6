// Where steps become functions: a passage becomes stretches of code that may be entered and left at any step, a step of the
// guest or of the hardware a function of its own.
//
// Nothing in a text depends on the program that a passage stands in, so programs that share passages share their code.
import type { Layout } from '../layout.ts';
import type { Passage } from '../program.ts';
import { slotNamed } from '../state.ts';
import type { Code, Step } from '../step.ts';
import { type Board, boardOf } from './board.ts';
import type { Emitter } from './emitter.ts';
import { type Literals, literalsIn } from './literals.ts';
import { NUMBER } from './memory-text.ts';
import { constantPair } from './pair-words.ts';
import { compiled, type Scope, scopeOf } from './scope.ts';
import { type Setting, stepText, tablePair, type Weave } from './step-text.ts';

/** Steps one behind another, compiled when they are first run. */
export interface Stretch {
  readonly length: number;
  /** Runs the steps from one up to another, of those that begin at `base` in the program; says behind which it stopped. */
  code(): StretchCode;
}

export interface StretchCode {
  readonly run: (
    from: number,
    to: number,
    base: number,
    next: Int32Array,
    labels: Int32Array,
  ) => number;
  /** For each step, 1 if it writes NIA. */
  readonly branches: Uint8Array;
}

/** One step of the guest or the hardware; its literals are in a table, where they differ from one to the next. */
export type Single = (literals: Int32Array, at: number) => void;

/** Makes code for one board. */
export interface Workshop {
  readonly board: Board;
  /** Labels that code refers to, by their number. */
  readonly labels: readonly string[];
  stretchesOf(passage: Passage): readonly Stretch[];
  /** A step whose literals are what they are. */
  fixed(step: Step): Single;
  /** A step that stands for all of its form: its literals are taken from a table, in the order in which they are asked for. */
  template(step: Step): Single;
  /** The literals of such steps. */
  readonly literals: Literals;
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
export function workshop(layout: Layout, weave: (board: Board) => Weaving): Workshop {
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
  const single = (step: Step, literals: Setting['literals']): Single => {
    const setting = { layout, weave: weaving.others, code: label, nia: niaOnBoard, literals };
    const { text } = stepText(step.meaning, setting);
    return compiled(scope, 'single(literals,at)', `let n=0;${text.replaceAll(NUMBER, '0')}`);
  };
  const make = (passage: Passage): readonly Stretch[] => {
    const parts: Stretch[] = [];
    for (let from = 0; from < passage.steps.length; from += LONGEST) {
      const steps = passage.steps.slice(from, from + LONGEST).map(({ step }) => step);
      parts.push(
        stretch(
          passage.name.replaceAll(/\W/gu, '_'),
          steps,
          (step) => stepText(step.meaning, hostSetting),
          scope,
        ),
      );
    }
    known.set(passage, parts);
    return parts;
  };
  return {
    board,
    labels,
    stretchesOf: (passage) => known.get(passage) ?? make(passage),
    fixed: (step) => single(step, fixed),
    template: (step) => single(step, counted),
    literals: literalsIn(layout),
  };
}

/** A literal is what it is; a label, which is given as a negative number, is where the program has it. */
const fixed: Setting['literals'] = (to) => (value) => {
  if (value >= 0n) return constantPair(value);
  const index = -3n * (value + 1n);
  to.keep(`L[${index}+2]!==0||noSuchLabel(board,${NUMBER});`);
  return tablePair(to, 'L', String(index));
};

/** Literals from a table, in the order in which they are asked for. */
const counted: Setting['literals'] = (to) => {
  let count = 0;
  return () => tablePair(to, 'literals', `at+${2 * count++}`);
};

const niaInTable = (to: Emitter) => tablePair(to, 'N', `2*(base+${NUMBER})`);
const niaOnBoard = (to: Emitter) => tablePair(to, 'R', String(NIA));

function stretch(
  name: string,
  steps: readonly Step[],
  written: (step: Step) => ReturnType<typeof stepText>,
  scope: Scope,
): Stretch {
  let made: StretchCode | undefined;
  return {
    length: steps.length,
    code() {
      made ??= stretchCode(name, steps.map(written), scope);
      return made;
    },
  };
}

/** One case for each step, falling through to the next; the caller is given back control where the order may change. */
function stretchCode(
  name: string,
  parts: readonly ReturnType<typeof stepText>[],
  scope: Scope,
): StretchCode {
  const cases = parts.map(({ text, writesNia, writesMsr }, i) => {
    const here = `2*(base+${i})`;
    const begin = writesNia ? `R[${NIA}]=N[${here}];R[${NIA + 1}]=N[${here}+1];` : '';
    const left = writesNia ? `||R[${NIA}]!==N[${here}]||R[${NIA + 1}]!==N[${here}+1]` : '';
    const out = writesMsr ? `||(R[${MSR + 1}]&${HV_HIGH})===0` : '';
    const body = text.replaceAll(NUMBER, String(i));
    return `case ${i}:{${begin}${body}}if(to===${i + 1}${left}${out})return ${i + 1};`;
  });
  const body = `let n=0;switch(from){${cases.join('\n')}}return ${parts.length};`;
  return {
    run: compiled(scope, `stretch_${name}(from,to,base,N,L)`, body),
    branches: Uint8Array.from(parts, ({ writesNia }) => (writesNia ? 1 : 0)),
  };
}

/** MSR[HV] in the high half. */
export const HV_HIGH = 0x10000000;

/** Where NIA and MSR are on the board. */
export const NIA: number = 2 * slotNamed('NIA');
export const MSR: number = 2 * slotNamed('MSR');

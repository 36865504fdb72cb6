// The compiler: passages become blocks of code, and each step of the guest or of the hardware a function of its own.
//
// No text depends on the program that a passage stands in, so programs that share passages share their code.
import type { Operand } from '../guest/operand.ts';
import type { Layout } from '../layout.ts';
import type { Passage } from '../program.ts';
import type { Code, Step } from '../step.ts';
import { type BaselineCode, type Block, baselineCompiler, nextInTable } from './baseline.ts';
import type { Emitter } from './emitter.ts';
import { type MachineBuffer, NIA } from './machine-buffer.ts';
import { NUMBER } from './memory-code.ts';
import { constantPair } from './pair.ts';
import { THRESHOLDS, type Thresholds } from './profile.ts';
import { compileFunction, type Scope, scopeOf } from './scope.ts';
import { type SpecialisedCode, specialiser } from './specialise.ts';
import { type StepHooks, stepCode, type Target, tablePair } from './step-code.ts';

/** One step of the guest or the hardware; its operands are a word, by its halves, and a small number. */
export type StepFunction = (low: number, high: number, index: number) => void;

/** Compiles for one machine buffer. */
export interface Compiler {
  readonly buffer: MachineBuffer;
  readonly thresholds: Thresholds;
  /** The labels that code refers to, by their number. */
  readonly labels: readonly string[];
  /** The blocks of a passage, which are compiled when they are first run. */
  blocksOf(passage: Passage): readonly Block[];
  /** Specialises consecutive blocks. */
  specialise(blocks: readonly BaselineCode[]): SpecialisedCode;
  /** Compiles a step. */
  stepFunction(step: Step): StepFunction;
  /** Compiles all steps that differ only in their operands. */
  templateFunction(stepOf: (word: Operand, index: Operand) => Step): StepFunction;
}

/** The instrumentation of steps: hooks for hypervisor code and for guest and hardware, and the names that their text refers to. */
export interface Instrumentation {
  readonly host: StepHooks;
  readonly others: StepHooks;
  /** The slots, or UNNAMED, whose stores are noted while a step runs. */
  readonly watched: Iterable<number>;
  readonly scope: Scope;
}

/** Steps of one block at most: the engine optimises longer functions late. */
const LONGEST = 40;

/** A compiler for programs with the layout of a machine buffer. It is the only one for that buffer, whose watched slots it sets. */
export function compilerOf(
  buffer: MachineBuffer,
  { host, others, watched, scope: names }: Instrumentation,
  thresholds: Thresholds = THRESHOLDS,
): Compiler {
  const { layout } = buffer;
  for (const slot of watched) buffer.watched[slot] = 1;
  const scope = { ...scopeOf(buffer), ...names };
  const labels: string[] = [];
  const hostTarget = hostTargetOf(layout, host, labels);
  const otherTarget = otherTargetOf(layout, others);
  const stepFunction = ({ meaning }: Step): StepFunction => {
    const { text } = stepCode(meaning, otherTarget);
    return compileFunction(
      scope,
      'step(low,high,index)',
      `let n=0;${text.replaceAll(NUMBER, '0')}`,
    );
  };
  return {
    buffer,
    thresholds,
    labels,
    specialise: specialiser(hostTarget, scope),
    blocksOf: blocksWith(baselineCompiler(hostTarget, scope, buffer, thresholds)),
    stepFunction,
    templateFunction: (stepOf) =>
      stepFunction(
        stepOf(
          (words) => words.literal(WORD),
          (words) => words.literal(INDEX),
        ),
      ),
  };
}

/** Hypervisor code: it knows labels, and the address after each step from the program at hand. */
const hostTargetOf = (layout: Layout, hooks: StepHooks, labels: string[]): Target => ({
  layout,
  hooks,
  code: numbering(labels),
  nia: nextInTable,
  literals: hostLiterals,
});

/** Steps of the guest and of the hardware: NIA is in the buffer, and literals may be operands. */
const otherTargetOf = (layout: Layout, hooks: StepHooks): Target => ({
  layout,
  hooks,
  code: noLabels,
  nia: nextInBuffer,
  literals: operandLiterals,
});

/** Cuts passages into blocks, each passage once. */
function blocksWith(block: (name: string, steps: readonly Step[]) => Block): Compiler['blocksOf'] {
  const known = new WeakMap<Passage, readonly Block[]>();
  const cut = ({ name, steps }: Passage): readonly Block[] => {
    const blocks: Block[] = [];
    for (let from = 0; from < steps.length; from += LONGEST) {
      const part = steps.slice(from, from + LONGEST).map(({ step }) => step);
      blocks.push(block(name.replaceAll(/\W/gu, '_'), part));
    }
    return blocks;
  };
  return (passage) => {
    const blocks = known.get(passage) ?? cut(passage);
    known.set(passage, blocks);
    return blocks;
  };
}

/** Numbers labels as code refers to them: a label stands in a text as a negative literal. */
function numbering(labels: string[]): Code {
  return (name) => {
    const known = labels.indexOf(name);
    return BigInt(known < 0 ? -labels.push(name) : -1 - known);
  };
}

/** A literal is itself; a label is the address that the program at hand has for it. */
const hostLiterals: Target['literals'] = (to) => (value) => {
  if (value >= 0n) return constantPair(value);
  const index = -3n * (value + 1n);
  to.keep(`L[${index}+2]!==0||noSuchLabel(buffer,${NUMBER});`);
  return tablePair(to, 'L', String(index));
};

/** The literals that stand for the operands of a template: no word is negative. */
const WORD = -1n;
const INDEX = -2n;

const operandLiterals: Target['literals'] = () => (value) => {
  if (value >= 0n) return constantPair(value);
  return value === WORD ? { low: 'low', high: 'high' } : { low: 'index', high: 0 };
};

const noLabels: Code = () => {
  throw new Error('a guest knows no label');
};

const nextInBuffer = (to: Emitter) => tablePair(to, 'R', String(NIA));

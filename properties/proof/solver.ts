// The solver, for what rewriting leaves open: z3, as the npm package z3-solver has it. It is loaded when the first question is asked.
//
// Each question is a text of its own, bounded by the solver's own count of its work, so that the answer is the same on every machine.
import type { Term } from '../../model/symbolic/term.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { queryOf } from './smt.ts';

/** What the solver says of truths that are to hold together. */
type Answer =
  | { readonly answer: 'never' }
  /** They do under this assignment; variables that are not in it may have any word. */
  | { readonly answer: 'possible'; readonly words: ReadonlyMap<string, Word> }
  /** It ran into its bound. */
  | { readonly answer: 'unknown'; readonly why: string };

export interface Solver {
  /** Whether the truths can hold together. */
  ask(truths: readonly Term[], effort?: number): Promise<Answer>;
  /** How many questions were asked. */
  readonly asked: number;
  /** Ends its threads; the next question starts it again. */
  close(): Promise<void>;
}

/** Work that one question may take, as z3 counts it: some seconds. */
const EFFORT = 3_000_000;

interface Engine {
  run(text: string): Promise<string>;
  close(): Promise<void>;
}

/** A solver that has not been started yet. */
export function lazySolver(): Solver {
  let engine: Promise<Engine> | undefined;
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    async ask(truths, effort = EFFORT) {
      asked++;
      engine ??= started();
      return answerTo(await engine, truths, effort);
    },
    async close() {
      const running = await engine;
      engine = undefined;
      await running?.close();
    },
  };
}

async function started(): Promise<Engine> {
  const { init, killThreads } = await import('z3-solver');
  const { Z3, em } = await init();
  const context = Z3.mk_context(Z3.mk_config());
  return {
    run: (text) => evaluated(em, Number(context), text),
    async close() {
      Z3.del_context(context);
      await killThreads(em);
    },
  };
}

/** What the package needs of its own machine, as far as it is used here. */
interface Heap {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(at: number): void;
  ccall(name: string, returns: string, types: readonly string[], args: readonly number[]): void;
  async_call(start: () => void): Promise<string>;
}

/**
 * What the solver prints on a text. The package's own function hands the text over on its stack, which is used for other things before
 * the solver's thread has read it; here it lies on the heap until the answer is there.
 */
async function evaluated(heap: Heap, context: number, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const at = heap._malloc(bytes.length + 1);
  heap.HEAPU8.set(bytes, at);
  heap.HEAPU8[at + bytes.length] = 0;
  try {
    return await heap.async_call(() => {
      heap.ccall('async_Z3_eval_smtlib2_string', 'void', ['number', 'number'], [context, at]);
    });
  } finally {
    heap._free(at);
  }
}

async function answerTo(engine: Engine, truths: readonly Term[], effort: number): Promise<Answer> {
  const { text, variables } = queryOf(truths);
  const options = `(reset)\n(set-option :rlimit ${effort})\n(set-logic QF_BV)\n`;
  const found = (await engine.run(`${options}${text}\n(check-sat)`)).trim();
  if (found === 'unsat') return { answer: 'never' };
  if (found !== 'sat') return { answer: 'unknown', why: found };
  if (variables.size === 0) return { answer: 'possible', words: new Map() };
  const each = [...variables.keys()].map((symbol) => `(get-value (${symbol}))`);
  const values = await engine.run(each.join('\n'));
  return { answer: 'possible', words: wordsIn(values, variables) };
}

/** The values of variables, as the solver prints them. */
function wordsIn(text: string, variables: ReadonlyMap<string, string>): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const [, symbol, value] of text.matchAll(/\((v\d+) #x([0-9a-f]{16})\)/gu)) {
    const name = variables.get(symbol ?? '');
    if (name !== undefined) words.set(name, BigInt(`0x${value}`));
  }
  const missing = [...variables].find(([, name]) => !words.has(name));
  if (missing !== undefined) {
    const line = text.split('\n').find((one) => one.includes(`${missing[0]} `)) ?? text;
    throw new Error(`the solver has answered otherwise than it should: ${line.slice(0, 200)}`);
  }
  return words;
}

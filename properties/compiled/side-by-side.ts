// One switch by interpreter and compiler, step by step: what each wrote, how it ended, and the machine that it left.

import { type Compiler, compilerOf, type Instrumentation } from '../../model/compiled/compiler.ts';
import { compiledEnding, runner } from '../../model/compiled/dispatch.ts';
import { highOf, lowOf, wordOfHalves } from '../../model/compiled/halves.ts';
import { type MachineBuffer, machineBuffer, UNNAMED } from '../../model/compiled/machine-buffer.ts';
import { THRESHOLDS, type Thresholds } from '../../model/compiled/profile.ts';
import type { StepHooks, WriteSet } from '../../model/compiled/step-code.ts';
import type { Layout } from '../../model/layout.ts';
import { slotOf, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { runSwitch } from '../../model/run.ts';
import type { State } from '../../model/state.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import { hex, type Word } from '../../spec/vocabulary/words.ts';
import { stepOf } from '../arbitraries/guest-program.ts';
import type { SwitchInputs } from '../levels/switch/history.ts';
import { guestActions } from './guest-actions.ts';

/** A compiler whose code logs every write. */
export interface Pair {
  readonly compiler: Compiler;
  readonly act: ReturnType<typeof guestActions>;
  /** Slots and halves of what was written, and -1 after each step. */
  readonly log: number[];
  /** What runs a program: the longer, the more of it is specialised. */
  runnerOf(program: Program): ReturnType<typeof runner>;
}

/** Every write is noted: of registers by the text, of memory as it is stored to. */
const everyWrite: StepHooks = {
  priorSlots: () => [],
  afterStep: ({ slots, dynamic }: WriteSet) => {
    const known = [...slots].map(([slot, condition]) =>
      condition === undefined ? `note(${slot});` : `if(${condition})note(${slot});`,
    );
    return `${known.join('')}${dynamic ? 'if(n!==0)n=noteAll(n);' : ''}log.push(-1);`;
  },
};

/** Instrumentation that logs every write. */
function recording({ halves, stored }: MachineBuffer, log: number[]): Instrumentation {
  const note = (slot: number): void =>
    void log.push(slot, halves[2 * slot] ?? 0, halves[2 * slot + 1] ?? 0);
  const noteAll = (count: number): number => {
    for (let i = 0; i < count; i++) note(stored[i] ?? 0);
    return 0;
  };
  const watched = Array.from({ length: UNNAMED + 1 }, (_, slot) => slot);
  return { host: everyWrite, others: everyWrite, watched, scope: { log, note, noteAll } };
}

/** Makes interpreter and compiler ready for programs with a layout. */
export function pairFor(layout: Layout, thresholds: Thresholds = THRESHOLDS): Pair {
  const log: number[] = [];
  const buffer = machineBuffer(layout);
  const compiler = compilerOf(buffer, recording(buffer, log), thresholds);
  const runners = new WeakMap<Program, ReturnType<typeof runner>>();
  const runnerOf = (program: Program) => {
    const known = runners.get(program) ?? runner(compiler, program);
    runners.set(program, known);
    return known;
  };
  return { compiler, act: guestActions(compiler), log, runnerOf };
}

/** Where the two part, in words; none where they agree. `steps` are those of the interpreter. */
export function parting(
  { compiler, act, log, runnerOf }: Pair,
  program: Program,
  label: string,
  before: State,
  { delays, guest }: SwitchInputs,
  prompt: boolean,
): { readonly difference: string | undefined; readonly steps: number; readonly ran: number } {
  const { buffer } = compiler;
  for (let slot = 0; slot < slots; slot++) {
    const word = before.cells.word(slot);
    buffer.halves.set([lowOf(word), highOf(word)], 2 * slot);
  }
  buffer.elsewhere.clear();
  log.length = 0;
  const moments: string[] = [];
  const compiled = runnerOf(program);
  const earlier = compiled.steps();
  const round = { pauses: delays, act: (i: number) => act(guest[i]), prompt };
  const ending = compiled.run(label, round, {
    entered: () => void moments.push('in'),
    interrupted: () => void moments.push('out'),
    budgetEnded: () => undefined,
  });
  const taken: StepRecord[] = [];
  const plain = runSwitch(program, label, before, {
    pauses: delays,
    guest: guest.map(stepOf),
    prompt,
  });
  taken.push(...(plain.spans.at(-1)?.taken ?? []));
  const difference =
    differentEnding(ending, compiledEnding(plain.ending)) ??
    differentWrites(taken, log) ??
    // A step that is stuck half way, over one of the SLB entries that it writes, leaves the others in the buffer: nobody reads them.
    (plain.ending.end === 'stuck' ? undefined : differentState(plain.after, buffer.halves));
  return { difference, steps: taken.length, ran: compiled.steps() - earlier };
}

const differentEnding = (compiled: string, plain: string): string | undefined =>
  compiled === plain ? undefined : `${plain}, but compiled ${compiled}`;

/** What each step wrote, by slot; a place that is written twice counts once. */
function differentWrites(taken: readonly StepRecord[], log: readonly number[]): string | undefined {
  let at = 0;
  for (const { site, text, writes } of taken) {
    const found = new Map<number, Word>();
    for (; at < log.length && log[at] !== -1; at += 3)
      found.set(log[at] ?? 0, wordOfHalves(log[at + 1] ?? 0, log[at + 2] ?? 0));
    at++;
    const expected = new Map(writes.map(({ place, word }) => [slotOf.get(place) ?? UNNAMED, word]));
    if (found.size !== expected.size) return `${site}: ${text} writes ${expected.size} places`;
    for (const [slot, word] of expected)
      if (slot !== UNNAMED && found.get(slot) !== word)
        return `${site}: ${text} writes ${hex(word)} to slot ${slot}`;
  }
  return undefined;
}

function differentState({ cells }: State, halves: Int32Array): string | undefined {
  for (let slot = 0; slot < slots; slot++) {
    const word = cells.word(slot);
    if (lowOf(word) !== halves[2 * slot] || highOf(word) !== halves[2 * slot + 1])
      return `slot ${slot} is left with another word`;
  }
  return undefined;
}

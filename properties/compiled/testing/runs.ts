// For tests: short runs of a switch made by hand, judged by compiled judges and by the interpreter, with no model in between.
//
// Each step is shown to the compiled judges as code of the model does: registers by the text around it, memory as it is stored to.

import type { Instrumentation } from '../../../model/compiled/compiler.ts';
import { highOf, lowOf } from '../../../model/compiled/halves.ts';
import {
  type MachineBuffer,
  machineBuffer,
  UNNAMED,
} from '../../../model/compiled/machine-buffer.ts';
import { compileFunction, scopeOf } from '../../../model/compiled/scope.ts';
import { ownLayout } from '../../../model/layout.ts';
import { slotOf } from '../../../model/places.ts';
import type { Claim, Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import type {
  Machine,
  Place,
  Span,
  SpanKind,
  StepRecord,
} from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { SEVERITY } from '../../severity.ts';
import { judgesOf } from '../judges.ts';

/** Registers that runs made by hand write. */
export const REGISTERS = ['DSCR', 'LR', 'SPRG1', 'DEC'] as const satisfies readonly Place[];

/** Memory that nobody named. */
export const NOWHERE = '[0x40]';

/** Words by place. */
export type Words = Readonly<Record<string, Word>>;

/** A switch: its words at the call, and the steps of its three parts. */
export interface Run {
  readonly begin: Words;
  readonly parts: readonly [
    entry: readonly Words[],
    guest: readonly Words[],
    exit: readonly Words[],
  ];
}

const PARTS = ['entry', 'guest', 'exit'] as const;
const MOMENTS = ['call', 'guest', 'vector'] as const;

const isField = (place: string): boolean => place.includes('.') || place === NOWHERE;
const asTaken = (writes: Words, by: StepRecord['by']): StepRecord => ({
  site: 'a.step',
  text: 'writes',
  by,
  writes: (Object.entries(writes) as [Place, Word][]).map(([place, word]) => ({
    place,
    word,
    stored: isField(place),
  })),
});

const machine = (words: Words): Machine => ({
  word: (place) => words[place] ?? 0n,
  address: ownLayout.addressOf,
});

/** The run as the interpreter sees it. */
function traceOf({ begin, parts }: Run) {
  const taken = parts.flatMap((steps, i) =>
    steps.map((writes) => asTaken(writes, i === 1 ? 'guest' : 'host')),
  );
  const state = (steps: number): Machine =>
    machine(Object.assign({}, begin, ...parts.flat().slice(0, steps)));
  const span = (kind: SpanKind, from: number, to: number): Span => ({
    kind,
    before: state(from),
    after: state(to),
    taken,
    from,
    to,
  });
  const [entry, guest] = [parts[0].length, parts[0].length + parts[1].length];
  const whole = taken.length;
  const spans = [
    span('entry', 0, entry),
    span('guest', entry, guest),
    span('exit', guest, whole),
    span('switch', 0, whole),
  ];
  return { spans, unfinished: [], ending: { end: 'returned' } } as const;
}

/** What the compiled judges say of runs, by clause. */
export function compiledJudges(clauses: readonly Clause[]) {
  const buffer = machineBuffer(ownLayout);
  const { instrumentation, ...judges } = judgesOf(clauses, buffer);
  for (const slot of instrumentation.watched) buffer.watched[slot] = 1;
  const step = stepping(buffer, instrumentation);
  return ({ begin, parts }: Run): readonly number[] => {
    judges.verdicts.fill(0);
    buffer.halves.fill(0);
    putAll(buffer, begin);
    for (const [i, steps] of parts.entries()) {
      judges.begin(MOMENTS[i] ?? 'call');
      for (const writes of steps) step(writes, i === 1 ? 'others' : 'host');
      judges.end(PARTS[i] ?? 'switch');
    }
    judges.end('switch');
    return [...judges.verdicts];
  };
}

/** Takes steps that write what they are told to, with the code that the instrumentation has for such a step. */
function stepping(
  buffer: MachineBuffer,
  instrumentation: Instrumentation,
): (writes: Words, by: 'host' | 'others') => void {
  let count = 0;
  const codes = new Map<string, (count: number) => void>();
  const scope = { ...scopeOf(buffer), ...instrumentation.scope };
  return (writes, by) => {
    const hooks = instrumentation[by];
    const stored = Object.keys(writes).filter(isField);
    const registers = Object.keys(writes).filter((place) => !isField(place));
    const reach = {
      slots: reachOf(registers, count++ % 2 === 1),
      dynamic: stored.length > 0,
    };
    for (const slot of hooks.priorSlots(reach)) copyToPrior(buffer, slot);
    putAll(buffer, writes);
    const told = stored
      .map((place) => slotOf.get(place) ?? UNNAMED)
      .filter((slot) => buffer.watched[slot] === 1);
    buffer.stored.set(told);
    const text = hooks.afterStep(reach);
    const code = codes.get(text) ?? compileFunction<(n: number) => void>(scope, 'step(n)', text);
    codes.set(text, code);
    code(told.length);
  };
}

function putAll({ halves }: MachineBuffer, words: Words): void {
  for (const [place, word] of Object.entries(words)) {
    const slot = slotOf.get(place);
    if (slot === undefined) continue;
    halves[2 * slot] = lowOf(word);
    halves[2 * slot + 1] = highOf(word);
  }
}

function copyToPrior({ halves, prior }: MachineBuffer, slot: number): void {
  prior[2 * slot] = halves[2 * slot] ?? 0;
  prior[2 * slot + 1] = halves[2 * slot + 1] ?? 0;
}

/** Registers that a step may write, by slot: surely, or on a condition that holds; others by one that does not. */
function reachOf(written: readonly string[], isOpen: boolean): Map<number, string | undefined> {
  const others = REGISTERS.filter((place) => isOpen && !written.includes(place));
  const slot = (place: string): number => slotOf.get(place) ?? -1;
  return new Map([
    ...written.map((place) => [slot(place), isOpen ? 'n>=0' : undefined] as const),
    ...others.map((place) => [slot(place), 'n<0'] as const),
  ]);
}

/** A clause that claims this of a stretch. */
export const clauseOf = (claim: Claim, over: SpanKind): Clause => ({
  name: 'a',
  says: 'A.',
  cite: [{ kind: 'abi', section: '1' }],
  over: [over],
  claim,
});

/** What the interpreter says. */
export function plainly(clauses: readonly Clause[], run: Run): readonly number[] {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const trace = traceOf(run);
  return clauses.map((clause) => SEVERITY[judge(clause, trace, watched).verdict]);
}

// The compiled evaluator: plays a history on a program and judges every clause, in generated code.
//
// It says what spec/judging/judge.ts would say of each clause and nothing of why: for evidence a history is played again by the
// interpreter, and where the two disagree one of them is wrong.

import { type Compiler, compilerOf } from '../../model/compiled/compiler.ts';
import { type CompiledEnding, runner } from '../../model/compiled/dispatch.ts';
import { inHypervisor, machineBuffer } from '../../model/compiled/machine-buffer.ts';
import { InterpreterOnly } from '../../model/compiled/memory-access.ts';
import { type Layout, VMALLOC } from '../../model/layout.ts';
import { ENTRY } from '../../model/paths/published.ts';
import { type Phase, spanEnding, spansOpen } from '../../model/phases.ts';
import type { Program } from '../../model/program.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import { type Structure, structures } from '../../spec/vocabulary/structures.ts';
import type { SwitchKind } from '../levels/switch/contract.ts';
import type { History } from '../levels/switch/history.ts';
import { roundsOf, type Stage } from '../levels/switch/play.ts';
import type { Watcher } from '../levels/switch/watcher.ts';
import { SEVERITY } from '../severity.ts';
import { heed } from '../work/interruption.ts';
import { guestActions } from './guest-actions.ts';
import { initialStates } from './initial-state.ts';
import { interpreterEvaluator } from './interpreter-evaluator.ts';
import { type Judges, judgesOf } from './judges.ts';

/** What a history shows: of each clause a verdict by its number in SEVERITY. The array is used again for the next history. */
interface Judgement {
  readonly switches: number;
  readonly ending: CompiledEnding;
  readonly verdicts: Uint8Array;
}

/** Plays and judges histories on one program. */
export interface CompiledEvaluator {
  /** Judges; the watcher is shown the halves of the machine buffer. */
  judge(history: History, watcher?: Watcher<Int32Array>): Judgement;
  /** Steps that compiled code has taken. */
  ran(): number;
}

/** A compiler with the judges of some clauses in its code; programs with one layout share it. */
interface CompiledClauses {
  readonly compiler: Compiler;
  readonly judges: Judges;
  readonly act: ReturnType<typeof guestActions>;
}

/** The compiled evaluator of a program and of clauses. */
export function compiledEvaluator(
  program: Program,
  clauses: readonly Clause[],
  stage: Stage,
): CompiledEvaluator {
  const interpreter = () => interpreterEvaluator(program, clauses, stage);
  if (isInVmalloc(program.layout)) return interpreter();
  const compiled = compiledFor(clauses, program.layout);
  const { act, compiler, judges } = compiled;
  const states = initialStates(compiler.buffer, stage.without);
  const { run, steps } = runner(compiler, program);
  const spans = spansOf(compiled);
  const evaluator: CompiledEvaluator = {
    ran: steps,
    judge(history, watcher) {
      heed();
      spans.watchedBy(watcher);
      watcher?.begins();
      judges.verdicts.fill(0);
      let switches = 0;
      let ending: CompiledEnding = 'returned';
      for (const { changes, delays, guest } of roundsOf(history)) {
        if (switches++ === 0) states.first(history[0]);
        else states.again(changes);
        spans.called();
        const round = { pauses: delays, act: (i: number) => act(guest[i]), prompt: stage.prompt };
        ending = run(ENTRY, round, spans);
        if (ending !== 'returned') {
          spans.cutShort();
          unfinished(clauses, judges.verdicts, spans.phase(), ending);
          break;
        }
        spans.returned();
      }
      watcher?.over?.();
      return { switches, ending, verdicts: judges.verdicts };
    },
  };
  return whereItCan(evaluator, interpreter);
}

/** Cuts switches into spans as they run: what happens begins and ends the judging of each, and is shown to the watcher at hand. */
function spansOf({ compiler: { buffer }, judges }: CompiledClauses) {
  const { halves } = buffer;
  let phase: Phase = 'call';
  let watcher: Watcher<Int32Array> | undefined;
  let inTime: Uint8Array | undefined;
  const end = (kind: SwitchKind): void => {
    judges.end(kind);
    watcher?.ends(kind, halves);
  };
  return {
    watchedBy(next: Watcher<Int32Array> | undefined): void {
      watcher = next;
    },
    phase: (): Phase => phase,
    called(): void {
      phase = 'call';
      inTime = undefined;
      watcher?.calls?.(halves);
      judges.begin('call');
      if (!inHypervisor(halves)) judges.begin('guest');
    },
    entered(): void {
      end(spanEnding(phase, 'entered'));
      phase = 'guest';
      judges.begin('guest');
    },
    interrupted(): void {
      end(spanEnding(phase, 'interrupted'));
      phase = 'vector';
      watcher?.interrupts?.(halves);
      judges.begin('vector');
    },
    budgetEnded(): void {
      inTime = judges.verdicts.slice();
    },
    /** What came after the budget had ended is not judged. */
    cutShort(): void {
      if (inTime !== undefined) judges.verdicts.set(inTime);
    },
    returned(): void {
      end(spanEnding(phase, 'returned'));
      end('switch');
    },
  };
}

/** The evaluator, with another for histories that lead it where it cannot follow. */
function whereItCan(
  evaluator: CompiledEvaluator,
  interpreter: () => CompiledEvaluator,
): CompiledEvaluator {
  return {
    ran: evaluator.ran,
    judge(history, watcher) {
      try {
        return evaluator.judge(history, watcher);
      } catch (error) {
        if (!(error instanceof InterpreterOnly)) throw error;
        return interpreter().judge(history, watcher);
      }
    },
  };
}

/** Whether a structure lies where compiled code does not follow. */
export const isInVmalloc = ({ addressOf }: Layout): boolean =>
  (Object.keys(structures) as Structure[]).some((structure) => addressOf(structure) >= VMALLOC);

const known = new WeakMap<readonly Clause[], WeakMap<Layout, CompiledClauses>>();

function compiledFor(clauses: readonly Clause[], layout: Layout): CompiledClauses {
  const byLayout = known.get(clauses) ?? new WeakMap<Layout, CompiledClauses>();
  known.set(clauses, byLayout);
  const compiled = byLayout.get(layout) ?? compile(clauses, layout);
  byLayout.set(layout, compiled);
  return compiled;
}

function compile(clauses: readonly Clause[], layout: Layout): CompiledClauses {
  const buffer = machineBuffer(layout);
  const judges = judgesOf(clauses, buffer);
  const compiler = compilerOf(buffer, judges.instrumentation);
  return { compiler, judges, act: guestActions(compiler) };
}

/** How a run is cut short. */
type Cut = Exclude<CompiledEnding, 'returned'>;

/** Clauses over what was under way can say nothing, unless they are violated already. */
function unfinished(
  clauses: readonly Clause[],
  verdicts: Uint8Array,
  phase: Phase,
  ending: Cut,
): void {
  for (const [i, { over, claim }] of clauses.entries()) {
    const isOpen = over.some((kind) => spansOpen(phase).includes(kind));
    if (!isOpen || verdicts[i] === SEVERITY.violated) continue;
    if (ending === 'not-enough') verdicts[i] = SEVERITY[ending];
    else verdicts[i] = isBrokenBy(claim, ending) ? SEVERITY.violated : SEVERITY.stuck;
  }
}

/** Whether a claim is broken by a run that is stuck so: it comes to where nothing is, or loads from there. */
function isBrokenBy(claim: Claim, ending: Exclude<Cut, 'not-enough'>): boolean {
  if (claim.claim === 'each') return claim.claims.some((part) => isBrokenBy(part, ending));
  if (claim.claim !== 'predicate') return false;
  return (
    (ending === 'nowhere' && claim.name === 'returns-to-caller') ||
    (ending === 'unset' && claim.name === 'reads-what-is-there')
  );
}

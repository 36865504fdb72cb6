// Levels: the models that the contract speaks of, each with runs of its own: the switch, the run loop around it, the life of VMs, cores.
//
// A level hides what its histories are: outside it they are JSON, as a token, a corpus and another thread know them. So
// whoever counts, merges, shows or replays needs to know nothing of the models.

import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { ClauseName } from '../../spec/contract.ts';
import type { Verdict } from '../../spec/judging/judge.ts';
import type { Machine, SpanKind, Trace } from '../../spec/vocabulary/machine.ts';
import type { Json } from '../input/json.ts';
import type { SourceState } from '../subjects/subject.ts';
import type { Coverage } from './switch/coverage.ts';
import type { History } from './switch/history.ts';
import type { Stage } from './switch/play.ts';

/** How a run is judged: which assumptions may be broken. */
export interface EvaluatorOptions {
  readonly without: ReadonlySet<string>;
  /** Whether what switches began and ended with is counted too. */
  readonly coverage?: boolean;
  /** Which reader plays (the compiled one by default, where the level has one). */
  readonly reader?: 'plain' | 'compiled';
  /** Whether kernel source must still be what it was when a counterexample was found in it (`as-found` by default). */
  readonly state?: SourceState;
}

/** Some histories of a series: those that fast-check makes of a seed, or one of them only. */
export interface Block {
  readonly seed: number;
  readonly runs: number;
  /** The index of the only one that is played. */
  readonly only?: number;
  /** The rest is not played once every clause has failed. */
  readonly enough?: boolean;
}

/** The worst that a history showed, and that history. */
export interface WorstCase {
  readonly verdict: 'violated' | 'stuck' | 'not-enough';
  /** How much happens in it: of histories that show the same, the simplest is kept. */
  readonly weight: number;
  /** Where it stands in the block. */
  readonly index: number;
  readonly history: Json;
}

/** What a block says of one clause. */
export interface Count {
  /** Histories in which the clause had something to say. */
  readonly met: number;
  readonly worst: WorstCase | undefined;
}

/** What a block says of each clause, in the order of the clauses. */
export interface BlockCounts {
  readonly runs: number;
  /** World switches, and whatever else is as much work. */
  readonly switches: number;
  readonly counts: readonly Count[];
  /** How switches ended, by how they began; where that is counted. */
  readonly coverage?: Coverage;
}

/** A subject set up to be judged by some clauses. */
export interface Evaluator {
  /** Runs and judges the histories of a block. */
  run(block: Block): BlockCounts;
  /** What one history says of one of the clauses. Throws where the history is none of this level's. */
  judge(clause: Clause, history: Json): Verdict;
  /** A history that shows the same of the clause, and of which nothing can be left out. */
  shrink(clause: Clause, history: Json): Json;
  /** A clause as the subject owes it, where that is not as in the contract. */
  owes?(clause: Clause): Clause;
  /** What happens in a history, step by step. Throws where it is none of this level's. */
  replay(history: Json): Run;
}

/** A history as it was run, for whoever reports it. */
export interface Run {
  readonly trace: Trace;
  /** The state in which it began. */
  readonly begin: Machine;
  /** What happens, a line each; none where rounds of `code` say it. */
  readonly lines: readonly string[];
  /** The same as a swim-lane diagram, where several threads take part. */
  readonly diagram?: readonly string[];
  /** The code that was run, where that can be run otherwise to explain what it does. */
  readonly code?: CodeRun;
}

/** A history that a clause fails on, and how to run it again. */
export interface Finding {
  /** The name by which a token knows the subject. */
  readonly subject: string;
  readonly clause: Clause;
  readonly level: string;
  readonly history: Json;
  readonly replay: () => Run;
}

/** A program, and how it was run. */
export interface CodeRun {
  readonly program: Program;
  readonly history: History;
  readonly stage: Stage;
}

/** Where a run begins of which nobody asks what that held. */
export const NO_STATE: Machine = { word: () => 0n, address: () => 0n };

/** A fault of a level's model, planted in what is right otherwise. */
export interface LevelFault {
  readonly text: string;
  /** Just these. */
  readonly breaks: readonly [ClauseName, ...ClauseName[]];
}

/** A model with runs of its own, by which some clauses are judged. */
export interface Level {
  readonly name: string;
  /** The spans into which its runs are cut: a clause belongs to the level that has its span. */
  readonly kinds: readonly SpanKind[];
  /** How far its verdicts go: some histories of a seed's series, or all that there are. */
  readonly extent: 'sampled' | 'exhaustive';
  readonly faults: Readonly<Record<string, LevelFault>>;
  /** Sets a subject up, by the name that a token knows it by; undefined where it has nothing at this level. */
  open(
    subject: string,
    clauses: readonly Clause[],
    options: EvaluatorOptions,
  ): Evaluator | undefined;
}

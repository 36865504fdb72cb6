// One of several threads that play units: it is told subjects and clauses once, and then which unit to play.
import { workerData } from 'node:worker_threads';
import type { Clause } from '../../spec/clause.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { heedFlag, wholeOrNone } from '../work/interruption.ts';
import { type Evaluators, evaluatorsOf, type ItemCounts, type Subject } from './evaluators.ts';
import type { Series, WorkItem } from './plan.ts';

/** What a thread is told when it starts. */
export interface Setup {
  readonly subjects: readonly Subject[];
  /** Names. */
  readonly clauses: readonly string[];
  readonly coverage: boolean;
  /** Shared by all threads: not 0 where work is to be left. */
  readonly flag?: Int32Array | undefined;
}

/** What it is told to play. */
export interface Order {
  readonly unit: WorkItem;
  readonly series: Series;
}

/** Plays a unit; undefined where that was to be left. */
export const playUnit = ({ unit, series }: Order): ItemCounts | undefined =>
  wholeOrNone(() => evaluators().run(unit, series));

let made: Evaluators | undefined;

function evaluators(): Evaluators {
  made ??= roomFor(workerData);
  return made;
}

function roomFor(setup: unknown): Evaluators {
  if (!isSetup(setup)) throw new Error('a thread was started without a setup');
  heedFlag(setup.flag);
  const clauses = setup.clauses.map(known);
  return evaluatorsOf(setup.subjects, clauses, { without: new Set(), coverage: setup.coverage });
}

/** In the order in which the first thread has them: what is counted goes by that. */
function known(name: string): Clause {
  const clause = clauseNamed(name);
  if (clause === undefined) throw new Error(`a thread was told of a clause '${name}'`);
  return clause;
}

const isSetup = (value: unknown): value is Setup =>
  typeof value === 'object' && value !== null && 'subjects' in value && 'clauses' in value;

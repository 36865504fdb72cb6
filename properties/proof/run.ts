// A program run over terms, with all that its clauses are to be judged by: what every proof of it shares.
import { ENTRY } from '../../model/paths/published.ts';
import type { Program } from '../../model/program.ts';
import { type Algebra, algebra } from '../../model/symbolic/algebra.ts';
import type { Recall } from '../../model/symbolic/recall.ts';
import { stateAtCall } from '../../model/symbolic/state.ts';
import { type SymbolicSwitch, symbolicSwitch } from '../../model/symbolic/switch.ts';
import type { Term } from '../../model/symbolic/term.ts';
import type { Clause } from '../../spec/clause.ts';
import { type Watching, watching } from './monitors.ts';
import { anyMachine } from './subject.ts';
import { type Counting, counting } from './two-runs/counting.ts';
import { isOfTwoRuns } from './two-runs/sides.ts';

/** A program as it was run. */
export interface ProofRun {
  readonly t: Algebra;
  readonly program: Program;
  readonly watching: Watching;
  /** What it was watched for beside, where clauses are about two runs. */
  readonly counting?: Counting;
  readonly run: SymbolicSwitch;
  /** The machine at the call, before the assumptions were made true of it: variables by the names of places. */
  readonly called: readonly Term[];
  readonly without: ReadonlySet<string>;
}

/** How far a run may go. */
const BOUNDS = { steps: 60_000, states: 400 };

/** How a program is run. */
interface RunOptions {
  /** Assumptions about the call that are left out. */
  readonly without?: ReadonlySet<string>;
  /** Terms that may be made; as many as it takes, where undefined. */
  readonly most?: number | undefined;
  /** The algebra to run it over, if not one of its own: programs that share one have the same terms where they do the same. */
  readonly over?: Algebra;
  /** What came of states in runs over that algebra, of programs that may share it, watched by the same clauses: see recall.ts. */
  readonly recall?: Recall | undefined;
  /** Called often; may throw to end all. */
  readonly heed?: () => void;
}

/** More terms would be made than may be. */
export class BoundReached extends Error {}

/**
 * Runs a program over terms, watched by clauses, on every machine that satisfies the assumptions but for those left out. Throws
 * BoundReached.
 */
export function proofRun(
  program: Program,
  clauses: readonly Clause[],
  { without = new Set(), most, heed, recall, over: t = algebra() }: RunOptions = {},
): ProofRun {
  const called = anyMachine(t, program.layout, without);
  const watch = watching(
    t,
    program.layout,
    clauses.filter((clause) => !isOfTwoRuns(clause)),
  );
  const count = clauses.some(isOfTwoRuns) ? counting(t, watch) : undefined;
  const around = { t, layout: program.layout, image: program.image, code: program.code };
  const run = symbolicSwitch({
    around,
    program,
    label: ENTRY,
    start: stateAtCall(called, (count ?? watch).atCall(called)),
    watcher: count?.watcher ?? watch,
    prompt: !without.has('timers-are-read-together'),
    bounds: BOUNDS,
    recall,
    heed() {
      heed?.();
      checkBound(t, most);
    },
  });
  return {
    t,
    program,
    watching: watch,
    run,
    called,
    without,
    ...(count === undefined ? {} : { counting: count }),
  };
}

/** Throws BoundReached where there are more terms than there may be. */
export function checkBound(t: Algebra, most: number | undefined): void {
  if (most !== undefined && t.table.size > most)
    throw new BoundReached(`a proof may make ${most} terms, and would make more`);
}

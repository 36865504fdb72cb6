// Proving clauses of a switch: for every machine, every guest and every passing of time that the assumptions allow.
//
// How to use it:
//   const proof = proving(program, clauses, { without });   runs the program over terms, once for all clauses
//   await proof.judge(clause)                               one verdict; asks the solver only where rewriting leaves something open
//   await proof.close()                                     ends the solver's threads, if any were started
import type { Program } from '../../model/program.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { termText } from '../../model/symbolic/text.ts';
import type { Clause } from '../../spec/clause.ts';
import type { PairHistory } from '../levels/noninterference/history.ts';
import type { History } from '../levels/switch/history.ts';
import { meeting } from './meeting.ts';
import { isBrokenBy, type Obligation, obligationsOf, resumptionsOf } from './obligations.ts';
import { refuting } from './refuting.ts';
import { type ProofRun, proofRun } from './run.ts';
import { closingBy, searching } from './search.ts';
import { settling } from './settling.ts';
import { lazySolver, type Solver } from './solver.ts';
import { judgingPairs } from './two-runs/proving.ts';
import { isOfTwoRuns } from './two-runs/sides.ts';

/** What a proof comes to for one clause. */
export type ProofVerdict =
  | {
      readonly verdict: 'proved';
      /** Paths on which it had to be shown, and those of them on which rewriting sufficed. */
      readonly paths: number;
      readonly byRewriting: number;
      readonly bySolver: number;
      /** Sites of stores to an address that is not known, which are assumed to hit nothing that the switch reads. */
      readonly caveats: readonly string[];
    }
  /** No machine meets it. */
  | { readonly verdict: 'vacuous' }
  /** The plain interpreter has played this history, or this pair, and the judge has found the clause broken, or the run stuck. */
  | {
      readonly verdict: 'refuted';
      readonly history: History | PairHistory;
      readonly found: 'violated' | 'stuck';
      readonly where: string;
    }
  /** A witness: the plain interpreter has played this history and got there. */
  | { readonly verdict: 'reached'; readonly history: History | PairHistory }
  | {
      readonly verdict: 'not-settled';
      readonly why: string;
      readonly where: string;
      readonly term: string;
    };

/** A program that is being proved. */
export interface Proof {
  readonly run: ProofRun;
  judge(clause: Clause): Promise<ProofVerdict>;
  close(): Promise<void>;
}

/** How a program is proved. */
export interface ProofOptions {
  /** Assumptions about the call that are left out. */
  readonly without?: ReadonlySet<string>;
  readonly solver?: Solver;
  /** Called often; may throw to end all. */
  readonly heed?: () => void;
  /** Told of each obligation that was settled, and of the questions that the solver had to answer for it. */
  readonly settled?: (clause: Clause, one: Obligation, asked: readonly (readonly Term[])[]) => void;
}

/** Sets a program up to be proved. */
export function proving(
  program: Program,
  clauses: readonly Clause[],
  options: ProofOptions = {},
): Proof {
  const run = proofRun(program, clauses, options.without, options.heed);
  const solver = options.solver ?? lazySolver();
  const one = judging(run, solver, options.settled);
  const { counting } = run;
  const two =
    counting && judgingPairs({ ...run, counting }, searching(run, solver), options.settled);
  return {
    run,
    judge: (clause) => (two !== undefined && isOfTwoRuns(clause) ? two(clause) : one(clause)),
    close: () => solver.close(),
  };
}

function judging(
  proof: ProofRun,
  solver: Solver,
  settled: ProofOptions['settled'],
): (clause: Clause) => Promise<ProofVerdict> {
  const { t, run, watching } = proof;
  const settle = settling(t);
  const search = searching(proof, solver);
  const refute = refuting(proof, search);
  const isMet = meeting(search);
  const closing = closingBy(search);
  return async (clause) => {
    const obligations = obligationsOf(t, clause, run, watching);
    if (clause.claim.claim === 'reachable') return refute.witness(clause, obligations);
    settle.begin();
    let byRewriting = 0;
    for (const one of obligations) {
      const parts = settle.openParts(one.facts, one.broken);
      if (parts.length === 0) byRewriting++;
      const asked: (readonly Term[])[] = [];
      for (const part of parts) {
        const closed = await closing(one.facts, part);
        if (closed === undefined) return unsettled(proof, clause, one, part, refute);
        asked.push(closed);
      }
      settled?.(clause, one, asked);
    }
    if (!(await isMet(obligations))) return { verdict: 'vacuous' };
    const caveats = [...new Set(obligations.flatMap((one) => [...one.caveats]))];
    const paths = obligations.length;
    return { verdict: 'proved', paths, byRewriting, bySolver: paths - byRewriting, caveats };
  };
}

/** What is open is refuted, if a history breaks the clause there; else it is said why it is open. */
async function unsettled(
  { t, run, watching }: ProofRun,
  clause: Clause,
  one: Obligation,
  part: Term,
  refute: ReturnType<typeof refuting>,
): Promise<ProofVerdict> {
  const refutation = await refute.refutation(clause, one, part);
  if (typeof refutation === 'object') return refutation;
  for (const other of resumptionsOf(t, clause, run, watching)) {
    if (other.broken.max === 0n) continue;
    const found = await refute.refutation(clause, other, other.broken);
    if (typeof found === 'object') return found;
  }
  const stop = one.stops;
  const why =
    stop === undefined || isBrokenBy(clause.claim, stop)
      ? refutation
      : `a path has no end: ${stop.why}`;
  return {
    verdict: 'not-settled',
    why,
    where: one.where,
    term: termText(stop?.term ?? part, 5),
  };
}

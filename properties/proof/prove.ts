// Proving clauses of a switch: for every machine, every guest and every passing of time that the assumptions allow.
//
// How to use it:
//   const proof = proving(program, clauses, { without });   runs the program over terms, once for all clauses
//   proof.rewritten(clause)                                 the verdict, where rewriting settles it
//   proof.sampled(clause)                                   the verdict, where rewriting or a random history settles it
//   await proof.judge(clause)                               one verdict; asks the solver only where these leave something open
//   await proof.close()                                     ends the solver's threads, if any were started
import type { Program } from '../../model/program.ts';
import type { Algebra } from '../../model/symbolic/algebra.ts';
import type { Recall } from '../../model/symbolic/recall.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { termText } from '../../model/symbolic/text.ts';
import type { Clause } from '../../spec/clause.ts';
import type { PairHistory } from '../levels/noninterference/history.ts';
import type { History } from '../levels/switch/history.ts';
import { meeting, unmet } from './meeting.ts';
import { isBrokenBy, type Obligation, obligationsOf, resumptionsOf } from './obligations.ts';
import { refuting } from './refuting.ts';
import { type ProofRun, proofRun } from './run.ts';
import { samples } from './samples.ts';
import { closingBy, searching } from './search.ts';
import { type Settling, settling } from './settling.ts';
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
  /** Undefined where rewriting does not settle it. */
  rewritten(clause: Clause): ProofVerdict | undefined;
  /** Undefined where rewriting and random histories do not settle it. Throws where they disagree. */
  sampled(clause: Clause): ProofVerdict | undefined;
  judge(clause: Clause): Promise<ProofVerdict>;
  close(): Promise<void>;
}

/** How a program is proved. */
export interface ProofOptions {
  /** Assumptions about the call that are left out. */
  readonly without?: ReadonlySet<string>;
  readonly solver?: Solver;
  /** How many terms may be made: the rest is not settled. */
  readonly work?: WorkBound;
  /** The algebra to run it over: one of its own, unless another program is to be run over the same terms. */
  readonly over?: Algebra;
  /** What came of states in earlier runs over that algebra: see RunOptions. */
  readonly recall?: Recall;
  /** What settles over that algebra, with what it has settled before. */
  readonly settle?: Settling;
  /** Called often; may throw to end all. */
  readonly heed?: () => void;
  /** Told of each obligation that was settled, and of the questions that the solver had to answer for it. */
  readonly settled?: (clause: Clause, one: Obligation, asked: readonly (readonly Term[])[]) => void;
}

/** Terms that rewriting may make for each clause, and that a proof may make in all. */
export interface WorkBound {
  readonly each: number;
  readonly all: number;
}

/** Sets a program up to be proved. Throws BoundReached where more terms would be made than it may make in all. */
export function proving(
  program: Program,
  clauses: readonly Clause[],
  options: ProofOptions = {},
): Proof {
  const { work } = options;
  const run = proofRun(program, clauses, { ...options, most: work?.all });
  const solver = options.solver ?? lazySolver();
  const ofOneRun = clauses.filter((clause) => !isOfTwoRuns(clause));
  const one = judging(run, ofOneRun, solver, options);
  const { counting } = run;
  const two =
    counting && judgingPairs({ ...run, counting }, searching(run, solver), options.settled);
  const stage =
    (judge: Proof['rewritten']): Proof['rewritten'] =>
    (clause) =>
      isOfTwoRuns(clause) ? undefined : judge(clause);
  return {
    run,
    rewritten: stage(one.rewritten),
    sampled: stage(one.sampled),
    judge: (clause) => (two !== undefined && isOfTwoRuns(clause) ? two(clause) : one.judge(clause)),
    close: () => solver.close(),
  };
}

/** An obligation, and the parts of it that rewriting leaves open. */
interface Rest {
  readonly one: Obligation;
  readonly parts: readonly Term[];
}

function judging(
  proof: ProofRun,
  clauses: readonly Clause[],
  solver: Solver,
  { settle, settled, work }: ProofOptions,
): Pick<Proof, 'rewritten' | 'sampled' | 'judge'> {
  const search = searching(proof, solver);
  const refute = refuting(proof, search);
  const meets = meeting(search);
  const closing = closingBy(search);
  const restOf = resting(proof, settle ?? settling(proof.t, work?.each), settled);
  const shownIn = samples(proof.program, clauses, proof.without);
  const rewritten: Proof['rewritten'] = (clause) => {
    const rest = restOf(clause);
    const isProved = isWholly(clause, rest) && meets.isGuessed(rest.map(({ one }) => one));
    return isProved ? provedBy(rest) : undefined;
  };
  const sampled: Proof['sampled'] = (clause) => {
    const rest = restOf(clause);
    const { holds, broken } = shownIn(clause);
    if (clause.claim.claim === 'reachable')
      return holds === undefined ? undefined : { verdict: 'reached', history: holds };
    if (broken !== undefined) {
      if (isWholly(clause, rest)) throw disagreement(clause);
      return { verdict: 'refuted', ...broken, where: 'a random history' };
    }
    const soon = rewritten(clause);
    if (soon !== undefined || holds === undefined || !isWholly(clause, rest)) return soon;
    if (rest.every(({ one }) => one.met.max === 0n)) throw unseen(clause);
    return provedBy(rest);
  };
  const judge: Proof['judge'] = async (clause) => {
    const known = sampled(clause);
    if (known !== undefined) return known;
    const rest = restOf(clause);
    const obligations = rest.map(({ one }) => one);
    if (clause.claim.claim === 'reachable') return refute.witness(clause, obligations);
    for (const { one, parts } of rest) {
      const asked: (readonly Term[])[] = [];
      for (const part of parts) {
        const closed = await closing(one.facts, part);
        if (closed === undefined) return unsettled(proof, clause, one, part, refute);
        asked.push(closed);
      }
      if (parts.length > 0) settled?.(clause, one, asked);
    }
    const isMet = shownIn(clause).holds === undefined ? await meets.isMet(obligations) : 'met';
    return isMet === 'met' ? provedBy(rest) : unmet(isMet);
  };
  return { rewritten, sampled, judge };
}

/** One of the two is wrong. */
const disagreement = ({ name }: Clause): Error =>
  new Error(`two readers of the model disagree: ${name} is proved, and a history breaks it`);

/** The run over terms has lost the way that a history takes. */
const unseen = ({ name }: Clause): Error =>
  new Error(`two readers of the model disagree: no machine meets ${name}, and a history does`);

/** Whether rewriting leaves nothing open; a witness is not shown so. */
const isWholly = ({ claim }: Clause, rest: readonly Rest[]): boolean =>
  claim.claim !== 'reachable' && rest.every(({ parts }) => parts.length === 0);

function provedBy(rest: readonly Rest[]): ProofVerdict {
  const paths = rest.length;
  const byRewriting = rest.filter(({ parts }) => parts.length === 0).length;
  const caveats = [...new Set(rest.flatMap(({ one }) => [...one.caveats]))];
  return { verdict: 'proved', paths, byRewriting, bySolver: paths - byRewriting, caveats };
}

/** What rewriting leaves of the obligations of a clause; found once for each. */
function resting(
  { t, run, watching }: ProofRun,
  settle: Settling,
  settled: ProofOptions['settled'],
): (clause: Clause) => readonly Rest[] {
  const known = new Map<Clause, readonly Rest[]>();
  return (clause) => {
    const found = known.get(clause);
    if (found !== undefined) return found;
    settle.begin();
    const isWitness = clause.claim.claim === 'reachable';
    const rest = obligationsOf(t, clause, run, watching).map((one): Rest => {
      if (isWitness) return { one, parts: [] };
      const parts = settle.openParts(one.facts, one.broken, one.cover);
      if (parts.length === 0) settled?.(clause, one, []);
      return { one, parts };
    });
    known.set(clause, rest);
    return rest;
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

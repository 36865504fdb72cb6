// The prover held to planted faults: a clause that catches a fault may not be proved of the program with the fault in it, and where a fault
// leads to the same machine, no clause may be refuted.
//
// Faults are run over the terms of those before them, and over what is remembered of the sound program: a run follows the steps only from
// the fault on. In time all is begun anew.
import type { Fault } from '../../../model/faults/generated.ts';
import { allPlaces } from '../../../model/places.ts';
import type { Program } from '../../../model/program.ts';
import { type Algebra, algebra } from '../../../model/symbolic/algebra.ts';
import { type Recall, recalling } from '../../../model/symbolic/recall.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../../spec/vocabulary/words.ts';
import { switchContract } from '../../levels/switch/contract.ts';
import { play } from '../../levels/switch/play.ts';
import type { Fate } from '../../mutation/kill.ts';
import { pool, stage } from '../../mutation/pool.ts';
import { beside, type Comparer } from '../alike.ts';
import { type Proof, proving } from '../prove.ts';
import { type ProofRun, proofRun } from '../run.ts';
import { type Settling, settling } from '../settling.ts';

/** What the prover makes of a fault. */
export type FaultProof =
  /**
   * Clauses that catch it, those of them that are called proved all the same, and those of which it shows only that a run does not end:
   * what is claimed of an end is true of a run that has none.
   */
  | {
      readonly of: 'killed';
      readonly clauses: number;
      readonly proved: readonly string[];
      readonly endless: readonly string[];
    }
  /** It ends alike for all machines; or where it parts, as far as rewriting tells, and what is refuted or left open then. */
  | {
      readonly of: 'equivalent';
      readonly parts?: string;
      readonly refuted: readonly string[];
      readonly open: readonly string[];
    }
  /** Paths over terms were too many to be followed: nothing is proved of it. */
  | { readonly of: 'left' };

/** Terms of one algebra, at most, before it is left for a new one. */
const TERMS = 500_000;

/** Steps of a run, terms that it makes, and milliseconds that it takes, before it is left. */
const MOST = { steps: 8000, terms: 150_000, milliseconds: 60_000 };

/** A run that is left. */
class TooManyPaths extends Error {}

/** What terms are shared by, as long as there are not too many, and the sound program as it was run over them. */
interface TermPool {
  readonly t: Algebra;
  readonly settle: Settling;
  readonly side: Comparer;
  readonly recall: Recall;
  readonly sound: ProofRun;
}

function fresh(sound: Program): TermPool {
  const t = algebra();
  const settle = settling(t);
  const recall = recalling();
  const run = proofRun(sound, switchContract, { over: t, recall });
  return { t, settle, side: beside(t, settle), recall, sound: run };
}

/** All bits of every place but what is to be synchronised: as properties/mutation/ends.ts has it. */
const WHOLE: ReadonlyMap<Place, Word> = new Map(
  allPlaces.map((place) => [place, place === 'UNSYNCED' ? 0n : lowBits(64)]),
);

/** What holds the prover to faults of a program, one after the other; undefined of a fault that is neither killed nor equivalent. */
export function holding(sound: Program): (fault: Fault, fate: Fate) => FaultProof | undefined {
  let shared: TermPool | undefined;
  return (fault, fate) => {
    if (fate.fate !== 'killed' && fate.fate !== 'equivalent') return undefined;
    if (shared === undefined || shared.t.table.size > TERMS) shared = fresh(sound);
    try {
      return fate.fate === 'killed'
        ? ofKilled(shared, fault.plantedIn(sound), clausesNamed(fate.by))
        : ofEquivalent(shared, sound, fault);
    } catch (error) {
      if (error instanceof TooManyPaths) return { of: 'left' };
      throw error;
    }
  };
}

const clausesNamed = (names: readonly string[]): readonly Clause[] =>
  switchContract.filter(({ name }) => names.includes(name));

/** What counts the steps of a run, and leaves it where there are too many. */
function leaving({ table }: Algebra): () => void {
  const [most, end] = [table.size + MOST.terms, performance.now() + MOST.milliseconds];
  let steps = 0;
  return () => {
    if (++steps > MOST.steps || table.size > most || performance.now() > end)
      throw new TooManyPaths('too many steps or terms');
  };
}

/** A proof of a program over shared terms. What is remembered of the sound program counts only where no label is elsewhere. */
function proofOver({ t, settle, sound }: TermPool, program: Program, recall: Recall): Proof {
  const isMoved = [...sound.program.labels].some(([label, at]) => program.labels.get(label) !== at);
  const recalled = isMoved ? {} : { recall };
  return proving(program, switchContract, { over: t, settle, heed: leaving(t), ...recalled });
}

function ofKilled(shared: TermPool, wrong: Program, clauses: readonly Clause[]): FaultProof {
  const proof = proofOver(shared, wrong, shared.recall.layer());
  const proved = clauses.filter((clause) => proof.rewritten(clause)?.verdict === 'proved');
  const isWrong = (clause: Clause): boolean => isBrokenOnPool(wrong, clause);
  return {
    of: 'killed',
    clauses: clauses.length,
    proved: namesOf(proved.filter(isWrong)),
    endless: namesOf(proved.filter((clause) => !isWrong(clause))),
  };
}

const namesOf = (clauses: readonly Clause[]): readonly string[] => clauses.map(({ name }) => name);

/** Whether a run breaks the clause or is stuck: that its steps were too many does not count. */
const isBrokenOnPool = (program: Program, clause: Clause): boolean =>
  pool().some((history) => {
    const { verdict } = judge(clause, play(program, history, stage).trace);
    return verdict === 'violated' || verdict === 'stuck';
  });

function ofEquivalent(shared: TermPool, sound: Program, fault: Fault): FaultProof {
  const recall = shared.recall.layer();
  const pace = fault.slip === 'twice' ? fault.paced?.[0]?.(sound) : undefined;
  const first = pace === undefined ? shared.sound : proofOver(shared, pace, recall).run;
  const proof = proofOver(shared, fault.plantedIn(sound), recall);
  const parts = shared.side.parting(first.run, proof.run.run, WHOLE);
  if (parts === undefined) return { of: 'equivalent', refuted: [], open: [] };
  const verdicts = switchContract.map((clause) => proof.sampled(clause)?.verdict);
  const those = (wanted: string | undefined): readonly string[] =>
    namesOf(switchContract.filter((_, i) => verdicts[i] === wanted));
  return { of: 'equivalent', parts, refuted: those('refuted'), open: those(undefined) };
}

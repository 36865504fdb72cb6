// A sound program as it was run over terms, and programs with a fault in them beside it: over the same terms, and followed only where they
// do something else. Terms are shared as long as there are not too many; then all is begun anew.
import type { Fault } from '../../model/faults/generated.ts';
import type { Alike } from '../../model/faults/independent.ts';
import { allPlaces } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { type Algebra, algebra } from '../../model/symbolic/algebra.ts';
import { type Recall, recalling } from '../../model/symbolic/recall.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { beside, type Comparer } from './alike.ts';
import { type Proof, proving } from './prove.ts';
import { type ProofRun, proofRun } from './run.ts';
import { type Settling, settling } from './settling.ts';

/** Terms of one algebra, at most, before it is left for a new one. */
const TERMS = 500_000;

/** Steps of a run, and terms that it makes, before it is left: a sound run has some 2,400 steps. */
const MOST = { steps: 8000, terms: 150_000 };

/** A run is left: it has too many steps, or makes too many terms. */
export class TooManyPaths extends Error {}

/** What terms are shared by. */
interface TermPool {
  readonly t: Algebra;
  readonly settle: Settling;
  readonly side: Comparer;
  readonly recall: Recall;
  readonly sound: ProofRun;
}

/** All bits of every place but what is to be synchronised: as properties/mutation/ends.ts has it. */
const WHOLE: ReadonlyMap<Place, Word> = new Map(
  allPlaces.map((place) => [place, place === 'UNSYNCED' ? 0n : lowBits(64)]),
);

/** What is known of a program with a fault in it. Both throw TooManyPaths. */
export interface FaultBeside {
  /** Proofs of it. */
  readonly proof: Proof;
  /**
   * How far it ends for all machines as the sound program does: at the same moments, or at others (`Fault.paced`); else where it parts
   * from it, as far as rewriting tells.
   */
  likeness(): { readonly alike: Alike } | { readonly parts: string };
}

/** What tells of programs with a fault beside the sound one, judged by some clauses. */
export function besideSound(
  sound: Program,
  clauses: readonly Clause[],
): (fault: Fault) => FaultBeside {
  let shared: TermPool | undefined;
  return (fault) => {
    if (shared === undefined || shared.t.table.size > TERMS) shared = poolOf(sound, clauses);
    const pool = shared;
    const recall = pool.recall.layer();
    const proof = proofOver(pool, fault.plantedIn(sound), clauses, recall);
    const runOf = (program: Program): ProofRun =>
      program === sound ? pool.sound : proofOver(pool, program, clauses, recall).run;
    return { proof, likeness: () => likenessTo(pool, proof.run, fault, sound, runOf) };
  };
}

function poolOf(sound: Program, clauses: readonly Clause[]): TermPool {
  const t = algebra();
  const settle = settling(t);
  const recall = recalling();
  const run = proofRun(sound, clauses, { over: t, recall });
  return { t, settle, side: beside(t, settle), recall, sound: run };
}

/** A proof of a program over shared terms. What is remembered of the sound program counts only where no label is elsewhere. */
function proofOver(
  { t, settle, sound }: TermPool,
  program: Program,
  clauses: readonly Clause[],
  recall: Recall,
): Proof {
  const isMoved = [...sound.program.labels].some(([label, at]) => program.labels.get(label) !== at);
  const recalled = isMoved ? {} : { recall };
  return proving(program, clauses, { over: t, settle, heed: leaving(t), ...recalled });
}

/** What counts the steps of a run, and leaves it where there are too many. */
function leaving({ table }: Algebra): () => void {
  const most = table.size + MOST.terms;
  let steps = 0;
  return () => {
    if (++steps > MOST.steps || table.size > most)
      throw new TooManyPaths('too many steps or terms');
  };
}

function likenessTo(
  { side }: TermPool,
  { run }: ProofRun,
  { paced = [(program) => program] }: Fault,
  sound: Program,
  runOf: (program: Program) => ProofRun,
): ReturnType<FaultBeside['likeness']> {
  let parts = '';
  for (const [number, planted] of paced.entries()) {
    const parting = side.parting(runOf(planted(sound)).run, run, WHOLE);
    if (parting === undefined) return { alike: number === 0 ? 'always' : 'but-time' };
    if (number === 0) parts = parting;
  }
  return { parts };
}

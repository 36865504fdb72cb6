// The prover held to planted faults: a clause that catches a fault may not be proved of the program with the fault in it, and where a fault
// leads to the same machine, no clause may be refuted.
import type { Fault } from '../../../model/faults/generated.ts';
import type { Alike } from '../../../model/faults/independent.ts';
import type { Program } from '../../../model/program.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { switchContract } from '../../levels/switch/contract.ts';
import { play } from '../../levels/switch/play.ts';
import type { Fate } from '../../mutation/kill.ts';
import { pool, stage } from '../../mutation/pool.ts';
import { besideSound, type FaultBeside, TooManyPaths } from '../shared-terms.ts';

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
  /** It ends for all machines as the sound program does, at the same moments or at others. */
  | { readonly of: 'equivalent'; readonly alike: Alike }
  /** Where it parts from the sound program, as far as rewriting tells, and what is refuted or left open then. */
  | {
      readonly of: 'equivalent';
      readonly parts: string;
      readonly refuted: readonly string[];
      readonly open: readonly string[];
    }
  /** Paths over terms were too many to be followed: nothing is proved of it. */
  | { readonly of: 'left' };

/** What holds the prover to faults of a program, one after the other; undefined of a fault that is neither killed nor equivalent. */
export function holding(sound: Program): (fault: Fault, fate: Fate) => FaultProof | undefined {
  const knownOf = besideSound(sound, switchContract);
  return (fault, fate) => {
    if (fate.fate !== 'killed' && fate.fate !== 'equivalent') return undefined;
    try {
      const known = knownOf(fault);
      return fate.fate === 'killed'
        ? ofKilled(known, fault.plantedIn(sound), clausesNamed(fate.by))
        : ofEquivalent(known);
    } catch (error) {
      if (error instanceof TooManyPaths) return { of: 'left' };
      throw error;
    }
  };
}

const clausesNamed = (names: readonly string[]): readonly Clause[] =>
  switchContract.filter(({ name }) => names.includes(name));

function ofKilled({ proof }: FaultBeside, wrong: Program, clauses: readonly Clause[]): FaultProof {
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

function ofEquivalent({ proof, likeness }: FaultBeside): FaultProof {
  const like = likeness();
  if ('alike' in like) return { of: 'equivalent', ...like };
  const verdicts = switchContract.map((clause) => proof.sampled(clause)?.verdict);
  const those = (wanted: string | undefined): readonly string[] =>
    namesOf(switchContract.filter((_, i) => verdicts[i] === wanted));
  return { of: 'equivalent', ...like, refuted: those('refuted'), open: those(undefined) };
}

// The kill matrix: every fault against every clause, and what becomes of those that no clause catches.
import type { Fault, Slip } from '../../model/faults/generated.ts';
import type { Program } from '../../model/program.ts';
import type { Sameness } from './ends.ts';
import { argumentFor } from './equivalent.ts';
import { excused } from './excused.ts';
import { breaksNoOther, type Reader, sameMachine, tryOn } from './trial.ts';

/** What became of a fault. */
export type Fate =
  | { readonly fate: 'killed'; readonly by: readonly string[] }
  /** The same machine at the end of every stretch that was tried, and why it always is. */
  | {
      readonly fate: 'equivalent';
      readonly why: string;
      readonly from: 'form' | 'list';
      /** Where it is the same but for when, or but for what the ledger leaves to anybody. */
      readonly but?: 'time' | 'ledger';
    }
  /** Another machine, of which the facts say that it is as right. */
  | { readonly fate: 'excused'; readonly why: string }
  /** No clause catches it. `same` where it also led to the same machine whenever it was tried, and nothing says why. */
  | { readonly fate: 'survived'; readonly same: boolean };

export interface Tried {
  readonly fault: Fault;
  readonly outcome: Fate;
}

/** Slips that make the code longer or shorter. */
const LONGER: ReadonlySet<Slip> = new Set<Slip>(['twice', 'put-in', 'historical']);

/** Tries a fault of a program that breaks these clauses already. */
export function tryFault(
  program: Program,
  fault: Fault,
  known: ReadonlySet<string>,
  sameness: Sameness = 'whole',
  reader: Reader = 'compiled',
): Tried {
  const timing = LONGER.has(fault.slip) ? 'moved' : 'as-it-was';
  const argument = argumentFor(fault, program);
  const extent = argument?.from === 'form' ? 'a-part' : 'all';
  const { by, same } = tryOn(program, fault.plantedIn(program), known, {
    timing,
    extent,
    sameness,
    reader,
  });
  if (by.length > 0) return { fault, outcome: { fate: 'killed', by } };
  if (same) {
    if (argument !== undefined) return { fault, outcome: { fate: 'equivalent', ...argument } };
    if (excused[fault.name] === undefined) return { fault, outcome: { fate: 'survived', same } };
  }
  return { fault, outcome: excusedOutcome(program, fault) };
}

/** What becomes of a fault that changes something and breaks nothing: what is said of it is tried. */
function excusedOutcome(program: Program, fault: Fault): Fate {
  const excuse = excused[fault.name];
  if (excuse === undefined) return { fate: 'survived', same: false };
  const { in: but, why } = excuse;
  if (but === 'tuning') return { fate: 'excused', why };
  const sameness = but === 'ledger' ? 'ledger' : 'whole';
  return sameMachine(program, fault.plantedIn(program), sameness)
    ? { fate: 'equivalent', why, from: 'list', but }
    : { fate: 'survived', same: false };
}

/** For each clause that kills a fault alone, on the whole pool, one such fault. */
export function soleKills(
  program: Program,
  tried: readonly Tried[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const sole = new Map<string, string>();
  for (const { fault, outcome } of tried) {
    if (outcome.fate !== 'killed' || outcome.by.length !== 1) continue;
    const [clause] = outcome.by;
    if (clause === undefined || sole.has(clause)) continue;
    if (breaksNoOther(fault.plantedIn(program), clause, known)) sole.set(clause, fault.name);
  }
  return sole;
}

/** Clauses that fall whenever a clause does, but for itself; none where it never falls. */
export function fallsWith(clause: string, tried: readonly Tried[]): readonly string[] {
  const falls = tried.flatMap(({ outcome }) =>
    outcome.fate === 'killed' && outcome.by.includes(clause) ? [outcome.by] : [],
  );
  const [first = [], ...others] = falls;
  return first.filter((name) => name !== clause && others.every((by) => by.includes(name)));
}

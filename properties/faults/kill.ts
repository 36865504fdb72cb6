// The kill matrix: every generated fault against every clause, and what becomes of those that no clause catches.
import { type Fault, faulty } from '../../model/faults/generated.ts';
import type { Program } from '../../model/program.ts';
import { killersOf, sameMachine } from '../seeded/pool.ts';
import { arguments_, excused } from './excused.ts';

/** What became of a fault. */
export type Fate =
  | { readonly fate: 'killed'; readonly by: readonly string[] }
  /** The same machine at the end of every stretch that was tried, and why it always is. */
  | { readonly fate: 'equivalent'; readonly why: string }
  /** Another machine, in what is nobody's business. */
  | { readonly fate: 'excused'; readonly why: string }
  | { readonly fate: 'survived' };

export interface Tried {
  readonly fault: Fault;
  readonly outcome: Fate;
}

/** Tries a fault of a program that breaks these clauses already. */
export function tryFault(program: Program, fault: Fault, known: ReadonlySet<string>): Tried {
  const wrong = faulty(program, fault);
  const killers = (part: 'quick' | 'rest') =>
    [...killersOf(wrong, part)].filter((clause) => !known.has(clause));
  const quick = killers('quick');
  if (quick.length > 0) return { fault, outcome: { fate: 'killed', by: quick } };
  if (sameMachine(program, wrong))
    return { fault, outcome: { fate: 'equivalent', why: arguments_[fault.slip] ?? '' } };
  const rest = killers('rest');
  if (rest.length > 0) return { fault, outcome: { fate: 'killed', by: rest } };
  const why = excused[fault.name];
  return { fault, outcome: why === undefined ? { fate: 'survived' } : { fate: 'excused', why } };
}

/** Clauses that kill a fault which no other clause kills, by name, with how many. */
export function soleKillers(tried: readonly Tried[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of tried) {
    if (outcome.fate !== 'killed' || outcome.by.length !== 1) continue;
    for (const clause of outcome.by) counts.set(clause, (counts.get(clause) ?? 0) + 1);
  }
  return counts;
}

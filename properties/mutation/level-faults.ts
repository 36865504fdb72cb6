// The faults of levels other than the switch, each tried on the clauses of its level.
import { type ClauseName, contract } from '../../spec/contract.ts';
import type { Level } from '../levels/level.ts';
import { levels } from '../levels/levels.ts';

/** What became of a fault of a level. */
export interface RuleOutcome {
  readonly level: string;
  readonly fault: string;
  readonly text: string;
  /** What it must break. */
  readonly breaks: readonly string[];
  /** What of that it breaks on the histories that show it. */
  readonly by: readonly string[];
}

/** Histories that a fault is tried on, where there are not finitely many: a few, and where those do not show it, more. */
const RUNS = [40, 500] as const;

/** A fault of a level. */
export interface FaultOfLevel {
  readonly level: Level;
  readonly name: string;
  readonly text: string;
  readonly breaks: readonly ClauseName[];
}

/** All faults of levels. */
export const faultsOfLevels = (): readonly FaultOfLevel[] =>
  levels.flatMap((level) =>
    Object.entries(level.faults).map(([name, { text, breaks }]) => ({ level, name, text, breaks })),
  );

/** Tries the fault of this name. Throws where no level has one. */
export function tryRule(wanted: string): RuleOutcome {
  const fault = faultsOfLevels().find(({ name }) => name === wanted);
  if (fault === undefined) throw new Error(`no level has a fault ${wanted}`);
  const { level, name, text, breaks } = fault;
  const clauses = contract.filter((clause) => breaks.includes(clause.name));
  const evaluator = level.open(name, clauses, { without: new Set() });
  const by = new Set<string>();
  for (const runs of RUNS) {
    if (breaks.every((clause) => by.has(clause))) break;
    const counts = evaluator?.run({ seed: 1, runs, enough: true }).counts ?? [];
    for (const [i, clause] of clauses.entries())
      if (counts[i]?.worst !== undefined) by.add(clause.name);
  }
  return { level: level.name, fault: name, text, breaks, by: [...by] };
}

/** Whether a fault was caught by every clause that must catch it. */
export const isKilled = ({ breaks, by }: RuleOutcome): boolean =>
  breaks.every((name) => by.includes(name));

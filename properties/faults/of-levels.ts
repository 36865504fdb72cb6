// The faults planted in rules of levels other than the switch, each tried on the clauses of its level.
import { contract } from '../../spec/contract.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';

/** What became of a fault of a level. */
export interface TriedRule {
  readonly level: string;
  readonly fault: string;
  readonly text: string;
  /** What it must break. */
  readonly breaks: readonly string[];
  /** What it breaks. */
  readonly by: readonly string[];
}

/** Histories that a fault is tried on, where there are not finitely many. */
const RUNS = 500;

/** The names of all faults of levels, and what they are. */
export const faultsOfLevels = () =>
  levels.flatMap((level) =>
    Object.entries(level.faults).map(([name, { text, breaks }]) => ({ level, name, text, breaks })),
  );

/** Tries those of these names; all of them where there are none. */
export const tryRules = (names: readonly string[] = []): readonly TriedRule[] =>
  faultsOfLevels()
    .filter(({ name }) => names.length === 0 || names.some((begin) => name.startsWith(begin)))
    .map(({ level, name, text, breaks }) => {
      const clauses = contract.filter((clause) => isJudgedAt(level, clause));
      const bench = level.open(name, clauses, { without: new Set() });
      const counts = bench?.play({ seed: 1, runs: RUNS }).counts ?? [];
      const by = clauses.filter((_, i) => counts[i]?.worst !== undefined);
      return { level: level.name, fault: name, text, breaks, by: by.map((clause) => clause.name) };
    });

/** Whether a fault was caught by every clause that must catch it. */
export const isKilled = ({ breaks, by }: TriedRule): boolean =>
  breaks.every((name) => by.includes(name));

// What is to be mended when faults have been tried: what survived, clauses that kill nothing alone, and lines of lists that are out of
// date. Lists are held to account only where every fault of the repaired path was tried.

import { switchContract } from '../properties/levels/switch/contract.ts';
import { excused } from '../properties/mutation/accepted.ts';
import { listedArguments } from '../properties/mutation/equivalent.ts';
import type { Fate, FaultOutcome } from '../properties/mutation/kill.ts';
import { isKilled, type RuleOutcome } from '../properties/mutation/level-faults.ts';
import { patternIn } from '../properties/mutation/names.ts';
import { kept } from '../properties/mutation/redundant-clauses.ts';
import { reachedBy, showsAt } from '../properties/mutation/unreached.ts';

/** What is known when faults have been tried. */
export interface Matrix {
  readonly model: string;
  /** What the fresh histories were drawn from. */
  readonly seed: number;
  /** How many were to be tried. */
  readonly faults: number;
  readonly tried: readonly FaultOutcome[];
  /** By clause, a fault that it alone kills. */
  readonly sole: ReadonlyMap<string, string>;
  /** The faults of other levels that were tried. */
  readonly rules: readonly RuleOutcome[];
  /** Whether every fault of the path was tried, so that it can be said what a clause is needed for. */
  readonly whole: boolean;
}

/** Clauses that kill nothing alone, and of which nothing says why they are kept. */
export function needless({ model, sole, whole }: Matrix): readonly string[] {
  if (!whole || model !== 'repaired') return [];
  return switchContract
    .filter(({ name, claim }) => claim.claim !== 'reachable' && !sole.has(name))
    .map(({ name }) => name)
    .filter((name) => kept[name] === undefined);
}

/** What is on a list and out of date: a clause kept for a reason that kills alone, a line that stands for no fault. */
export function outdated({ model, sole, whole, tried }: Matrix): readonly string[] {
  if (!whole || model !== 'repaired') return [];
  const listed = tried.flatMap(({ fault, outcome }) =>
    outcome.fate === 'equivalent' && outcome.from === 'list' && outcome.but !== 'ledger'
      ? [fault.name]
      : [],
  );
  const unreached = tried.filter(({ outcome }) => outcome.fate === 'unreached');
  const sites = unreached.flatMap(({ outcome }) =>
    outcome.fate === 'unreached' ? [outcome.at] : [],
  );
  const shown = new Set(
    tried.flatMap(({ fault, outcome }) =>
      outcome.fate === 'excused' || (outcome.fate === 'equivalent' && outcome.but === 'ledger')
        ? [fault.name]
        : [],
    ),
  );
  return [
    ...Object.keys(kept).filter((name) => sole.has(name)),
    ...unused(listedArguments, listed),
    ...unused(reachedBy, sites),
    ...unused(
      showsAt,
      unreached.map(({ fault }) => fault.name),
    ),
    ...Object.keys(excused).filter((name) => !shown.has(name)),
  ];
}

/** The patterns of a table that stand for none of these names. */
function unused(
  table: Readonly<Record<string, string>>,
  names: readonly string[],
): readonly string[] {
  const used = new Set(names.map((name) => patternIn(table, name)));
  return Object.keys(table).filter((pattern) => !used.has(pattern));
}

/** Faults of the repaired path that no history shows, and of which nothing says what would. */
export const unexplained = ({ model, tried }: Matrix): readonly string[] =>
  model !== 'repaired'
    ? []
    : tried.flatMap(({ fault, outcome }) =>
        outcome.fate === 'unreached' && outcome.why === undefined ? [fault.name] : [],
      );

/** Whether there is nothing to be mended, in the contract or in what is said of faults. */
export const isClean = (matrix: Matrix): boolean =>
  count(matrix.tried, 'survived') === 0 &&
  matrix.rules.every(isKilled) &&
  [needless, outdated, unexplained].every((list) => list(matrix).length === 0);

/** How many faults came to a fate. */
export const count = (tried: readonly FaultOutcome[], fate: Fate['fate']): number =>
  tried.filter(({ outcome }) => outcome.fate === fate).length;

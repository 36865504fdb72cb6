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
  const equivalent = tried.filter(cameTo('equivalent'));
  const unreached = tried.filter(cameTo('unreached'));
  const isLedgers = ({ outcome }: (typeof equivalent)[number]) => outcome.but === 'ledger';
  const listed = equivalent.filter((one) => one.outcome.from === 'list' && !isLedgers(one));
  const shown = new Set(
    namesOf([...tried.filter(cameTo('excused')), ...equivalent.filter(isLedgers)]),
  );
  return [
    ...Object.keys(kept).filter((name) => sole.has(name)),
    ...unused(listedArguments, namesOf(listed)),
    ...unused(
      reachedBy,
      unreached.map(({ outcome }) => outcome.at),
    ),
    ...unused(showsAt, namesOf(unreached)),
    ...Object.keys(excused).filter((name) => !shown.has(name)),
  ];
}

/** Whether a fault came to this. */
const cameTo =
  <F extends Fate['fate']>(fate: F) =>
  (one: FaultOutcome): one is FaultOutcome & { readonly outcome: Extract<Fate, { fate: F }> } =>
    one.outcome.fate === fate;

const namesOf = (faults: readonly FaultOutcome[]): readonly string[] =>
  faults.map(({ fault }) => fault.name);

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
    : namesOf(tried.filter(cameTo('unreached')).filter(({ outcome }) => outcome.why === undefined));

/** Whether there is nothing to be mended, in the contract or in what is said of faults. */
export const isClean = (matrix: Matrix): boolean =>
  count(matrix.tried, 'survived') === 0 &&
  matrix.rules.every(isKilled) &&
  [needless, outdated, unexplained].every((list) => list(matrix).length === 0);

/** How many faults came to a fate. */
export const count = (tried: readonly FaultOutcome[], fate: Fate['fate']): number =>
  tried.filter(({ outcome }) => outcome.fate === fate).length;

// The kill matrix as text and as JSON: what became of each fault, and what each clause is needed for.
import { listedArguments, patternFor } from '../properties/faults/equivalent.ts';
import { excused } from '../properties/faults/excused.ts';
import { kept } from '../properties/faults/kept.ts';
import { type Fate, fallsWith, type Tried } from '../properties/faults/kill.ts';
import { isKilled, type TriedRule } from '../properties/faults/of-levels.ts';
import { switchContract } from '../properties/switch-contract.ts';

/** What is known when faults have been tried. */
export interface Matrix {
  readonly model: string;
  /** How many were to be tried. */
  readonly faults: number;
  readonly tried: readonly Tried[];
  /** By clause, a fault that it alone kills. */
  readonly sole: ReadonlyMap<string, string>;
  /** The faults of other levels that were tried. */
  readonly rules: readonly TriedRule[];
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

/** What is on a list and out of date: a clause kept for a reason that kills alone, an argument or an excuse of no fault. */
export function outdated({ model, sole, whole, tried }: Matrix): readonly string[] {
  if (!whole || model !== 'repaired') return [];
  const named = (fate: Fate['fate']) =>
    tried.flatMap(({ fault, outcome }) => (outcome.fate === fate ? [fault.name] : []));
  const used = new Set(named('equivalent').map(patternFor));
  const shown = new Set([...named('excused'), ...named('equivalent')]);
  return [
    ...Object.keys(kept).filter((name) => sole.has(name)),
    ...Object.keys(listedArguments).filter((pattern) => !used.has(pattern)),
    ...Object.keys(excused).filter((name) => !shown.has(name)),
  ];
}

const count = (tried: readonly Tried[], fate: Fate['fate']): number =>
  tried.filter(({ outcome }) => outcome.fate === fate).length;

const argued = (tried: readonly Tried[], from: 'form' | 'list'): number =>
  tried.filter(({ outcome }) => outcome.fate === 'equivalent' && outcome.from === from).length;

const kills = (tried: readonly Tried[], clause: string): number =>
  tried.filter(({ outcome }) => outcome.fate === 'killed' && outcome.by.includes(clause)).length;

/** The matrix for scripts. */
export function matrixJson(matrix: Matrix): object {
  const { model, faults, tried, sole } = matrix;
  return {
    schema: 'hvspec.kill/1',
    model,
    faults,
    tried: tried.length,
    killed: count(tried, 'killed'),
    equivalent: count(tried, 'equivalent'),
    excused: count(tried, 'excused'),
    survived: count(tried, 'survived'),
    needless: needless(matrix),
    outdated: outdated(matrix),
    results: tried.map(({ fault: { name, slip, site, text }, outcome }) => ({
      fault: name,
      slip,
      site,
      text,
      ...outcome,
    })),
    rules: matrix.rules.map((one) => ({ ...one, killed: isKilled(one) })),
    clauses: switchContract.map(({ name }) => ({
      clause: name,
      kills: kills(tried, name),
      alone: sole.get(name) ?? null,
      fallsWith: fallsWith(name, tried),
      kept: kept[name] ?? null,
    })),
  };
}

/** The matrix in a few lines: counts, the score, what survived, and which clauses kill nothing. */
export function matrixText(matrix: Matrix): string {
  const { model, faults, tried, whole } = matrix;
  const survivors = tried.filter(({ outcome }) => outcome.fate === 'survived');
  const idle = whole ? switchContract.filter(({ name }) => kills(tried, name) === 0) : [];
  return [
    `${tried.length} of ${faults} faults of ${model} tried`,
    `  killed      ${count(tried, 'killed')}`,
    `  equivalent  ${count(tried, 'equivalent')}   the same machine, ${argued(tried, 'form')} by their form and ${argued(tried, 'list')} for a reason that is recorded`,
    `  excused     ${count(tried, 'excused')}   another machine, and as right by the facts`,
    `  survived    ${survivors.length}`,
    `  score       ${score(count(tried, 'killed'), survivors.length)}`,
    ...survivors.map(survivorText),
    ...idle.map(({ name }) => `kills nothing  ${name}`),
    ...needless(matrix).map((name) => `kills nothing alone  ${name}`),
    ...outdated(matrix).map((name) => `on a list, and out of date  ${name}`),
    ...rulesText(matrix),
    '',
  ].join('\n');
}

/** The faults of each other level: how many there are, how many are caught, and which are not. */
function rulesText({ rules }: Matrix): readonly string[] {
  const names = [...new Set(rules.map(({ level }) => level))];
  return names.map((name) => {
    const own = rules.filter(({ level }) => level === name);
    const left = own.filter((one) => !isKilled(one)).map(({ fault }) => fault);
    const survived = left.length === 0 ? '' : `; survived: ${left.join(', ')}`;
    return `  level ${name}: ${own.length - left.length} of ${own.length} faults killed${survived}`;
  });
}

const score = (killed: number, survived: number): string =>
  killed + survived === 0
    ? 'none'
    : `${((100 * killed) / (killed + survived)).toFixed(2)} % of those that are neither`;

function survivorText({ fault, outcome }: Tried): string {
  const same = outcome.fate === 'survived' && outcome.same;
  const why = same
    ? 'the same machine whenever it was tried, and nothing says why'
    : 'another machine';
  return `survived  ${fault.name}: ${fault.text} (${why})`;
}

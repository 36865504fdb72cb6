// The kill matrix as text and as JSON: what became of each fault, and what each clause is needed for.

import { switchContract } from '../properties/levels/switch/contract.ts';
import { type Fate, type FaultOutcome, fallsWith } from '../properties/mutation/kill.ts';
import { isKilled } from '../properties/mutation/level-faults.ts';
import { patternIn } from '../properties/mutation/names.ts';
import { kept } from '../properties/mutation/redundant-clauses.ts';
import { reachedBy } from '../properties/mutation/unreached.ts';
import { count, type Matrix, needless, outdated, unexplained } from './kill-verdict.ts';

const argued = (tried: readonly FaultOutcome[], from: 'form' | 'list' | 'terms'): number =>
  tried.filter(({ outcome }) => outcome.fate === 'equivalent' && outcome.from === from).length;

const kills = (tried: readonly FaultOutcome[], clause: string): number =>
  tried.filter(({ outcome }) => outcome.fate === 'killed' && outcome.by.includes(clause)).length;

/** The matrix for scripts. */
export function matrixJson(matrix: Matrix): object {
  const { model, seed, faults, tried, sole } = matrix;
  return {
    schema: 'hvspec.kill/1',
    model,
    seed,
    faults,
    tried: tried.length,
    killed: count(tried, 'killed'),
    equivalent: count(tried, 'equivalent'),
    unreached: count(tried, 'unreached'),
    excused: count(tried, 'excused'),
    survived: count(tried, 'survived'),
    refuted: refutedOf(tried).length,
    needless: needless(matrix),
    outdated: outdated(matrix),
    unexplained: unexplained(matrix),
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

const refutedOf = (tried: readonly FaultOutcome[]): readonly FaultOutcome[] =>
  tried.filter(({ outcome }) => outcome.fate === 'survived' && outcome.refuted !== undefined);

/** The matrix in a few lines: counts, the score, what survived, and which clauses kill nothing. */
export function matrixText(matrix: Matrix): string {
  const { model, seed, faults, tried, whole } = matrix;
  const survivors = tried.filter(({ outcome }) => outcome.fate === 'survived');
  const idle = whole ? switchContract.filter(({ name }) => kills(tried, name) === 0) : [];
  return [
    `${tried.length} of ${faults} faults of ${model} tried`,
    `  killed      ${count(tried, 'killed')}`,
    `  equivalent  ${count(tried, 'equivalent')}   the same machine, ${argued(tried, 'form')} by their form, ${argued(tried, 'terms')} proved over terms and ${argued(tried, 'list')} for a reason that is recorded`,
    `  unreached   ${count(tried, 'unreached')}   no history reaches the place where they would show`,
    `  excused     ${count(tried, 'excused')}   another machine, but as correct by the facts`,
    `  survived    ${survivors.length}`,
    `  score       ${score(count(tried, 'killed'), survivors.length)}`,
    `  faults that were not killed were tried on fresh histories (seed ${seed >>> 0}): ${refutedOf(tried).length === 0 ? 'none' : refutedOf(tried).length} refuted`,
    ...unreachedText(tried),
    ...survivors.map(survivorText),
    ...idle.map(({ name }) => `kills nothing  ${name}`),
    ...needless(matrix).map((name) => `kills nothing alone  ${name}`),
    ...outdated(matrix).map((name) => `listed, but out of date  ${name}`),
    ...unexplained(matrix).map((name) => `unreached, with no reason recorded  ${name}`),
    ...rulesText(matrix),
    '',
  ].join('\n');
}

/** Where no history comes: how many faults would show there, and what would bring one there. */
function unreachedText(tried: readonly FaultOutcome[]): readonly string[] {
  const places = new Map<string, number>();
  for (const { outcome } of tried) {
    if (outcome.fate !== 'unreached') continue;
    const { at, why = 'no reason recorded' } = outcome;
    const place = `${patternIn(reachedBy, at) ?? at}: ${why}`;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  return [...places].map(([place, number]) => `unreached  ${number} at ${place}`);
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
    : `${((100 * killed) / (killed + survived)).toFixed(2)} % of killed and survived`;

function survivorText({ fault, outcome }: FaultOutcome): string {
  if (outcome.fate !== 'survived') return '';
  return `survived  ${fault.name}: ${fault.text} (${survival(outcome)})`;
}

function survival({ same, refuted }: Extract<Fate, { fate: 'survived' }>): string {
  if (refuted !== undefined) {
    const { was, why, seed, number, place } = refuted;
    return `not ${was} after all (reason given: ${why}): history ${number} of --seed ${seed >>> 0} shows it in ${place}`;
  }
  return same
    ? 'the same machine on every history tried, with no reason recorded'
    : 'another machine';
}

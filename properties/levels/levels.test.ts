// Every level but the switch: the sound models break nothing and meet everything, each fault breaks just what it is known for, and
// every clause is broken by some fault. (The switch has suites of its own.)
import { describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { expectedOf, modelNames } from '../models.ts';
import { card } from '../report/card.ts';
import { decodeToken } from '../report/token.ts';
import { switchKinds } from '../switch-contract.ts';
import type { Level } from './level.ts';
import { isJudgedAt, levels } from './levels.ts';

/** As many as find every fault, with some to spare: a pair of histories is dear. */
const runsOf = ({ name }: Level): number => (name === 'pair' ? 300 : 500);
const terms = { without: new Set<string>() };

/** What a subject breaks: clause and history. */
function brokenBy(level: Level, clauses: typeof contract, name: string) {
  const counts =
    level.open(name, clauses, terms)?.play({ seed: 1, runs: runsOf(level) }).counts ?? [];
  return counts.flatMap(({ worst }, i) => {
    const clause = clauses[i];
    return worst === undefined || clause === undefined ? [] : [{ clause, worst }];
  });
}

describe.each(levels.filter(({ name }) => name !== 'switch'))('level $name', (level) => {
  const clauses = contract.filter((clause) => isJudgedAt(level, clause));
  const faults = Object.entries(level.faults);

  it.each(modelNames)('%s breaks just what is recorded, and meets every clause', (model) => {
    const counts =
      level.open(model, clauses, terms)?.play({ seed: 1, runs: runsOf(level) }).counts ?? [];
    const found = clauses.map(({ name }, i) => {
      const { met = 0, worst } = counts[i] ?? {};
      return [name, worst?.verdict ?? 'holds', met > 0];
    });
    const expected = clauses.map(({ name, over }) => [
      name,
      switchKinds.includes(over) ? 'holds' : expectedOf(model, name),
      true,
    ]);
    expect(found).toEqual(expected);
  });

  it.each(faults)(
    '%s breaks just its clauses, and shows it so that a token replays',
    (name, { breaks }) => {
      const broken = brokenBy(level, clauses, name);
      expect(broken.map(({ clause }) => clause.name).sort()).toEqual([...breaks].sort());
      const first = broken.find(({ clause }) => clause.name === breaks[0]);
      const bench = first && level.open(name, [first.clause], terms);
      if (first === undefined || bench === undefined) throw new Error('it breaks nothing');
      const { clause, worst } = first;
      const shown = bench.show(clause, bench.minimal(clause, worst.history), 'life');
      if (shown === undefined) throw new Error('nothing is shown');
      const again = bench.show(clause, decodeToken(shown.token).history, 'life');
      expect(again && card(again)).toBe(card(shown));
    },
  );

  it('every clause is broken by some fault, unless it is a witness', () => {
    const killed = new Set(faults.flatMap(([, { breaks }]) => breaks));
    const own = clauses.filter(
      ({ over, claim }) => !switchKinds.includes(over) && claim.claim !== 'reachable',
    );
    expect(own.map(({ name }) => name).filter((name) => !killed.has(name))).toEqual([]);
  });
});

it('no two faults have the same name', () => {
  const names = levels.flatMap(({ faults }) => Object.keys(faults));
  expect(new Set(names).size).toBe(names.length);
});

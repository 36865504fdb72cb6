// Every level but the switch: the sound models break nothing and meet everything, each fault breaks just what it is known for, and
// every clause is broken by some fault. (The switch has suites of its own.)
import { describe, expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { contract } from '../../spec/contract.ts';
import { counterexampleFrom } from '../counterexample/counterexample.ts';
import { decodeToken } from '../counterexample/token.ts';
import type { Json } from '../input/json.ts';
import { card } from '../report/card.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import { expectedOf, modelNames } from '../subjects/variants.ts';
import { few, triesAll } from '../testing/rows.ts';
import type { Level } from './level.ts';
import { faultOfLevels, isJudgedAt, levels } from './levels.ts';
import { switchKinds } from './switch/contract.ts';

/** As many as find every fault that is tried, with some to spare: a pair of histories is dear. */
const runsOf = ({ name }: Level): number =>
  ({ pair: 150, run: 200, vcpus: 250, interruption: 250 })[name] ?? 500;
const terms = { without: new Set<string>() };

/**
 * Levels with many faults, or dear ones, of which so many are tried here, one in every few; all are where HVSPEC_TESTS is `all`. The
 * kill matrix tries each of them on the clauses that it must break.
 */
const TRIED: Readonly<Record<string, number>> = {
  pair: 1,
  run: 3,
  vm: 2,
  vcpus: 1,
  core: 2,
  interruption: 1,
};

/** What a subject breaks: clause and history. */
function found(level: Level, clauses: typeof contract, name: string) {
  const counts =
    level.open(name, clauses, terms)?.run({ seed: 1, runs: runsOf(level) }).counts ?? [];
  return counts.flatMap(({ worst }, i) => {
    const clause = clauses[i];
    return worst === undefined || clause === undefined ? [] : [{ clause, worst }];
  });
}

describe.each(levels.filter(({ name }) => name !== 'switch'))('level $name', (level) => {
  const clauses = contract.filter((clause) => isJudgedAt(level, clause));
  const faults = Object.entries(level.faults);
  const tried = few(faults, TRIED[level.name] ?? faults.length);

  const isDear = level.name === 'protocol' && !triesAll;

  it.each(modelNames.filter((model) => !isDear || model === 'repaired'))(
    '%s breaks just what is recorded, and meets every clause',
    (model) => {
      const counts =
        level.open(model, clauses, terms)?.run({ seed: 1, runs: runsOf(level) }).counts ?? [];
      const verdicts = clauses.map(({ name }, i) => {
        const { met = 0, worst } = counts[i] ?? {};
        return [name, worst?.verdict ?? 'holds', met > 0];
      });
      const ofLevel = Object.keys(recorded).filter((one) => Object.hasOwn(level.faults, one));
      const isOfLevel = (name: string) => ofLevel.some((one) => brokenBy(one).includes(name));
      const expected = clauses.map(({ name, over: [first] }) => [
        name,
        switchKinds.includes(first) && !isOfLevel(name) ? 'holds' : expectedOf(model, name),
        true,
      ]);
      expect(verdicts).toEqual(expected);
    },
  );

  it.skipIf(isDear).each(tried)(
    '%s breaks just its clauses, shortly, and its token replays',
    (name, { breaks }) => {
      const broken = found(level, clauses, name);
      expect(broken.map(({ clause }) => clause.name).sort()).toEqual([...breaks].sort());
      const first = broken.find(({ clause }) => clause.name === breaks[0]);
      const evaluator = first && level.open(name, [first.clause], terms);
      if (first === undefined || evaluator === undefined) throw new Error('it breaks nothing');
      const { clause, worst } = first;
      const replayed = (history: Json) =>
        counterexampleFrom(
          {
            subject: name,
            clause,
            level: level.name,
            history,
            replay: () => evaluator.replay(history),
          },
          'life',
        );
      const shown = replayed(evaluator.shrink(clause, worst.history));
      if (shown === undefined) throw new Error('nothing is shown');
      const short = level.extent === 'sampled' ? 6 : Number.POSITIVE_INFINITY;
      expect(shown.lines?.length ?? 0, shown.lines?.join('\n')).toBeLessThanOrEqual(short);
      const again = replayed(decodeToken(shown.token).history);
      expect(again && card(again)).toBe(card(shown));
    },
  );

  it('every clause is broken by some fault, unless it is a witness', () => {
    const killed = new Set(faults.flatMap(([, { breaks }]) => breaks));
    const own = clauses.filter(
      ({ over: [over], claim }) => !switchKinds.includes(over) && claim.claim !== 'reachable',
    );
    expect(own.map(({ name }) => name).filter((name) => !killed.has(name))).toEqual([]);
  });
});

it('no two faults have the same name', () => {
  const names = levels.flatMap(({ faults }) => Object.keys(faults));
  expect(new Set(names).size).toBe(names.length);
});

it.each(Object.keys(recorded).filter((name) => !defectNames.some((defect) => defect === name)))(
  'the recorded defect %s is a fault that breaks the same',
  (name) => {
    expect([...(faultOfLevels(name)?.breaks ?? [])].sort()).toEqual([...brokenBy(name)].sort());
  },
);

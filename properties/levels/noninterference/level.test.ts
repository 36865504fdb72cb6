// Two runs: the path put right leaks nothing, each leak is found by the clause that names it, and every clause finds one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defectNames, withDefects } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { isolation } from '../../../spec/chapters/isolation.ts';
import { judge, type Verdict } from '../../../spec/judging/judge.ts';
import { InvalidHistory, jsonOf } from '../../input/json.ts';
import { brokenOn } from '../../mutation/pool.ts';
import { brokenBy } from '../../subjects/defects.ts';
import { few } from '../../testing/rows.ts';
import { leaks } from './faults.ts';
import { pairs } from './level.ts';

const { clauses } = isolation;
const names = clauses.map(({ name }) => name);
const isOfTwoRuns = new Set<string>(names);
const arbitrary = pairs.histories;
const sampled = fc.sample(arbitrary, { numRuns: 80, seed: 5 });

type Tally = ReadonlyMap<string, ReadonlySet<Verdict['verdict']>>;

/** The verdicts of each clause over the sample. */
function tally(program: Program): Tally {
  const seen = new Map(names.map((name) => [name, new Set<Verdict['verdict']>()]));
  for (const pair of sampled) {
    const trace = pairs.play(program, pair);
    for (const clause of clauses) seen.get(clause.name)?.add(judge(clause, trace).verdict);
  }
  return seen;
}

/** The clauses that do not hold: violated, stuck, or never met. */
const broken = (seen: Tally): readonly string[] =>
  names.filter((name) => {
    const verdicts = seen.get(name);
    return verdicts?.has('holds') !== true
      ? true
      : [...verdicts].some((verdict) => verdict !== 'holds' && verdict !== 'vacuous');
  });

describe('two runs', () => {
  it.each(few(defectNames, 4))('with %s alone differ where its record says so', (name) => {
    const expected = names.filter((clause) => brokenBy(name).includes(clause));
    expect(broken(tally(withDefects([name])))).toEqual(expected);
  });

  it.each(Object.entries(leaks))('beside one run: %s breaks exactly this', (_name, fault) => {
    const found = [...brokenOn(fault.code, 'all')].map(({ name }) => name);
    expect(found.filter((name) => !isOfTwoRuns.has(name)).sort()).toEqual([...fault.alone].sort());
  });
});

describe('a pair of histories', () => {
  it('is read as it was kept', () => {
    for (const pair of sampled) expect(pairs.schema.read(jsonOf(pair))).toEqual(pair);
  });

  it.each([
    ['nothing', undefined],
    ['another side', { side: 'both' }],
    ['a place that is none', { words: { r77: '0x1' } }],
    ['a secret that is none', { secrets: { TB: '0x1' } }],
    ['a word that is none', { written: 1 }],
    ['an action that is none', { rounds: [{ changes: [], delays: [], guest: [{ does: 'x' }] }] }],
  ])('is not read from %s', (_what, change) => {
    const plain = { side: 'hosts', words: {}, secrets: {}, written: '0x0', rounds: [] };
    expect(pairs.schema.read(plain)).toBeDefined();
    expect(() => pairs.schema.read(change && { ...plain, ...change })).toThrow(InvalidHistory);
  });
});

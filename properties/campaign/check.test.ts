// The judging of many histories: what is counted, what is kept, when it stops, and that a seed says it all.
import { describe, expect, it } from 'vitest';
import { drop, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Clause } from '../../spec/clause.ts';
import { type ClauseName, contract } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import { counterexampleOn } from '../counterexample/counterexample.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { defectAlone } from '../subjects/variants.ts';
import { type CheckOptions, check } from './check.ts';
import { BLOCK } from './plan.ts';

const stage = stageWithout(new Set());
const dropping = (site: string) => withEdits(repaired, [drop(site)]);
const clausesNamed = (...names: readonly ClauseName[]): readonly Clause[] =>
  contract.filter(({ name }) => names.includes(name));

/** Checks one path by some clauses. */
const checked = (program = repaired, more: Partial<CheckOptions> = {}) =>
  check({
    subjects: [{ model: 'tried', program }],
    clauses: clausesNamed('host-dscr-returns', 'some-switch-is-refused'),
    runs: 100,
    seed: 1,
    ...more,
  });

describe('a check', () => {
  it('counts the runs, and those in which each clause was met', async () => {
    const { results, runs, switches, complete } = await checked();
    expect({ runs, complete }).toEqual({ runs: 100, complete: true });
    expect(switches).toBeGreaterThanOrEqual(runs);
    const [always, seldom] = results;
    expect(always).toMatchObject({ verdict: 'holds', met: 100, history: undefined });
    expect(seldom).toMatchObject({ verdict: 'holds', history: undefined });
    expect(seldom?.met).toBeLessThan(100);
  });

  it('says the same of the same seed', async () => {
    const [first, second] = [await checked(), await checked()];
    expect(second).toEqual(first);
  });

  it('keeps a minimal history of a violation, and only of that', async () => {
    const program = dropping('exit.sprs.host-dscr');
    const { results } = await checked(program);
    const [broken, sound] = results;
    if (broken?.history === undefined) throw new Error('there is no counterexample');
    expect(broken.verdict).toBe('violated');
    expect(judge(broken.clause, play(program, broken.history, stage).trace).verdict).toBe(
      'violated',
    );
    expect([...broken.history[0]].filter((word) => word !== 0n)).toHaveLength(1);
    expect(sound?.history).toBeUndefined();
  });

  it('keeps the simplest history of those that show the same, and blames the switch and no guest', async () => {
    const clauses = clausesNamed('host-cr-fields-return');
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const program = defectAlone('cr-not-kept');
      const { results } = await checked(program, { clauses, seed });
      const [{ clause, history } = {}] = results;
      const shown =
        clause &&
        history &&
        counterexampleOn({ model: 'cr-not-kept', program }, clause, history, stage);
      expect(shown?.lastWriter).toMatchObject({ by: 'host' });
    }
  });

  it('plays histories that it is given before any other', async () => {
    const program = dropping('exit.sprs.host-dscr');
    const { results } = await checked(program);
    const history = results[0]?.history;
    if (history === undefined) throw new Error('there is no counterexample');
    const again = await checked(program, { first: [history], runs: 1, minimal: false });
    expect(again.results[0]).toMatchObject({ verdict: 'violated' });
  });

  it('reports a run that is stuck as itself, and not as success', async () => {
    const { results } = await checked(dropping('exit.gprs.vcpu'));
    expect(results[0]?.verdict).toBe('stuck');
    expect(results[0]?.history).toBeDefined();
  });

  it('finds vacuous what no run meets', async () => {
    const { results } = await checked(dropping('guest.hdec.soon'));
    expect(results[1]).toMatchObject({ verdict: 'vacuous', met: 0 });
  });

  it('judges several paths by the same histories', async () => {
    const sound = { model: 'sound', program: repaired };
    const faulty = { model: 'faulty', program: dropping('exit.sprs.host-dscr') };
    const { results, switches } = await checked(repaired, { subjects: [sound, faulty] });
    expect(results.map(({ model, verdict }) => [model, verdict])).toEqual([
      ['sound', 'holds'],
      ['sound', 'holds'],
      ['faulty', 'violated'],
      ['faulty', 'holds'],
    ]);
    expect(switches).toBe(2 * (await checked()).switches);
  });

  it('stops between two blocks when it is told to, and says that it is not complete', async () => {
    let asked = 0;
    const { runs, complete, results } = await checked(repaired, {
      runs: 2 * BLOCK,
      stop: () => asked++ > 0,
    });
    expect({ runs, complete }).toEqual({ runs: BLOCK, complete: false });
    expect(results[0]?.met).toBe(BLOCK);
  });

  it('tells how far it is', async () => {
    const told: number[] = [];
    await checked(repaired, { progress: (done) => void told.push(done) });
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(100);
  });
});

// From tallies to results: each clause on each subject, and the minimal history of what was not a success.
import { describe, expect, it } from 'vitest';
import { clauseNamed } from '../../spec/contract.ts';
import { type Evaluator, NO_STATE } from '../levels/level.ts';
import type { Evaluators } from './evaluators.ts';
import { resultsOf } from './results.ts';
import type { Tally } from './tally.ts';

const clauses = (['host-dscr-returns', 'host-amr-returns', 'host-ctrl-returns'] as const).map(
  (name) => clauseNamed(name),
);
const subjects = ['published', 'repaired'].map((model) => ({ model, name: model }));

const evaluator: Evaluator = {
  run: () => ({ runs: 0, switches: 0, counts: [] }),
  judge: () => ({ verdict: 'vacuous' }),
  shrink: ({ name }, history) => [`minimal of ${name}`, history],
  replay: (history) => ({
    trace: { spans: [], unfinished: [], ending: { end: 'returned' } },
    begin: NO_STATE,
    lines: [JSON.stringify(history)],
  }),
};
const opened: string[] = [];
const evaluators: Evaluators = {
  clausesOf: () => clauses,
  levels: [],
  evaluator: ({ model }, level) => {
    opened.push(`${model} at ${level}`);
    return evaluator;
  },
  run: () => [],
};

const tally = (model: string, clause: string, more: Partial<Tally> = {}): Tally => ({
  model,
  clause,
  runs: 500,
  met: 20,
  worst: null,
  ...more,
});
const known = (...tallies: readonly Tally[]) => ({
  done: {},
  switches: 0,
  tallies,
  coverage: {},
});

describe('results', () => {
  it('stand subject by subject in the order of the clauses, as far as there are tallies', () => {
    const all = resultsOf(
      known(
        tally('repaired', 'host-dscr-returns'),
        tally('published', 'host-amr-returns', { met: 0 }),
        tally('published', 'host-dscr-returns'),
      ),
      evaluators,
      subjects,
      clauses,
    );
    expect(
      all.map(({ model, clause, verdict, met }) => [model, clause.name, verdict, met]),
    ).toEqual([
      ['published', 'host-dscr-returns', 'holds', 20],
      ['published', 'host-amr-returns', 'vacuous', 0],
      ['repaired', 'host-dscr-returns', 'holds', 20],
    ]);
    expect(all[0]).toMatchObject({ runs: 500, extent: 'sampled', finding: undefined });
    expect(opened).toEqual([]);
  });

  it('have none where the subject has nothing at the level', () => {
    const worst = { verdict: 'stuck', weight: 1, index: 7, level: 'vm', history: [3] } as const;
    const tallies = known(tally('repaired', 'host-dscr-returns', { worst }));
    const bare = { ...evaluators, evaluator: () => undefined };
    const [result] = resultsOf(tallies, bare, subjects, clauses);
    expect(result).toMatchObject({ verdict: 'stuck', finding: undefined });
  });

  it('have a history that is made minimal where the worst is no success', () => {
    const worst = { verdict: 'violated', weight: 1, index: 7, level: 'vm', history: [3] } as const;
    const tallies = known(tally('repaired', 'host-dscr-returns', { worst }));
    const [result] = resultsOf(tallies, evaluators, subjects, clauses);
    expect(result).toMatchObject({
      verdict: 'violated',
      finding: {
        subject: 'repaired',
        level: 'vm',
        history: ['minimal of host-dscr-returns', [3]],
      },
    });
    expect(opened).toEqual(['repaired at vm']);
    expect(result?.finding?.replay().lines).toEqual(['["minimal of host-dscr-returns",[3]]']);
  });
});

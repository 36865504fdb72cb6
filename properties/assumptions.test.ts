// Assumptions: every generated machine satisfies those about the call, and the clause that is said to need each fails without it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repaired } from '../model/paths/repairs.ts';
import { assumptions, neededBy } from '../spec/assumptions.ts';
import { atCall } from '../spec/at-call.ts';
import type { Clause } from '../spec/clause.ts';
import { clauseNamed } from '../spec/contract.ts';
import { judgeSpan } from '../spec/judging/judge.ts';
import type { Span } from '../spec/vocabulary/machine.ts';
import { check } from './campaign/check.ts';
import { histories } from './levels/switch/history.ts';
import { beginning, stageWithout } from './levels/switch/play.ts';
import { ownSwitch } from './subjects/fixtures.ts';

const NONE = new Set<string>();

describe.each(atCall)('$name', ({ claim }) => {
  it('is true of every machine that calls the switch', () => {
    const stage = stageWithout(NONE);
    fc.assert(
      fc.property(histories, (history) => {
        const state = beginning(history, stage);
        const still: Span = {
          kind: 'switch',
          before: state,
          after: state,
          taken: [],
          from: 0,
          to: 0,
        };
        expect(judgeSpan(claim, still, new Set())).toBe('met');
      }),
      { numRuns: 30 },
    );
  });
});

/** Correct switches: the path, and one in assembly, which relies on the kernel around it for more. */
const sound = [
  { model: 'repaired', program: repaired },
  { model: 'kernel', program: ownSwitch([]).program },
];

describe('the table of what needs them', () => {
  it('has every assumption, and no other', () => {
    expect(Object.keys(neededBy)).toEqual(assumptions.map(({ name }) => name));
  });
});

describe.each(assumptions)('without $name', ({ name }) => {
  const need = neededBy[name];
  it(`${need?.clause} is ${need?.falls} on a correct switch`, async () => {
    if (need === undefined) throw new Error('nothing is said to need it');
    const clause = clauseNamed(need.clause);
    for (let seed = 1; seed <= SEEDS; seed++) {
      if ((await verdictsOn(clause, new Set([name]), seed)).includes(need.falls)) return;
    }
    throw new Error('it holds all the same: the assumption is not needed for it');
  });
});

/** Seeds that are tried before an assumption counts as not needed. */
const SEEDS = 40;

/** What some runs say of a clause when these assumptions may be broken. */
async function verdictsOn(
  clause: Clause,
  without: ReadonlySet<string>,
  seed: number,
): Promise<readonly string[]> {
  const { results } = await check({
    subjects: sound,
    clauses: [clause],
    runs: 100,
    seed,
    without,
    minimal: false,
  });
  return results.map(({ verdict }) => verdict);
}

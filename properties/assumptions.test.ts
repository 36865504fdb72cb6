// Assumptions: every generated machine satisfies those about the call, and each of them all is needed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repaired } from '../model/paths/repairs.ts';
import { assumptions } from '../spec/assumptions.ts';
import { atCall } from '../spec/at-call.ts';
import { judgeSpan } from '../spec/judging/judge.ts';
import type { Span } from '../spec/machine.ts';
import { histories } from './arbitraries/history.ts';
import { check } from './check.ts';
import { ownSwitch } from './fixtures.ts';
import { beginning, stageWithout } from './play.ts';
import { switchContract } from './switch-contract.ts';

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
      { numRuns: 50 },
    );
  });
});

/** Correct switches: the path, and one in assembly, which relies on the kernel around it for more. */
const sound = [
  { model: 'repaired', program: repaired },
  { model: 'kernel', program: ownSwitch([], ['VCORE']).program },
];

describe.each(assumptions)('without $name', ({ name }) => {
  it('a correct switch breaks some clause', async () => {
    for (let seed = 1; seed <= 40; seed++) if ((await broken(name, seed)).length > 0) return;
    throw new Error('nothing breaks: the assumption is not needed');
  });
});

/** The clauses that some runs break when one assumption may be broken. */
async function broken(assumption: string, seed: number): Promise<readonly string[]> {
  const { results } = await check({
    subjects: sound,
    clauses: switchContract,
    runs: 100,
    seed,
    without: new Set([assumption]),
    minimal: false,
  });
  return results
    .filter(({ verdict }) => verdict !== 'holds' && verdict !== 'vacuous')
    .map(({ clause }) => clause.name);
}

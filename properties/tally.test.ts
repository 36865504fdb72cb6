// What the compiled reader says is believed as far as it holds; what is shown must be said by the plain one too.
import { describe, expect, it } from 'vitest';
import { repaired } from '../model/paths/repairs.ts';
import { slots } from '../model/places.ts';
import { contract } from '../spec/contract.ts';
import type { History } from './arbitraries/history.ts';
import { GRAVITY } from './gravity.ts';
import { play, stageWithout } from './play.ts';
import { countAll, Disagreement, newTally } from './tally.ts';

const history: History = [new BigUint64Array(slots + 1), []];
const played = () => play(repaired, history, stageWithout(new Set())).trace;
const [clause] = contract;
if (clause === undefined) throw new Error('there is no clause');
const fresh = () => newTally({ model: 'repaired', program: repaired }, clause);

describe('verdicts of the compiled reader', () => {
  it('count where they are harmless', () => {
    const tally = fresh();
    countAll([tally], Uint8Array.of(GRAVITY.vacuous), history, played);
    expect(tally).toMatchObject({ verdict: 'vacuous', met: 0 });
    countAll([tally], Uint8Array.of(GRAVITY.holds), history, played);
    expect(tally).toMatchObject({ verdict: 'holds', met: 1, history: undefined });
  });

  it.each(['violated', 'stuck', 'not-enough'] as const)(
    'are an internal error where they say %s and the plain reader does not',
    (verdict) => {
      const wrong = () => countAll([fresh()], Uint8Array.of(GRAVITY[verdict]), history, played);
      expect(wrong).toThrow(Disagreement);
    },
  );
});

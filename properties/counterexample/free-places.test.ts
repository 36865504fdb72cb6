// What a counterexample does not depend on: little is bound, and the claim holds on machines that were not tried.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, slots } from '../../model/places.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { wordsOf } from '../arbitraries/words-of.ts';
import { counterexampleOf } from '../campaign/search.ts';
import type { History } from '../levels/switch/history.ts';
import { beginning, EVERY_FLAG, play } from '../levels/switch/play.ts';
import { stage } from '../mutation/pool.ts';
import { defectAlone, models } from '../subjects/variants.ts';
import { counterexampleOn } from './counterexample.ts';
import { freePlaces } from './free-places.ts';

const program = defectAlone('cr-not-kept');

async function tried() {
  const clause = clauseNamed('host-cr-fields-return');
  const history = await counterexampleOf(program, clause);
  if (history === undefined) throw new Error('there is no counterexample');
  const shown = counterexampleOn({ model: 'cr-not-kept', program }, clause, history, stage);
  const places = new Set(shown?.initial.map(([place]) => place));
  return { clause, history, places, free: freePlaces(program, clause, history, places, stage) };
}

/** The history on a machine that holds these words but in some places. */
function elsewhere(history: History, words: BigUint64Array, but: ReadonlySet<Place>): History {
  const begun = beginning(history, stage);
  const held = allPlaces.map((place, i) => (but.has(place) ? begun.word(place) : (words[i] ?? 0n)));
  return [BigUint64Array.from([...held, EVERY_FLAG]), history[1]];
}

describe('places that a counterexample does not show', () => {
  it('may hold anything but where the guest would not run', async () => {
    const { free, places } = await tried();
    expect(free).toMatchObject({ tried: 64, bound: ['DEC'] });
    expect(free?.free).toBeGreaterThan(600);
    expect(free?.free).toBeLessThan(slots - places.size - 1);
  });

  it('may do so on machines of another seed', async () => {
    const { clause, history, places, free } = await tried();
    const but = new Set([...places, ...(free?.bound ?? [])]);
    fc.assert(
      fc.property(wordsOf(slots), (words) => {
        const { trace } = play(program, elsewhere(history, words, but), stage);
        expect(judge(clause, trace).verdict).toBe('violated');
      }),
      { numRuns: 300, seed: 7, endOnFailure: true },
    );
  });

  it('may not where one makes the difference', async () => {
    const { clause, history, places } = await tried();
    const verdicts = fc
      .sample(wordsOf(slots), { numRuns: 100, seed: 7 })
      .map((words) => judge(clause, play(program, elsewhere(history, words, places), stage).trace));
    expect(verdicts.some(({ verdict }) => verdict !== 'violated')).toBe(true);
  });

  it('are not looked for where the clause holds', async () => {
    const { clause, history, places } = await tried();
    expect(freePlaces(models.repaired, clause, history, places, stage)).toBeUndefined();
  });
});

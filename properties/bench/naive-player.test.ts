// The naive player of the bench does the same work as the plain one: its figures would mean nothing otherwise.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { allPlaces } from '../../model/places.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import { histories } from '../levels/switch/history.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { lowered, OWN_TREE } from '../subjects/fixtures.ts';
import { playNaively } from './naive-player.ts';

const stage = stageWithout(new Set());

/** Each stretch with what was taken in it and the machine at its end. */
const film = ({ spans, unfinished, ending }: Trace) => ({
  ending,
  unfinished,
  spans: spans.map(({ kind, taken, from, to, after }) => ({
    kind,
    taken: taken.slice(from, to),
    after: allPlaces.map((place) => after.word(place)),
  })),
});

it.each([
  ['published', published],
  ['repaired', repaired],
  ['lowered source', lowered(OWN_TREE).program],
])('%s goes as it does by the interpreter, step by step', (_name, program) => {
  for (const history of fc.sample(histories, { numRuns: 4, seed: 7 })) {
    const plain = play(program, history, stage);
    for (const freezing of ['frozen', 'loose'] as const) {
      const naive = playNaively(program, history, stage, freezing);
      expect(naive.switches).toBe(plain.switches);
      expect(film(naive.trace)).toEqual(film(plain.trace));
    }
  }
});

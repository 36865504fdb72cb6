// The run over terms and the plain interpreter agree: a plain run's words put into the terms give its end, on just one path.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { allPlaces, slotNamed } from '../../model/places.ts';
import { conditionsOf } from '../../model/symbolic/facts.ts';
import type { PathEnd } from '../../model/symbolic/path-end.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import { VECTOR } from '../../spec/vocabulary/bits.ts';
import { histories } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { type ProofRun, proofRun } from './run.ts';
import { type FollowedRun, followed, wordsAfter } from './testing/followed-run.ts';

const stage = stageWithout(new Set());
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 60);

/** The interrupts by the vectors they come to; several come to one. */
const EVENTS: Readonly<Record<string, bigint>> = {
  'hypervisor decrementer': VECTOR.HV_DECREMENTER,
  'leftover HDEC': VECTOR.HV_DECREMENTER,
  'mediated external': VECTOR.EXTERNAL,
  external: VECTOR.EXTERNAL,
  hypercall: VECTOR.SYSTEM_CALL,
  'machine check': VECTOR.MACHINE_CHECK,
  'system reset': VECTOR.SYSTEM_RESET,
  'data storage': VECTOR.H_DATA_STORAGE,
  'instruction storage': VECTOR.H_INST_STORAGE,
  'emulation assistance': VECTOR.H_EMUL_ASSIST,
};

/** The ends of paths that an assignment takes. */
function taken({ run }: ProofRun, plain: FollowedRun) {
  const wordOf = valuesUnder((name) => unknownIn(plain, name));
  const ends = run.ends.filter(
    ({ state }) =>
      conditionsOf(state.facts.assumed).every((one) => wordOf(one) !== 0n) &&
      (state.event === '' ? plain.vector === undefined : EVENTS[state.event] === plain.vector),
  );
  return { wordOf, ends };
}

/** HDAR and its kind are unknowns of the event; a hypercall of PAPR sets r3 with its number as it comes. */
function unknownIn(plain: FollowedRun, name: string): bigint {
  const [, of] = /^guest0\.(HDAR|HDSISR|HEIR|r3)$/u.exec(name) ?? [];
  const vector = plain.ran.spans.findLast(({ kind }) => kind === 'guest')?.after;
  return of === undefined || vector === undefined ? plain.unknown(name) : vector.word(of as 'HDAR');
}

/** How the end of a path differs from the plain run's. */
function difference(
  { end, state }: PathEnd,
  plain: FollowedRun,
  wordOf: ReturnType<typeof valuesUnder>,
) {
  if ((end === 'returned') !== (plain.ran.ending.end === 'returned'))
    return `${end} and ${plain.ran.ending.end}`;
  if (end !== 'returned') return undefined;
  const wrong = wordsAfter(plain.ran).findIndex((word, slot) => {
    const term = state.slots[slot];
    return term === undefined || wordOf(term) !== word;
  });
  return wrong < 0 ? undefined : `${allPlaces[wrong]} after ${state.event}`;
}

describe.each([
  ['repaired', repaired],
  ['published', published],
])('a run of %s over terms', (_name, program) => {
  it('ends as the plain run does whose words are put into it, on one path', () => {
    const proof = proofRun(program, []);
    const counts = { returned: 0, resumed: 0, refused: 0, late: 0 };
    for (const history of fc.sample(histories, { numRuns: RUNS, seed: 7 })) {
      const plain = followed(program, history, stage);
      const { wordOf, ends } = taken(proof, plain);
      const wild = ends.filter(({ wild }) => wild === true);
      if (wild.length > 0) continue;
      expect(
        ends.map(({ end }) => end),
        JSON.stringify(plain.ran.ending),
      ).toHaveLength(1);
      for (const end of ends) expect(difference(end, plain, wordOf)).toBeUndefined();
      counts.returned++;
      if (plain.resumed) counts.resumed++;
      if (plain.vector === undefined) counts.refused++;
      if ((plain.ran.after.cells.word(slotNamed('TB')) ?? 0n) > 0n) counts.late++;
    }
    expect(counts.returned).toBeGreaterThan(RUNS / 2);
    expect(counts.resumed).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  });
});

// Two runs of one history: they begin alike but for secrets, go the same way, and are held beside each other at each moment.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repaired } from '../../../model/paths/repairs.ts';
import { allPlaces } from '../../../model/places.ts';
import { isolation } from '../../../spec/chapters/isolation.ts';
import type { ClauseName } from '../../../spec/contract.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { type Side, secretsOf } from '../../../spec/secrets.ts';
import { MSR, PENDING_EXTERNAL } from '../../../spec/vocabulary/bits.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { MOMENT } from '../../../spec/vocabulary/observation.ts';
import { few } from '../../testing/rows.ts';
import { stageWithout } from '../switch/play.ts';
import { leaks } from './faults.ts';
import { type PairHistory, pairHistories } from './history.ts';
import { beginnings, playPair } from './play.ts';

const stage = stageWithout(new Set());
const sampled = fc.sample(pairHistories, { numRuns: 250, seed: 12 });

const kindsOf = (pair: PairHistory) =>
  playPair(repaired, pair, stage).spans.map(({ after }) => after.word('moment.kind'));

const plain: PairHistory = { side: 'hosts', words: {}, secrets: {}, written: 0n, rounds: [] };
const { STARTED, RAN, INTERRUPTED, RESUMED, RETURNED, REFUSED } = MOMENT;

describe('two machines', () => {
  it('begin with the same in every place that is no secret', () => {
    for (const pair of sampled) {
      const secrets = new Set<string>(secretsOf(pair.side));
      const [first, second] = beginnings(pair, stage);
      const differing = allPlaces.filter((place) => first.word(place) !== second.word(place));
      expect(differing.filter((place) => !secrets.has(place))).toEqual([]);
    }
  });

  it('differ in every secret that no assumption settles', () => {
    const secrets = { AMR: 1n, MSR: 0x8000n, HSPRG0: 4n, 'hstate.scratch0': 2n };
    const [first, second] = beginnings({ ...plain, secrets }, stage);
    const differing = allPlaces.filter((place) => first.word(place) !== second.word(place));
    expect(differing).toEqual(['MSR', 'AMR', 'hstate.scratch0']);
  });
});

describe('the moments of two runs', () => {
  it('are the first instruction, each further one, the interrupt and the return', () => {
    const guest = (['slbia', 'set-user', 'hypercall'] as const).map((does) => ({
      does,
      on: 0,
      word: 0n,
    }));
    const rounds = [{ changes: [], delays: [], guest }];
    expect(kindsOf({ ...plain, rounds })).toEqual([STARTED, RAN, RAN, INTERRUPTED, RETURNED]);
  });

  it('have a resumption, and a refusal', () => {
    const guest = [{ does: 'leftover-hdec' as const, on: 0, word: 0n }];
    const rounds = [{ changes: [], delays: [], guest }];
    const kinds = [STARTED, INTERRUPTED, RESUMED, INTERRUPTED, RETURNED];
    expect(kindsOf({ ...plain, rounds })).toEqual(kinds);
    expect(kindsOf({ ...plain, words: { flags: 0x10n } })).toEqual([REFUSED]);
  });

  it('count the instructions of the hypervisor, and the secrets that differ', () => {
    const [started] = playPair(repaired, { ...plain, secrets: { AMR: 1n } }, stage).spans;
    expect(started?.before.word('moment.steps')).toBe(started?.after.word('moment.steps'));
    expect(started?.after.word('moment.steps')).toBe(BigInt(started?.to ?? 0));
    expect(started?.after.word('moment.secrets')).toBe(1n);
  });

  it('are those of later switches while these are called as late, and what is open is the same', () => {
    const quiet = { changes: [], delays: [], guest: [] };
    const twice: PairHistory = { ...plain, secrets: { MSR: MSR.EE }, rounds: [quiet, quiet] };
    const once = [STARTED, INTERRUPTED, RETURNED];
    const kinds = (...given: Parameters<typeof playPair>) =>
      playPair(...given).spans.map(({ after }) => after.word('moment.kind'));
    expect(kinds(repaired, twice, stage)).toEqual([...once, ...once]);
    const { code } = leaks['masking-skipped-where-masked'] ?? { code: repaired };
    expect(kinds(code, twice, stage)).toEqual(once);
    expect(kinds(repaired, { ...twice, secrets: { DEC: 64n } }, stage, ['DEC'])).toEqual(once);
  });

  it('are what both runs hold then', () => {
    const secrets = { 'vcpu.ctr': 3n };
    const spans = playPair(repaired, { ...plain, side: 'guests', secrets }, stage).spans;
    const ctrs = spans.map(({ before, after }) => [before.word('CTR'), after.word('CTR')]);
    expect(ctrs[0]).toEqual([0n, 3n]);
    const kept = spans.at(-1);
    expect([kept?.before.word('vcpu.ctr'), kept?.after.word('vcpu.ctr')]).toEqual([0n, 3n]);
  });
});

describe('what is open', () => {
  /** The clauses that some pair breaks whose runs differ in this place alone. */
  const brokenBy = (side: Side, place: Place): ReadonlySet<string> => {
    const found = new Set<string>();
    for (const [i, pair] of sampled.entries()) {
      if (pair.side !== side) continue;
      const differing = {
        ...pair,
        written: 0n,
        secrets: { [place]: WORDS[i % WORDS.length] ?? 1n },
      };
      const trace = playPair(repaired, differing, stage, [place]);
      for (const clause of isolation.clauses)
        if (judge(clause, trace).verdict === 'violated') found.add(clause.name);
    }
    return found;
  };

  it.each(
    few<[Side, Place, ClauseName]>(
      [
        ['hosts', 'TB', 'guest-time-tells-nothing-of-the-host'],
        ['hosts', 'DEC', 'way-in-tells-nothing-of-the-host'],
        ['hosts', 'lppaca.pmcregs_in_use', 'way-in-tells-nothing-of-the-host'],
        ['hosts', 'paca.paca_index', 'way-in-tells-nothing-of-the-host'],
        ['guests', 'vcpu.msr', 'way-out-tells-nothing-of-the-guest'],
        ['guests', 'vcpu.pending_exceptions', 'way-out-tells-nothing-of-the-guest'],
        ['guests', 'vcpu.vcpu_id', 'memory-outside-the-vcpu-tells-nothing-of-the-guest'],
      ],
      2,
    ),
  )('of two %s in %s would break %s as a secret', (side, place, clause) => {
    expect(brokenBy(side, place)).toContain(clause);
  });
});

/** One bit, EE, PR, the sign of 32 bits, all of them; each of a place that it would settle something in. */
const WORDS = [1n, MSR.EE, MSR.PR, 0x80000000n, 0xffffffffn, PENDING_EXTERNAL, 4n];

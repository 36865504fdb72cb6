// Provenance: the tagged run computes the words of the plain one, and each origin is where the word came from.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Taken } from '../spec/machine.ts';
import { hypercall } from './guest/causes.ts';
import { type Origin, originIn, type Tagged, tagging, textOf } from './origin.ts';
import { ENTRY } from './paths/published.ts';
import { repaired } from './paths/repairs.ts';
import { allPlaces, slotOf, slots, widths } from './places.ts';
import { followed } from './provenance.ts';
import { runSwitch } from './run.ts';
import { cellsOf, setWord, stateOf } from './state.ts';

/** A switch of a machine whose words are arbitrary where nothing leads astray by them. */
function traced(words: BigUint64Array) {
  const cells = cellsOf(words);
  const { addressOf } = cells.layout;
  for (const [place, word] of [
    ['NIA', 0n],
    ['MSR', 0x9000000000001032n],
    ['r1', addressOf('caller')],
    ['r4', addressOf('vcpu')],
    ['r13', addressOf('paca')],
    ['HSPRG0', addressOf('paca')],
    ['vcpu.kvm', addressOf('kvm')],
    ['vcpu.vpa', addressOf('vpa')],
    ['paca.lppaca_ptr', addressOf('lppaca')],
    ['paca.slb_shadow_ptr', addressOf('slb_shadow')],
    ['paca.paca_index', 0n],
    ['vcpu.slb_max', 0n],
    ['slb_shadow.save_area[0].esid', 0n],
    ['slb_shadow.save_area[1].esid', 1n],
    ['slb_shadow.save_area[2].esid', 2n],
    ['hstate.kvm_vcpu', addressOf('vcpu')],
    ['hstate.in_guest', 0n],
    ['DEC', 0x40000000n],
    ['vcpu.msr', 0n],
  ] as const)
    setWord(cells, place, word);
  const follower = followed();
  const { spans, ending } = runSwitch(repaired, ENTRY, stateOf(cells), {
    pauses: [],
    guest: [hypercall],
    prompt: true,
    watch: follower.watch,
  });
  return { ending, taken: spans.at(-1)?.taken ?? [], writes: follower.writes };
}

const words = fc.bigUint64Array({ minLength: slots, maxLength: slots });

describe('a tagged run', () => {
  it('computes the words of the plain one, write by write', () => {
    fc.assert(
      fc.property(words, (machine) => {
        const { taken, writes, ending } = traced(machine);
        expect(ending).toEqual({ end: 'returned' });
        expect(writes.map(cutOf)).toEqual(taken.map(wordsOf));
      }),
      { numRuns: 25 },
    );
  });

  it('says of every place that the host gets back whose it is', () => {
    const { taken, writes } = traced(new BigUint64Array(slots));
    const last = new Map(
      writes.flat().map(({ place, value }) => [String(place), textOf(value.from)]),
    );
    expect(taken.length).toBeGreaterThan(300);
    expect(last.get('r14')).toBe("the host's r14");
    expect(last.get('CR')).toBe("the host's CR");
    expect(last.get('DSCR')).toBe("the host's DSCR");
    expect(last.get('UAMOR')).toBe('0x0');
    expect(last.get('vcpu.dscr')).toBe('vcpu.dscr');
  });
});

/** Fields that stores fill in part, or several at once: what is told of them is the whole. */
const IN_PARTS = /^(?:hstate\.scratch1|vcpu\.vscr\[\d\])$/u;

/** The words that a step wrote, as far as their places keep them. */
const cutOf = (written: ReturnType<typeof traced>['writes'][number]): readonly string[] =>
  written.flatMap(({ place, value }) => {
    const slot = slotOf.get(String(place)) ?? 0;
    if (IN_PARTS.test(String(place))) return [];
    return [`${allPlaces[slot]} ${value.word & (widths[slot] ?? 0n)}`];
  });

const wordsOf = ({ writes }: Taken): readonly string[] =>
  writes.flatMap(({ place, word }) => (IN_PARTS.test(place) ? [] : [`${place} ${word}`]));

describe('an origin', () => {
  const host: Origin = { kind: 'place', place: 'DSCR', whose: 'host' };
  const dscr = { word: 0x1234n, from: host };
  const number = tagging.literal;
  const r3: Tagged = { word: 1n, from: { kind: 'place', place: 'r3', whose: 'guest' } };
  const M = (1n << 64n) - 1n;

  it.each([
    ['a copy', dscr, "the host's DSCR"],
    ['a sum with a constant', tagging.add(dscr, number(0x178n)), "the host's DSCR + 0x178"],
    ['sums', tagging.sub(tagging.add(dscr, number(8n)), number(16n)), "the host's DSCR - 0x8"],
    ['no sum', tagging.add(dscr, number(0n)), "the host's DSCR"],
    ['bits', tagging.and(dscr, number(0xffn)), "bits of the host's DSCR"],
    ['all bits', tagging.and(dscr, number(M)), "the host's DSCR"],
    [
      'halves put together again',
      tagging.or(tagging.and(dscr, number(0xffn)), tagging.and(dscr, number(~0xffn & M))),
      "the host's DSCR",
    ],
    [
      'some of them, where a word has others in it',
      {
        from: originIn(
          tagging.or(tagging.and(dscr, number(0xf0n)), tagging.and(r3, number(0xfn))).from,
          0x3n,
        ),
      },
      "the guest's r3",
    ],
    ['a comparison', tagging.equal(dscr, number(3n)), "bits of the host's DSCR"],
    ['a choice', tagging.select(number(0n), number(1n), dscr), "the host's DSCR"],
    ['constants', tagging.or(number(1n), number(2n)), '0x3'],
    ['two words', tagging.xor(dscr, r3), "made of the host's DSCR, the guest's r3"],
  ])('of %s', (_what, { from }, expected) => {
    expect(textOf(from)).toBe(expected);
  });
});

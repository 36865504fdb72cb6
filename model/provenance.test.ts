// Provenance: the tagged run computes the words of the plain one, and each origin is where the word came from.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../spec/vocabulary/machine.ts';
import { setSupervisor, storeToVpa } from './guest/actions.ts';
import { hdecExpires, hypercall } from './guest/causes.ts';
import { elapse } from './guest/time.ts';
import { ownLayout } from './layout.ts';
import { type Origin, type OriginWord, originIn, tagging, textOf } from './origin.ts';
import { ENTRY } from './paths/published.ts';
import { repaired } from './paths/repairs.ts';
import { slots } from './places.ts';
import { followed } from './provenance.ts';
import { runSwitch } from './run.ts';
import { cellsOf, noCells, stateOf, withWords } from './state.ts';
import { type Bytes, type Step, step } from './step.ts';

/** A hypercall that no handler in real mode has. */
const BEYOND = 0x1000n;

/** A switch of a machine whose words are arbitrary where nothing leads astray by them. */
function traced(words: BigUint64Array) {
  const drawn = cellsOf(words);
  const { addressOf } = drawn.layout;
  const cells = withWords(drawn, [
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
    ['hstate.kvm_vcore', addressOf('vcore')],
    ['hstate.in_guest', 0n],
    ['DEC', 0x40000000n],
    ['vcpu.msr', 0n],
    ['vcpu.gpr[3]', BEYOND],
  ] as const);
  const follower = followed(repaired.image);
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
        expect(writes.map(wordsOf)).toEqual(taken.map(told));
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

/** What a step wrote, without the origins. */
const wordsOf = (written: ReturnType<typeof traced>['writes'][number]) =>
  written.map(({ place, value }) => `${place} ${value.word}`);

const told = ({ writes }: StepRecord) => writes.map(({ place, word }) => `${place} ${word}`);

describe('an origin', () => {
  const host: Origin = { kind: 'place', place: 'DSCR', whose: 'host' };
  const dscr = { word: 0x1234n, from: host };
  const number = tagging.literal;
  const r3: OriginWord = { word: 1n, from: { kind: 'place', place: 'r3', whose: 'guest' } };
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

describe('of what a step writes', () => {
  const at = ownLayout.addressOf('vcpu') + ownLayout.distanceTo('vcpu.xer');
  const guestRuns = storeToVpa('yield_count', 3n);
  it.each<[string, StepRecord['by'], Step, readonly string[]]>([
    [
      'a field stored to in part',
      'host',
      storeOf('r14', at, 4),
      ["vcpu.xer: made of vcpu.xer, the host's r14"],
    ],
    [
      'a field and what lies before it',
      'host',
      storeOf('r14', at - 4n, 8),
      [
        "vcpu.xer: made of vcpu.xer, the host's r14",
        `[0x${(at - 4n).toString(16)}]: the host's r14`,
      ],
    ],
    ['memory that nothing owns', 'host', storeOf('r14', 0x178n, 8), ["[0x178]: the host's r14"]],
    ['what the guest stores', 'guest', guestRuns, ["vpa.yield_count: the guest's vpa.yield_count"]],
    ['what the guest sets', 'guest', setSupervisor('SPRG0', 3n), ["SPRG0: the guest's SPRG0"]],
    ['time', 'hardware', elapse(2n), ["TB: the host's TB + 0x2", "DEC: the host's DEC - 0x2"]],
    [
      'time that the guest spends',
      'guest',
      hdecExpires,
      ["TB: made of the host's TB, the host's HDEC + 0x1"],
    ],
  ])('%s has an origin of its own', (_what, by, taken, expected) => {
    const follower = followed();
    follower.watch(taken, by, noCells(), () => 0n);
    const texts = follower.writes
      .flat()
      .map(({ place, value }) => `${place}: ${textOf(value.from)}`);
    expect(texts.slice(0, expected.length)).toEqual(expected);
  });
});

/** A store of a register at an address. */
function storeOf(name: 'r14', address: bigint, bytes: Bytes): Step {
  return step(`store ${name}`, (view, words) => [
    { address: words.literal(address), bytes, value: view.register(name) },
  ]);
}

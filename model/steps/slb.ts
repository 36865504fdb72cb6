// The segment lookaside buffer: clearing it, and moving all of it between the processor and a table.
//
// Power ISA 2.06B, Book III-S 5.9.3.1, "SLB Management Instructions". slbia spares entry 0, so entry 0 is
// overwritten first. A table lists the valid entries one after another, each with its index in the ESID word.
import { SLB_INDEX, SLB_VALID, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import type { SlbHalf } from '../places.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { alters } from './context.ts';
import type { Source } from './transfer.ts';

/** slbmte with zeros: entry 0 becomes invalid. */
export const clearEntry0: Step = step('slbmte 0: entry 0 invalid', (view, words) => [
  ...entry(words.literal(0n), words.literal(0n), words.literal(0n)),
  later(view, words),
]);

/** slbia: entries 1 to 31 become invalid. */
export const slbia: Step = step('slbia: entries 1 to 31 invalid', (view, words) => [
  ...invalidated(view, words),
  alters(view, words, UNSYNCED.TRANSLATION | UNSYNCED.STORAGE),
]);

/** The writes of slbia. */
export function invalidated<V>(view: View<V>, words: Words<V>): StepWrite<V>[] {
  return INVALIDATED.map((i) => {
    const slb = words.literal(i);
    const esid = view.slb(slb, 'esid');
    return { slb, half: 'esid', value: words.and(esid, words.not(words.literal(SLB_VALID))) };
  });
}

/** slbmte: the entry that RB 52:63 number gets ESID and V from RB, and the rest from RS. */
export const slbMoveTo =
  (rs: Gpr, rb: Gpr): Meaning =>
  (view, words) => {
    const named = view.register(rb);
    const slb = words.and(named, words.literal(SLB_INDEX));
    return [...entry(slb, words.sub(named, slb), view.register(rs)), later(view, words)];
  };

/** slbmfee, slbmfev: a half of the entry that RB 52:63 number; of an invalid one, where the ISA says nothing, 0. */
export const slbMoveFrom =
  (half: SlbHalf, rt: Gpr, rb: Gpr): Meaning =>
  (view, words) => {
    const slb = words.and(view.register(rb), words.literal(SLB_INDEX));
    const valid = words.and(view.slb(slb, 'esid'), words.literal(SLB_VALID));
    return [{ register: rt, value: words.select(valid, view.slb(slb, half), words.literal(0n)) }];
  };

/** slbie: every entry that translates the segment that RB names becomes invalid, of 256 MB or (B = 1) of 1 TB. */
export const slbie =
  (rb: Gpr): Meaning =>
  (view, words) => [
    ...ALL.map((i): StepWrite<ReturnType<typeof view.register>> => {
      const slb = words.literal(i);
      const esid = view.slb(slb, 'esid');
      const huge = words.shiftRight(view.slb(slb, 'vsid'), 62);
      const differs = words.xor(esid, view.register(rb));
      const other = words.select(
        huge,
        words.shiftRight(differs, 40),
        words.shiftRight(differs, 28),
      );
      return {
        slb,
        half: 'esid',
        value: words.and(esid, words.not(words.literal(SLB_VALID))),
        when: words.equal(other, words.literal(0n)),
      };
    }),
    later(view, words),
  ];

/** slbmte for each of the first `length` entries of a table. */
export const loadSlb = (base: Source, length: Source): Step =>
  step('load the SLB from vcpu.slb, slb_max entries', (view, words) => {
    const start = base(view, words);
    const end = length(view, words);
    const writes = ALL.flatMap((i) =>
      listed(view, words, elementsOf(view), start, i, words.lessUnsigned(words.literal(i), end)),
    );
    return [...writes, later(view, words)];
  });

/** slbmte for each valid entry of the bolted ones. */
export const loadBolted = (base: Source): Step =>
  step('load the bolted SLB entries from the SLB shadow', (view, words) => {
    const start = base(view, words);
    const writes = SHADOWED.flatMap((i) => {
      const valid = words.and(half(view, words, start, i * SHADOW.size), words.literal(SLB_VALID));
      return listed(view, words, SHADOW, start, i, valid);
    });
    return [...writes, later(view, words)];
  });

/** slbmfee and slbmfev for each entry below `number`: the valid ones into the table, and how many they are. */
export const saveSlb = (base: Source, number: Source, length: Source): Step =>
  step('save the valid SLB entries to vcpu.slb, their number to slb_max', (view, words) => {
    const start = base(view, words);
    const end = number(view, words);
    const { size, vsid } = elementsOf(view);
    let next = words.literal(0n);
    const writes = ALL.flatMap((i) => {
      const slb = words.literal(i);
      const esid = view.slb(slb, 'esid');
      const valid = words.lessUnsigned(
        words.literal(0n),
        words.and(esid, words.literal(SLB_VALID)),
      );
      const when = words.and(valid, words.lessUnsigned(slb, end));
      const address = words.add(start, words.multiply(next, words.literal(size)));
      next = words.add(next, when);
      return stored(words, address, vsid, words.add(esid, slb), view.slb(slb, 'vsid'), when);
    });
    return [...writes, { address: length(view, words), bytes: 4, value: next }];
  });

/** The first field of the table that a guest's SLB is kept in. */
export const TABLE: Field = 'vcpu.slb[0].esid';

/** How a table has its entries: the size of one, and where in it the VSID word is; the ESID word is first. */
interface Elements {
  readonly size: bigint;
  readonly vsid: bigint;
}

const SHADOW: Elements = { size: 16n, vsid: 8n };

/** The entries of vcpu.slb, which a build may have further apart. */
const elementsOf = <V>({ layout: { distanceTo } }: View<V>): Elements => ({
  size: distanceTo('vcpu.slb[1].esid') - distanceTo('vcpu.slb[0].esid'),
  vsid: distanceTo('vcpu.slb[0].vsid') - distanceTo('vcpu.slb[0].esid'),
});

function listed<V>(
  view: View<V>,
  words: Words<V>,
  { size, vsid }: Elements,
  base: V,
  i: bigint,
  when: V,
): StepWrite<V>[] {
  const esid = half(view, words, base, i * size);
  const slb = words.and(esid, words.literal(SLB_INDEX));
  return [
    { slb, half: 'esid', value: words.sub(esid, slb), when },
    { slb, half: 'vsid', value: half(view, words, base, i * size + vsid), when },
  ];
}

const half = <V>(view: View<V>, words: Words<V>, base: V, plus: bigint): V =>
  view.load(words.add(base, words.literal(plus)), 8);

/** An entry that was written counts after the next context synchronisation. */
const later = <V>(view: View<V>, words: Words<V>): StepWrite<V> =>
  alters(view, words, UNSYNCED.TRANSLATION);

const entry = <V>(slb: V, esid: V, vsid: V): StepWrite<V>[] => [
  { slb, half: 'esid', value: esid },
  { slb, half: 'vsid', value: vsid },
];

const stored = <V>(
  words: Words<V>,
  at: V,
  apart: bigint,
  esid: V,
  vsid: V,
  when: V,
): StepWrite<V>[] => [
  { address: at, bytes: 8, value: esid, when },
  { address: words.add(at, words.literal(apart)), bytes: 8, value: vsid, when },
];

/** Entry numbers: all, those that slbia reaches, those that the shadow holds. */
const ALL: readonly bigint[] = Array.from({ length: 32 }, (_, i) => BigInt(i));
const INVALIDATED = ALL.slice(1);
const SHADOWED = ALL.slice(0, 3);

// The segment lookaside buffer: clearing it, and moving all of it between the processor and a table.
//
// Power ISA 2.06B, Book III-S 5.9.3.1, "SLB Management Instructions". slbia spares entry 0, so entry 0 is
// overwritten first. A table lists the valid entries one after another, each with its index in the ESID word.
// What is cached of entries is told in erat.ts.
import { SLB_INDEX, SLB_VALID, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import type { SlbHalf } from '../places.ts';
import { type Meaning, type Step, type StepWrite, step, type View } from '../step.ts';
import { alters } from './context.ts';
import { dropped, type Found, found, overwritten, overwrittenAtOnce, uncached } from './erat.ts';
import type { Source } from './transfer.ts';

/** slbmte with zeros: entry 0 becomes invalid. */
export const clearEntry0: Step = step('slbmte 0: entry 0 invalid', (view, words) => [
  ...zeroed(view, words, 0n),
  later(view, words),
]);

/** slbia: entries 1 to 31 become invalid, and nothing stays cached of any. */
export const slbia: Step = step('slbia: entries 1 to 31 invalid, nothing cached', (view, words) => [
  ...invalidated(view, words),
  alters(view, words, UNSYNCED.TRANSLATION | UNSYNCED.STORAGE),
]);

/** The writes of slbia. */
export function invalidated<V>(view: View<V>, words: Words<V>): StepWrite<V>[] {
  const invalid = INVALIDATED.map((i): StepWrite<V> => {
    const slb = words.literal(i);
    const esid = view.slb(slb, 'esid');
    return { slb, half: 'esid', value: words.and(esid, words.not(words.literal(SLB_VALID))) };
  });
  const emptied = { register: 'ERAT', value: words.literal(0n) } as const;
  return [...invalid, emptied, uncached(view, words, words.literal(lowBits(32)))];
}

/** slbmte: the entry that RB 52:63 number gets ESID and V from RB, and the rest from RS. */
export const slbMoveTo =
  (rs: Gpr, rb: Gpr): Meaning =>
  (view, words) => {
    const named = view.register(rb);
    const slb = words.and(named, words.literal(SLB_INDEX));
    const by = { esid: words.sub(named, slb), vsid: view.register(rs) };
    return [...written(view, words, found(view, words, slb), by), later(view, words)];
  };

/** The writes of slbmte to one entry. */
export function written<V>(
  view: View<V>,
  words: Words<V>,
  entry: Found<V>,
  by: { readonly esid: V; readonly vsid: V },
): readonly StepWrite<V>[] {
  const { slb, bit } = entry;
  return [
    ...overwritten(view, words, entry, by),
    uncached(view, words, bit),
    { slb, half: 'esid', value: by.esid },
    { slb, half: 'vsid', value: by.vsid },
  ];
}

/** The writes of slbmte with zeros to the entry with this number. */
export function zeroed<V>(view: View<V>, words: Words<V>, i: bigint): readonly StepWrite<V>[] {
  const zero = words.literal(0n);
  return written(view, words, entryAt(view, words, i), { esid: zero, vsid: zero });
}

/** slbmfee, slbmfev: a half of the entry that RB 52:63 number; of an invalid one, where the ISA says nothing, 0. */
export const slbMoveFrom =
  (half: SlbHalf, rt: Gpr, rb: Gpr): Meaning =>
  (view, words) => {
    const slb = words.and(view.register(rb), words.literal(SLB_INDEX));
    const valid = words.and(view.slb(slb, 'esid'), words.literal(SLB_VALID));
    return [{ register: rt, value: words.select(valid, view.slb(slb, half), words.literal(0n)) }];
  };

/** slbie: the entry that translates the segment that RB names, of 256 MB or (B = 1) of 1 TB, becomes invalid, and what is cached of it is dropped. */
export const slbie =
  (rb: Gpr): Meaning =>
  (view, words) => [...dropping(view, words, view.register(rb)), later(view, words)];

/** The writes of slbie with such a word in RB. */
export const dropping = <V>(view: View<V>, words: Words<V>, rb: V): readonly StepWrite<V>[] =>
  dropped(
    view,
    words,
    ALL.map((i) => entryAt(view, words, i)),
    rb,
  );

/** The entry with a number that is known. */
const entryAt = <V>(view: View<V>, words: Words<V>, i: bigint): Found<V> =>
  found(view, words, words.literal(i), words.literal(1n << i));

/** slbmte for each of the first `length` entries of a table. */
export const loadSlb = (base: Source, length: Source): Step =>
  step('load the SLB from vcpu.slb, slb_max entries', (view, words) => {
    const start = base(view, words);
    const end = length(view, words);
    const rows = ALL.map((i) => ({ i, when: words.lessUnsigned(words.literal(i), end) }));
    return [...listed(view, words, elementsOf(view), start, rows), later(view, words)];
  });

/** slbmte for each valid entry of the bolted ones. */
export const loadBolted = (base: Source): Step =>
  step('load the bolted SLB entries from the SLB shadow', (view, words) => {
    const start = base(view, words);
    const rows = SHADOWED.map((i) => {
      const esid = half(view, words, start, i * SHADOW.size);
      return { i, when: oneIfValid(words, esid) };
    });
    return [...listed(view, words, SHADOW, start, rows), later(view, words)];
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

/** The writes of slbmte for these rows of a table, each where its word is 1, and not 0. */
function listed<V>(
  view: View<V>,
  words: Words<V>,
  { size, vsid }: Elements,
  base: V,
  rows: readonly { readonly i: bigint; readonly when: V }[],
): readonly StepWrite<V>[] {
  let overwrites = words.literal(0n);
  const writes = rows.flatMap(({ i, when }): StepWrite<V>[] => {
    const esid = half(view, words, base, i * size);
    const slb = words.and(esid, words.literal(SLB_INDEX));
    // A row that does not count may number any entry: what it would overwrite does not matter then.
    const valid = oneIfValid(words, view.slb(words.and(slb, words.literal(31n)), 'esid'));
    overwrites = words.or(overwrites, words.and(when, valid));
    return [
      { slb, half: 'esid', value: words.sub(esid, slb), when },
      { slb, half: 'vsid', value: half(view, words, base, i * size + vsid), when },
    ];
  });
  return [...writes, overwrittenAtOnce(view, words, overwrites)];
}

/** 1 for the ESID word of a valid entry, else 0. */
const oneIfValid = <V>(words: Words<V>, esid: V): V =>
  words.and(words.shiftRight(esid, VALID_BIT), words.literal(1n));

const half = <V>(view: View<V>, words: Words<V>, base: V, plus: bigint): V =>
  view.load(words.add(base, words.literal(plus)), 8);

/** An entry that was written counts after the next context synchronisation. */
const later = <V>(view: View<V>, words: Words<V>): StepWrite<V> =>
  alters(view, words, UNSYNCED.TRANSLATION);

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

/** Where SLB_VALID is. */
const VALID_BIT = 27;

/** Entry numbers: all, those that slbia reaches, those that the shadow holds. */
const ALL: readonly bigint[] = Array.from({ length: 32 }, (_, i) => BigInt(i));
const INVALIDATED = ALL.slice(1);
const SHADOWED = ALL.slice(0, 3);

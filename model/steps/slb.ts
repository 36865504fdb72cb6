// The segment lookaside buffer: clearing it, and moving all of it between the processor and a table.
//
// Power ISA 2.06B, Book III-S 5.9.3.1, "SLB Management Instructions". slbia spares entry 0, so entry 0 is
// overwritten first. A table lists the valid entries one behind another, each with its index in the ESID word.
import { SLB_INDEX, SLB_VALID, UNSYNCED } from '../../spec/bits.ts';
import type { Field } from '../../spec/structures.ts';
import type { Words } from '../../spec/words.ts';
import { type Step, type StepWrite, step, type View } from '../step.ts';
import { alters } from './context.ts';
import type { Source } from './transfer.ts';

/** slbmte with zeros: entry 0 becomes invalid. */
export const clearEntry0: Step = step('slbmte 0: entry 0 invalid', (view, words) => [
  ...entry(words.literal(0n), words.literal(0n), words.literal(0n)),
  alters(view, words, UNSYNCED.TRANSLATION),
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

/** slbmte for each of the first `length` entries of a table. */
export const loadSlb = (base: Source, length: Source): Step =>
  step('load the SLB from vcpu.slb, slb_max entries', (view, words) => {
    const start = base(view, words);
    const end = length(view, words);
    return ALL.flatMap((i) =>
      listed(view, words, start, i, words.lessUnsigned(words.literal(i), end)),
    );
  });

/** slbmte for each valid entry of the bolted ones. */
export const loadBolted = (base: Source): Step =>
  step('load the bolted SLB entries from the SLB shadow', (view, words) => {
    const start = base(view, words);
    return SHADOWED.flatMap((i) => {
      const valid = words.and(half(view, words, start, i, 0n), words.literal(SLB_VALID));
      return listed(view, words, start, i, valid);
    });
  });

/** slbmfee and slbmfev for each entry below `number`: the valid ones into the table, and how many they are. */
export const saveSlb = (base: Source, number: Source, length: Source): Step =>
  step('save the valid SLB entries to vcpu.slb, their number to slb_max', (view, words) => {
    const start = base(view, words);
    const end = number(view, words);
    let next = words.literal(0n);
    const writes = ALL.flatMap((i) => {
      const slb = words.literal(i);
      const esid = view.slb(slb, 'esid');
      const valid = words.lessUnsigned(
        words.literal(0n),
        words.and(esid, words.literal(SLB_VALID)),
      );
      const when = words.and(valid, words.lessUnsigned(slb, end));
      const address = words.add(start, words.shiftLeft(next, 4));
      next = words.add(next, when);
      return stored(words, address, words.add(esid, slb), view.slb(slb, 'vsid'), when);
    });
    return [...writes, { address: length(view, words), bytes: 4, value: next }];
  });

/** The first field of the table that a guest's SLB is kept in. */
export const TABLE: Field = 'vcpu.slb[0].esid';

function listed<V>(view: View<V>, words: Words<V>, base: V, i: bigint, when: V): StepWrite<V>[] {
  const esid = half(view, words, base, i, 0n);
  const slb = words.and(esid, words.literal(SLB_INDEX));
  return [
    { slb, half: 'esid', value: words.sub(esid, slb), when },
    { slb, half: 'vsid', value: half(view, words, base, i, 8n), when },
  ];
}

const half = <V>(view: View<V>, words: Words<V>, base: V, i: bigint, plus: bigint): V =>
  view.load(words.add(base, words.literal(16n * i + plus)), 8);

const entry = <V>(slb: V, esid: V, vsid: V): StepWrite<V>[] => [
  { slb, half: 'esid', value: esid },
  { slb, half: 'vsid', value: vsid },
];

const stored = <V>(words: Words<V>, at: V, esid: V, vsid: V, when: V): StepWrite<V>[] => [
  { address: at, bytes: 8, value: esid, when },
  { address: words.add(at, words.literal(8n)), bytes: 8, value: vsid, when },
];

/** Entry numbers: all, those that slbia reaches, those that the shadow holds. */
const ALL: readonly bigint[] = Array.from({ length: 32 }, (_, i) => BigInt(i));
const INVALIDATED = ALL.slice(1);
const SHADOWED = ALL.slice(0, 3);

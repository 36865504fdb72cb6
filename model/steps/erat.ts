// What is cached of segments beside the SLB: translations of addresses that an entry made, in the ERAT, which may outlive the entry.
//
// Power ISA 2.06B, Book III-S 5.9.3.1, "SLB Management Instructions": slbmte need not affect lookaside information, so what is cached
// of an entry that it overwrites stays until slbie names the segment with its size and class, or slbia empties all. Whatever may be cached
// counts as cached: of every valid entry, once translation is on.
import { MSR, SLB_VALID } from '../../spec/vocabulary/bits.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import type { StepWrite, View } from '../step.ts';

/** An entry of the SLB as it is found: its number, the bit of UNCACHED with that number, and its two words. */
export interface Found<V> {
  readonly slb: V;
  readonly bit: V;
  readonly esid: V;
  readonly vsid: V;
}

/** Bits of ERAT beside a segment, its class and its size: there is one; there are more, which no slbie is taken to drop. */
const HELD = 1n;
const MORE = 2n;

/** Where slbie takes them from RB: the segment, bits 0:35, its class, bit 36, and its size, bits 37:38. */
const SEGMENT = lowBits(64) ^ lowBits(28);
const SIZE = 3n << 25n;
export const SLBIE_CLASS = 1n << 27n;

/** Class (C) of an entry, in its VSID word. */
const ENTRY_CLASS = 0x80n;

/** The entry with a number that is known, or not; an invalid one is as good as zeros, whatever its bits are. */
export function found<V>(
  view: View<V>,
  words: Words<V>,
  slb: V,
  bit = bitOf(slb, words),
): Found<V> {
  const esid = view.slb(slb, 'esid');
  const valid = words.and(esid, words.literal(SLB_VALID));
  const zero = words.literal(0n);
  const vsid = words.select(valid, view.slb(slb, 'vsid'), zero);
  return { slb, bit, esid: words.select(valid, esid, zero), vsid };
}

/** MSR becomes this word: with translation on, anything may be cached of every valid entry. */
export const cachesUnder = <V>(msr: V, words: Words<V>): StepWrite<V> => ({
  register: 'UNCACHED',
  value: words.literal(0n),
  when: words.and(msr, words.literal(TRANSLATING)),
});

/** Nothing is cached of these entries until translation is on. */
export const uncached = <V>(view: View<V>, words: Words<V>, bits: V): StepWrite<V> => ({
  register: 'UNCACHED',
  value: words.or(view.register('UNCACHED'), bits),
  when: words.equal(words.and(view.register('MSR'), words.literal(TRANSLATING)), words.literal(0n)),
});

/** The entry is overwritten: what may be cached of its segment stays, unless it is written as it was. */
export function overwritten<V>(
  view: View<V>,
  words: Words<V>,
  entry: Found<V>,
  by: { readonly esid: V; readonly vsid: V },
): readonly StepWrite<V>[] {
  const differs = words.or(words.xor(entry.esid, by.esid), words.xor(entry.vsid, by.vsid));
  const stays = words.and(truth(words, differs), mayBeCached(view, words, entry));
  return more(words, view.register('ERAT'), asNamed(words, entry), stays);
}

/**
 * One step overwrites several entries, of which some was valid if a word is 1, and not 0: as if something had been cached of each if it may
 * be of any, and of segments that no slbie drops. A table is loaded where nothing is cached.
 */
export function overwrittenAtOnce<V>(view: View<V>, words: Words<V>, valid: V): StepWrite<V> {
  const nothing = words.equal(view.register('UNCACHED'), words.literal(lowBits(32)));
  return {
    register: 'ERAT',
    value: words.literal(HELD | MORE),
    when: words.and(valid, negated(words, nothing)),
  };
}

/** slbie with such a word in RB: the entry that it names becomes invalid, and nothing stays cached of it, unless its class is another. */
export function dropped<V>(
  view: View<V>,
  words: Words<V>,
  entries: readonly Found<V>[],
  rb: V,
): readonly StepWrite<V>[] {
  let stays = words.literal(0n);
  const invalid = entries.map((entry): StepWrite<V> => {
    const { slb, esid } = entry;
    const own = asNamed(words, entry);
    const valid = words.and(esid, words.literal(SLB_VALID));
    const named = words.and(isNamed(words, own, rb), truth(words, valid));
    const ofOther = words.and(named, negated(words, ofClass(words, own, rb)));
    stays = words.or(stays, words.and(ofOther, mayBeCached(view, words, entry)));
    return { slb, half: 'esid', value: words.xor(esid, words.literal(SLB_VALID)), when: named };
  });
  const before = view.register('ERAT');
  const alone = words.equal(words.and(before, words.literal(HELD | MORE)), words.literal(HELD));
  const same = words.and(isNamed(words, before, rb), ofClass(words, before, rb));
  const drops = words.and(same, alone);
  const rest = words.select(drops, words.literal(0n), before);
  const segment = words.and(rb, words.literal(SEGMENT | SIZE | SLBIE_CLASS));
  const other = words.or(words.xor(segment, words.literal(SLBIE_CLASS)), words.literal(HELD));
  return [...invalid, { register: 'ERAT', value: rest }, ...more(words, rest, other, stays)];
}

/** What slbie must name to invalidate the entry with this number; 0 if that is not valid. */
export function nameOf<V>(view: View<V>, words: Words<V>, slb: V): V {
  const entry = found(view, words, slb);
  const valid = words.and(entry.esid, words.literal(SLB_VALID));
  return words.select(valid, asNamed(words, entry), words.literal(0n));
}

/** Translation is on. */
const TRANSLATING = MSR.IR | MSR.DR;

/** 1 when translations of the entry may be cached: it is valid, and not one of which nothing is. */
function mayBeCached<V>(view: View<V>, words: Words<V>, { bit, esid }: Found<V>): V {
  const nothing = words.and(view.register('UNCACHED'), bit);
  const valid = words.and(esid, words.literal(SLB_VALID));
  return words.and(truth(words, valid), negated(words, nothing));
}

/** What slbie must name to drop what is cached of an entry. */
function asNamed<V>(words: Words<V>, { esid, vsid }: Found<V>): V {
  const size = words.shiftLeft(words.shiftRight(vsid, 62), 25);
  const itsClass = words.shiftLeft(words.and(vsid, words.literal(ENTRY_CLASS)), 20);
  const segment = words.and(esid, words.literal(SEGMENT));
  return words.or(words.or(segment, words.literal(HELD)), words.or(itsClass, size));
}

/** Where a word is 1, and not 0, ERAT tells of one segment more. */
const more = <V>(words: Words<V>, before: V, now: V, when: V): readonly StepWrite<V>[] => [
  {
    register: 'ERAT',
    value: words.or(before, words.literal(MORE)),
    when: words.and(when, truth(words, before)),
  },
  { register: 'ERAT', value: now, when: words.and(when, negated(words, before)) },
];

/** 1 when a segment is the one that RB names, of the size that it names: 256 MB, or 1 TB (B = 1). */
function isNamed<V>(words: Words<V>, segment: V, rb: V): V {
  const differs = words.xor(segment, rb);
  const size = words.and(differs, words.literal(SIZE));
  const huge = words.and(segment, words.literal(SIZE));
  const other = words.select(huge, words.shiftRight(differs, 40), words.shiftRight(differs, 28));
  return words.equal(words.or(size, other), words.literal(0n));
}

/** 1 when a segment is of the class that RB names. */
const ofClass = <V>(words: Words<V>, segment: V, rb: V): V =>
  words.equal(words.and(words.xor(segment, rb), words.literal(SLBIE_CLASS)), words.literal(0n));

const negated = <V>(words: Words<V>, word: V): V => words.equal(word, words.literal(0n));
const truth = <V>(words: Words<V>, word: V): V => words.lessUnsigned(words.literal(0n), word);

/** 1 shifted left by 0 to 31 bits. */
const bitOf = <V>(number: V, words: Words<V>): V =>
  [1, 2, 4, 8, 16].reduce(
    (word, by) =>
      words.select(words.and(number, words.literal(BigInt(by))), words.shiftLeft(word, by), word),
    words.literal(1n),
  );

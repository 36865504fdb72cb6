// Memory over terms: loads and stores at cases of addresses, with the rules of model/memory.ts.
//
// An access that finds nothing set, or that goes astray with translation off, ends the run of those machines that make it: it is
// noted as a stop, with its condition.
import { MSR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { hex, type Word } from '../../spec/vocabulary/words.ts';
import { VMALLOC, WINDOW } from '../layout.ts';
import { type BytePiece, bytesAt, fieldAt } from '../pieces.ts';
import { slotNamed } from '../places.ts';
import type { Bytes } from '../step.ts';
import { casesOf } from './addresses.ts';
import { both, negated } from './algebra.ts';
import { decided, type Facts } from './facts.ts';
import { type StoredByte, type Surroundings, slotIn } from './state.ts';
import type { Term } from './term.ts';

/** Machines whose run ends here: where the condition is not 0. */
export interface Stop {
  readonly when: Term;
  readonly why: string;
  /** Where it went astray with translation off. */
  readonly astray?: Place;
  /** Where it loaded from, if nothing is there. */
  readonly unset?: Place;
}

/** An address that is read, or an index, and that cannot be taken apart. */
export class UnknownAddress extends Error {
  readonly term: Term;
  constructor(term: Term) {
    super('an address is none that can be taken apart');
    this.term = term;
  }
}

/** A store to an address that cannot be taken apart. It is not made: who goes on assumes that it hits nothing that is read. */
export interface WildStore {
  readonly address: Term;
  readonly bytes: Bytes;
  readonly when: Term;
}

/** A machine that is being read by a step, and where that ends the run. */
export interface Reading {
  readonly slots: readonly Term[];
  readonly bytes: ReadonlyMap<Word, StoredByte>;
  readonly facts: Facts;
  readonly stops: Stop[];
}

/** A machine that is being changed by one step. */
export interface Draft extends Reading {
  readonly slots: Term[];
  readonly bytes: Map<Word, StoredByte>;
  readonly wild: WildStore[];
}

/** One store, as it hit: a place, and when. */
export interface Hit {
  /** The slot of a field, or nothing where no structure owns what was hit. */
  readonly slot?: number;
  readonly place: Place;
  readonly when: Term;
  /** What the place holds after it. */
  readonly value: Term;
  /** Where it went, if that is not known: the place then is none. */
  readonly address?: Term;
}

const MSR_SLOT = slotNamed('MSR');

/** What bytes at an address hold, zero-extended. Throws UnknownAddress. */
export function loadTerm(around: Surroundings, draft: Reading, address: Term, bytes: Bytes): Term {
  const { t } = around;
  const cases = casesOf(t, draft.facts, address);
  if (cases === undefined) throw new UnknownAddress(address);
  const [first, ...rest] = cases.map(({ when, word }) => ({
    when,
    value: loadAt(around, draft, word, bytes, when),
  }));
  if (first === undefined) return t.literal(0n);
  return rest.reduce((value, one) => t.select(one.when, one.value, value), first.value);
}

function loadAt(around: Surroundings, draft: Reading, word: Word, bytes: Bytes, when: Term): Term {
  const { t, layout } = around;
  const whole = fieldAt(layout, word, bytes);
  if (whole !== undefined) return slotIn(draft.slots, whole.slot);
  const address = reached(around, draft, word, when);
  let value = t.literal(0n);
  for (const piece of bytesAt(layout, address, bytes)) {
    const byte = byteIn(around, draft, piece, address, when);
    value = t.or(t.shiftLeft(value, 8), byte);
  }
  return value;
}

function byteIn(
  { t, image }: Surroundings,
  { slots, bytes, stops }: Reading,
  { real, field, shift }: BytePiece,
  address: Word,
  when: Term,
): Term {
  if (field !== undefined)
    return t.and(t.shiftRight(slotIn(slots, field.slot), shift), t.literal(0xffn));
  const stored = bytes.get(real);
  const constant = image.get(real);
  const other = constant === undefined ? undefined : t.literal(constant);
  if (stored !== undefined && other !== undefined)
    return t.select(stored.there, stored.byte, other);
  if (other !== undefined) return other;
  const missing = stored === undefined ? when : both(t, when, negated(t, stored.there));
  if (missing.max > 0n)
    stops.push({
      when: missing,
      why: `memory at ${hex(address)} is read, and nothing was ever put there`,
      unset: `[0x${address.toString(16)}]`,
    });
  return stored?.byte ?? t.literal(0n);
}

/** Stores the low bytes of a word where the condition is not 0; one to an unknown address is noted instead. */
export function storeTerm(
  around: Surroundings,
  draft: Draft,
  store: {
    readonly address: Term;
    readonly bytes: Bytes;
    readonly value: Term;
    readonly when: Term;
  },
): readonly Hit[] {
  const { t } = around;
  const { address, bytes, value, when } = store;
  const cases = casesOf(t, draft.facts, address);
  if (cases === undefined) {
    draft.wild.push({ address, bytes, when });
    return [{ place: '[0x]', when, value, address }];
  }
  return cases.flatMap(({ when: is, word }) => {
    const condition = both(t, when, is);
    return condition.max === 0n ? [] : storeAt(around, draft, { word, bytes, value, condition });
  });
}

interface StoreCase {
  readonly word: Word;
  readonly bytes: Bytes;
  readonly value: Term;
  readonly condition: Term;
}

function storeAt(around: Surroundings, draft: Draft, store: StoreCase): readonly Hit[] {
  const { t, layout } = around;
  const { word, bytes, value, condition } = store;
  const whole = fieldAt(layout, word, bytes);
  if (whole === undefined) return storeBytes(around, draft, store);
  const { slot, place } = whole;
  const low = t.and(value, t.literal((1n << BigInt(8 * bytes)) - 1n));
  draft.slots[slot] = t.select(condition, low, slotIn(draft.slots, slot));
  return [{ slot, place, when: condition, value: low }];
}

function storeBytes(around: Surroundings, draft: Draft, store: StoreCase): readonly Hit[] {
  const { t, layout } = around;
  const { bytes, value, condition } = store;
  const address = reached(around, draft, store.word, condition);
  const hit = new Map<number, Place>();
  let wild = false;
  for (const [i, { real, field, shift }] of bytesAt(layout, address, bytes).entries()) {
    const byte = t.and(t.shiftRight(value, 8 * (bytes - 1 - i)), t.literal(0xffn));
    if (field === undefined) {
      wild = true;
      putByte(around, draft, real, byte, condition);
    } else {
      const old = slotIn(draft.slots, field.slot);
      const rest = t.and(old, t.not(t.literal(0xffn << BigInt(shift))));
      draft.slots[field.slot] = t.select(condition, t.or(rest, t.shiftLeft(byte, shift)), old);
      hit.set(field.slot, field.place);
    }
  }
  const hits = [...hit].map(([slot, place]): Hit => {
    return { slot, place, when: condition, value: slotIn(draft.slots, slot) };
  });
  const place: Place = `[0x${address.toString(16)}]`;
  return wild ? [...hits, { place, when: condition, value }] : hits;
}

function putByte({ t }: Surroundings, { bytes }: Draft, real: Word, byte: Term, when: Term): void {
  const old = bytes.get(real);
  bytes.set(
    real,
    old === undefined
      ? { byte, there: when }
      : { byte: t.select(when, byte, old.byte), there: t.or(old.there, when) },
  );
}

/** Where an address outside the window leads: in the area of vmalloc to the window, and astray while MSR[DR] is off. */
function reached({ t, layout }: Surroundings, draft: Reading, address: Word, when: Term): Word {
  const offset = address - VMALLOC;
  if (offset < 0n || offset >= layout.owners.length) return address;
  const off = negated(t, t.and(slotIn(draft.slots, MSR_SLOT), t.literal(MSR.DR)));
  const astray = both(t, when, off);
  if (astray.max > 0n && decided(t, draft.facts, astray) !== false) {
    const place: Place = `[0x${address.toString(16)}]`;
    const why = `${hex(address)} is no real address, and translation is off`;
    draft.stops.push({ when: astray, why, astray: place });
  }
  return WINDOW + offset;
}

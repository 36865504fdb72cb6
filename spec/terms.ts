// The words in which chapters are written: terms and claims by short names.

import type { Claim, Term } from './clause.ts';
import { VECTOR } from './vocabulary/bits.ts';
import type { Place } from './vocabulary/machine.ts';
import type { Structure } from './vocabulary/structures.ts';
import { lowBits, type Word } from './vocabulary/words.ts';

/** The place as it was when the span began. */
export const was = (place: Place): Term => ({ term: 'was', place });

/** The place in the state being judged: the span's end, or each state of it. */
export const now = (place: Place): Term => ({ term: 'now', place });

/** The place just before the write being judged. */
export const prior = (place: Place): Term => ({ term: 'prior', place });

export const literal = (word: Word): Term => ({ term: 'literal', word });
export const address = (structure: Structure): Term => ({ term: 'address', structure });
export const add = (a: Term, b: Term): Term => ({ term: 'apply', op: 'add', to: [a, b] });
export const sub = (a: Term, b: Term): Term => ({ term: 'apply', op: 'sub', to: [a, b] });
export const and = (a: Term, b: Term): Term => ({ term: 'apply', op: 'and', to: [a, b] });
export const or = (a: Term, b: Term): Term => ({ term: 'apply', op: 'or', to: [a, b] });
export const xor = (a: Term, b: Term): Term => ({ term: 'apply', op: 'xor', to: [a, b] });
export const same = (a: Term, b: Term): Term => ({ term: 'apply', op: 'equal', to: [a, b] });
export const below = (a: Term, b: Term): Term => ({ term: 'apply', op: 'lessSigned', to: [a, b] });
export const choose = (when: Term, yes: Term, no: Term): Term => ({
  term: 'apply',
  op: 'select',
  to: [when, yes, no],
});

/** 1 when the term is 0. */
export const no = (a: Term): Term => same(a, literal(0n));

/** 1 when the first is less than the second, as unsigned numbers. */
export const less = (a: Term, b: Term): Term => ({ term: 'apply', op: 'lessUnsigned', to: [a, b] });

/** 1 when the first is no more than the second, as unsigned numbers. */
export const atMost = (a: Term, b: Term): Term => no(less(b, a));

/** Not 0 when any of the bits is set. */
export const has = (a: Term, bits: Word): Term => and(a, literal(bits));

/** The term without these bits. */
export const without = (a: Term, bits: Word): Term => and(a, literal(lowBits(64) & ~bits));

/** The low bits as a signed number. */
export const signed = (of: Term, by: number): Term => ({ term: 'bits', op: 'signExtend', of, by });

/** The term without its low bits, the others moved down in their place. */
export const shifted = (of: Term, by: number): Term => ({ term: 'bits', op: 'shiftRight', of, by });

/** Ticks from the span's beginning to the state being judged: what the timebase has advanced by, except where it was set forward. */
export const elapsed: Term = sub(
  sub(now('TB'), was('TB')),
  sub(now('TB_OFFSET'), was('TB_OFFSET')),
);

export const equal = (
  left: Term,
  right: Term,
  more: { readonly mask?: Word; readonly within?: Term } = {},
): Claim => ({ claim: 'equal', left, right, ...more });

/** The place holds what it held. */
export const unchanged = (place: Place): Claim => equal(now(place), was(place));

export const holds = (place: Place, term: Term): Claim => ({ claim: 'holds', term, place });
export const oneOf = (term: Term, words: readonly Word[]): Claim => ({
  claim: 'one-of',
  term,
  words,
});
export const each = (...claims: readonly Claim[]): Claim => ({ claim: 'each', claims });
export const given = (when: Term, then: Claim): Claim => ({ claim: 'given', when, then });
export const throughout = (
  then: Claim,
  more: { readonly while?: Term; readonly since?: Place } = {},
): Claim => ({ claim: 'throughout', then, ...more });
export const whenWritten = (places: readonly Place[], then: Claim): Claim => ({
  claim: 'when-written',
  places,
  then,
});
export const precedes = (first: Place, then: Place): Claim => ({ claim: 'precedes', first, then });
export const onlyWrites = (places: readonly Place[]): Claim => ({ claim: 'only-writes', places });
export const neverWrites = (places: readonly Place[]): Claim => ({ claim: 'never-writes', places });
export const realModeAddressable: Claim = { claim: 'predicate', name: 'real-mode-addressable' };
export const readsWhatIsThere: Claim = { claim: 'predicate', name: 'reads-what-is-there' };
export const returnsToCaller: Claim = { claim: 'predicate', name: 'returns-to-caller' };
export const slbMatchesList = (slb: 'was' | 'now', table: 'was' | 'now'): Claim => ({
  claim: 'predicate',
  name: 'slb-matches-list',
  slb,
  table,
});
/** Of two runs: the places hold the same in both. */
export const sameInBoth = (
  places: readonly Place[],
  more: { readonly mask?: Word; readonly unnamed?: true } = {},
): Claim => ({ claim: 'same-in-both', places, ...more });
export const lowestClearBit = (term: Term, words: readonly Place[]): Claim => ({
  claim: 'predicate',
  name: 'lowest-clear-bit',
  term,
  words,
});
export const oneBitToggled = (term: Term, words: readonly Place[]): Claim => ({
  claim: 'predicate',
  name: 'one-bit-toggled',
  term,
  words,
});
export const vrmaMapsSlots: Claim = { claim: 'predicate', name: 'vrma-maps-slots' };
export const hpteMapsUserMemory: Claim = { claim: 'predicate', name: 'hpte-maps-user-memory' };
export const hptePublishedLast: Claim = { claim: 'predicate', name: 'hpte-published-last' };
export const areasLieInSlots: Claim = { claim: 'predicate', name: 'areas-lie-in-slots' };
export const storesIntoVpas: Claim = { claim: 'predicate', name: 'stores-into-vpas' };
export const reachable = (when: Term): Claim => ({ claim: 'reachable', when });

/** The term that is always 1. */
export const always: Term = literal(1n);

/** 1 when the term is not 0. */
export const nonzero = (a: Term): Term => no(no(a));

/** 1 when the span begins at the vector of this interrupt. */
export const at = (vector: keyof typeof VECTOR): Term => same(was('NIA'), literal(VECTOR[vector]));

// Predicates of a bitmap that lies in several words: which bit was the lowest one clear, and that one bit alone changed.
//
// The first word holds bits 0 to 63. Nothing here knows what the bits stand for.

import type { PredicateOf } from '../../clause.ts';
import type { Place } from '../../vocabulary/machine.ts';
import { hex, lowBits } from '../../vocabulary/words.ts';
import type { Evidence, Finding } from '../compare.ts';
import { type Scope, wordOf } from '../evaluate.ts';
import { formulaOf } from '../formula.ts';
import { nameOf, type Read, readsIn } from '../reads.ts';
import type { Predicate } from './predicate.ts';

const WORD = 64;

/** The term is the number of the lowest bit that was clear when the span began. */
export const lowestClearBit: Predicate<'lowest-clear-bit'> = {
  judge: judgeLowestClear,
  reads: ({ term, words }) => [...readsIn(term), ...readsOf(words, 'was')],
  text: ({ term, words }) => `${formulaOf(term)} is the lowest bit clear in ${range(words)}`,
};

/** The bit with the number that the term is has changed since the span began, and no other. */
export const oneBitToggled: Predicate<'one-bit-toggled'> = {
  judge: judgeToggled,
  reads: ({ term, words }) => [
    ...readsIn(term),
    ...readsOf(words, 'was'),
    ...readsOf(words, 'now'),
  ],
  text: ({ term, words }) => `in ${range(words)}, bit ${formulaOf(term)} has changed and no other`,
};

const readsOf = (words: readonly Place[], term: 'was' | 'now'): readonly Read[] =>
  words.map((place) => ({ term, place }));

const range = (words: readonly Place[]): string => `${words[0]} to ${words.at(-1)}`;

function judgeLowestClear(
  { term, words }: PredicateOf<'lowest-clear-bit'>,
  scope: Scope,
): 'met' | Evidence {
  const found = wordOf(term, scope);
  const lowest = lowestIn(words.map((place) => scope.was(place)));
  if (found === lowest) return 'met';
  const expected = lowest === undefined ? 'nothing, as no bit was clear' : hex(lowest);
  return { place: nameOf(term), expected, found: hex(found) };
}

function lowestIn(words: readonly bigint[]): bigint | undefined {
  const index = words.findIndex((word) => word !== lowBits(WORD));
  const word = words[index];
  if (word === undefined) return undefined;
  for (let bit = 0n; bit < WORD; bit++)
    if (((word >> bit) & 1n) === 0n) return BigInt(index * WORD) + bit;
  return undefined;
}

function judgeToggled({ term, words }: PredicateOf<'one-bit-toggled'>, scope: Scope): Finding {
  const number = wordOf(term, scope);
  for (const [index, place] of words.entries()) {
    const difference = judgeWord(place, number - BigInt(index * WORD), scope);
    if (difference !== undefined) return difference;
  }
  return 'met';
}

function judgeWord(place: Place, bit: bigint, scope: Scope): Evidence | undefined {
  const turned = bit >= 0n && bit < WORD ? 1n << bit : 0n;
  const [found, expected] = [scope.now(place), scope.was(place) ^ turned];
  if (found === expected) return undefined;
  return { place, expected: hex(expected), found: hex(found), wrong: found ^ expected };
}

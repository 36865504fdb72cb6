// Claims about one state: that words agree, that a formula holds, that a word is one of several.
import type { Claim } from '../clause.ts';
import type { Place } from '../vocabulary/machine.ts';
import { hex, lowBits, numbers, type Word } from '../vocabulary/words.ts';
import { type Scope, wordOf } from './evaluate.ts';
import { textOf } from './formula.ts';
import { nameOf, readingOf } from './reads.ts';

/** What went wrong, where, and (in claims about writes and states) behind which step of the span. */
export interface Evidence {
  readonly place: Place;
  readonly expected: string;
  readonly found: string;
  /** The bits that are wrong, where that can be said. */
  readonly wrong?: Word;
  readonly step?: number;
}

/** What one span says of a claim. */
export type Finding = 'met' | 'unmet' | Evidence;

/** The claims of one form. */
export type Kind<K extends Claim['claim']> = Extract<Claim, { claim: K }>;

const ALL = lowBits(64);

/** The terms agree, in the bits and within the distance that the claim allows. */
export function judgeEqual({ left, right, mask, within }: Kind<'equal'>, scope: Scope): Finding {
  const found = wordOf(left, scope);
  const expected = wordOf(right, scope);
  if (found === expected) return 'met';
  const bits = mask ?? ALL;
  const difference = numbers.sub(found, expected);
  if (within === undefined) {
    if ((found & bits) === (expected & bits)) return 'met';
  } else if (distance(difference, bits) <= wordOf(within, scope)) return 'met';
  const allowed = within === undefined ? '' : ` give or take ${wordOf(within, scope)}`;
  return {
    place: nameOf(left),
    expected: `${hex(expected & bits)}${allowed}`,
    found: hex(found & bits),
    ...(within === undefined ? { wrong: (found ^ expected) & bits } : {}),
  };
}

/** How far apart, either way, in words of as many bits as the mask has. */
function distance(difference: Word, bits: Word): Word {
  const up = difference & bits;
  const down = numbers.sub(0n, difference) & bits;
  if (up < down) return up;
  return down;
}

/** The term is not 0; if it is, the report names the place and the formula. */
export function judgeHolds({ term, place }: Kind<'holds'>, scope: Scope): Finding {
  if (wordOf(term, scope) !== 0n) return 'met';
  const read = readingOf(term, place) ?? { term: 'now', place };
  return { place, expected: `so that ${textOf(term)}`, found: hex(wordOf(read, scope)) };
}

/** The term is one of the words. */
export function judgeOneOf({ term, words }: Kind<'one-of'>, scope: Scope): Finding {
  const found = wordOf(term, scope);
  if (words.includes(found)) return 'met';
  return { place: nameOf(term), expected: words.map(hex).join(' or '), found: hex(found) };
}

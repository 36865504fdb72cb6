// Claims about one state, judged and told: whether the condition of a claim holds, where it does not what was expected and found, and
// what it is as a formula.
import type { Kind, StateClaim } from '../clause.ts';
import { wordText } from '../vocabulary/bit-fields.ts';
import type { Place } from '../vocabulary/machine.ts';
import { hex, lowBits, type Word } from '../vocabulary/words.ts';
import { conditionOf } from './condition.ts';
import { type Scope, wordOf } from './evaluate.ts';
import { bitsOf, formulaOf, textOf } from './formula.ts';
import { nameOf, readingOf } from './reads.ts';

/** What went wrong, where, and (in claims about writes and states) after which step of the span. */
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

/** Judges a claim in the state that is `now`. */
export const judgeState = (claim: StateClaim, scope: Scope): 'met' | Evidence =>
  wordOf(conditionOf(claim), scope) === 0n ? evidenceOf(claim, scope) : 'met';

/** What a claim that is broken shows. */
function evidenceOf(claim: StateClaim, scope: Scope): Evidence {
  switch (claim.claim) {
    case 'equal':
      return inequality(claim, scope);
    case 'holds': {
      const { place, term } = claim;
      const read = readingOf(term, place) ?? { term: 'now', place };
      return { place, expected: `so that ${textOf(term)}`, found: hex(wordOf(read, scope)) };
    }
    case 'one-of': {
      const expected = claim.words.map(hex).join(' or ');
      return { place: nameOf(claim.term), expected, found: hex(wordOf(claim.term, scope)) };
    }
  }
}

function inequality(
  { left, right, mask = lowBits(64), within }: Kind<'equal'>,
  scope: Scope,
): Evidence {
  const found = wordOf(left, scope) & mask;
  const expected = wordOf(right, scope) & mask;
  const allowed = within === undefined ? '' : ` give or take ${wordOf(within, scope)}`;
  return {
    place: nameOf(left),
    expected: `${hex(expected)}${allowed}`,
    found: hex(found),
    ...(within === undefined ? { wrong: found ^ expected } : {}),
  };
}

/** The claim as a formula. */
export function stateText(claim: StateClaim): string {
  switch (claim.claim) {
    case 'equal': {
      const { left, right, mask, within } = claim;
      const place = bitsOf(left) ?? bitsOf(right);
      const bits =
        mask === undefined || mask === lowBits(64) ? '' : `, in bits ${maskText(mask, place)}`;
      const range = within === undefined ? '' : `, within ${formulaOf(within)}`;
      return `${formulaOf(left, place)} = ${formulaOf(right, place)}${bits}${range}`;
    }
    case 'holds':
      return formulaOf(claim.term);
    case 'one-of': {
      const words = claim.words.map((word) => maskText(word, bitsOf(claim.term)));
      return `${formulaOf(claim.term)} is one of ${words.join(', ')}`;
    }
  }
}

/** A word, by the names of the bits of a place where one is known. */
const maskText = (word: Word, place: Place | undefined): string =>
  place === undefined ? hex(word) : wordText(place, word);

// Spans made by hand, for the tests of the judge: a state, and steps that write.
import type { Claim } from '../../clause.ts';
import type { Machine, Place, Span, StepRecord } from '../../vocabulary/machine.ts';
import { judgeSpan } from '../judge.ts';
import { watchedBy } from '../watch.ts';

/** Words by place; all others are 0. */
export type Words = Partial<Record<Place, bigint>>;

/** A state that holds these words. */
const machine = (words: Words): Machine => ({
  word: (place) => words[place] ?? 0n,
  address: () => 0x1000n,
});

/** A step that writes; memory has a dot in its name, or brackets for one. */
export const step = (by: StepRecord['by'], words: Words): StepRecord => ({
  site: 'a.step',
  text: 'writes',
  by,
  writes: (Object.entries(words) as [Place, bigint][]).map(([place, word]) => ({
    place,
    word,
    stored: place.includes('.') || place.startsWith('['),
  })),
});

/** A span that begins with these words and takes these steps. */
export function span(before: Words, ...taken: readonly StepRecord[]): Span {
  const after: Words = { ...before };
  for (const { writes } of taken) for (const { place, word } of writes) after[place] = word;
  return {
    kind: 'switch',
    before: machine(before),
    after: machine(after),
    taken,
    from: 0,
    to: taken.length,
  };
}

/** What a claim says of a span. */
export const finding = (claim: Claim, run: Span) => judgeSpan(claim, run, watchedBy(claim));

// The predicate that an entry of a hashed page table becomes valid last: its second word first, a barrier, then the first word.
//
// The processor may search the table at any time; it must not find a valid first word with another entry's second word.

import type { Place, Span, Write } from '../../vocabulary/machine.ts';
import { hex } from '../../vocabulary/words.ts';
import type { Finding } from '../compare.ts';
import type { Predicate } from './predicate.ts';

const WORD_OF_ENTRY = /^hpt\[\d+\]\.\[\d+\]\.([vr])$/u;

export const hptePublishedLast: Predicate<'hpte-published-last'> = {
  judge: (_claim, _scope, span) => judgeWrites(span),
  reads: () => [],
  text: () => 'an entry of hpt becomes valid only after its second word and a barrier',
};

/** Judges the writes of hypervisor code in a span. */
function judgeWrites({ taken, from, to }: Span): Finding {
  const seconds = new Set<string>();
  const valid = new Set<string>();
  let unordered = false;
  for (let step = from; step < to; step++)
    for (const write of taken[step]?.writes ?? []) {
      if (write.place === 'host.stores_unordered') unordered = write.word !== 0n;
      const word = WORD_OF_ENTRY.exec(write.place)?.[1];
      if (word === undefined) continue;
      const entry = write.place.slice(0, -2);
      if (word === 'r' && valid.has(entry)) return early(write, step);
      if (word === 'r') seconds.add(entry);
      else if ((write.word & 1n) === 0n) valid.delete(entry);
      else if (!seconds.has(entry) || unordered) return early(write, step);
      else valid.add(entry);
    }
  return valid.size > 0 ? 'met' : 'unmet';
}

const early = ({ place, word }: Write, step: number) => {
  const expected = 'its second word before its first, with a barrier in between';
  return { place: place satisfies Place, expected, found: hex(word), step };
};

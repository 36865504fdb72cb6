// Claims about what hypervisor code does to memory and registers: what it writes, in which order, and how far it reaches.

import type { Place, Span } from '../vocabulary/machine.ts';
import { hex } from '../vocabulary/words.ts';
import type { Finding } from './compare.ts';
import type { Kind } from './condition.ts';
import { storesOf, type Watched, writersOf } from './film.ts';
import { setOf } from './watch.ts';

/** A span, and the places that its film is to follow. */
export interface Reel {
  readonly span: Span;
  readonly watched: Watched;
}

/** The first write of one place comes behind the first of the other. */
export function judgePrecedes({ first, then }: Kind<'precedes'>, reel: Reel): Finding {
  const early = firstWriter(then, reel);
  if (early === undefined) return 'unmet';
  const before = firstWriter(first, reel);
  if (before !== undefined && before <= early) return 'met';
  const expected = `no write before ${first} is written`;
  return { place: then, expected, found: 'a write', step: early };
}

/** Of memory, nothing but these places is stored to. */
export function judgeOnlyWrites({ places }: Kind<'only-writes'>, { span, watched }: Reel): Finding {
  const allowed = setOf(places);
  for (const step of storesOf(span, watched))
    for (const { place, word, stored } of span.taken[step]?.writes ?? [])
      if (stored && !allowed.has(place))
        return { place, expected: 'no store', found: hex(word), step };
  return 'met';
}

/** None of these places is written. */
export function judgeNeverWrites({ places }: Kind<'never-writes'>, reel: Reel): Finding {
  for (const place of places) {
    const step = firstWriter(place, reel);
    if (step === undefined) continue;
    const write = reel.span.taken[step]?.writes.find((one) => one.place === place);
    return { place, expected: 'no write', found: hex(write?.word ?? 0n), step };
  }
  return 'met';
}

/** The first step of hypervisor code that wrote a place. */
const firstWriter = (place: Place, { span, watched }: Reel): number | undefined =>
  writersOf(span, place, watched).find((index) => span.taken[index]?.by === 'host');

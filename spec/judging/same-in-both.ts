// Whether two runs hold the same at one moment: the claim form of what must not leak.

import type { Kind } from '../clause.ts';
import type { Place, Span } from '../vocabulary/machine.ts';
import { hex, lowBits } from '../vocabulary/words.ts';
import type { Evidence, Finding } from './compare.ts';

const ALL = lowBits(64);

/** Compares place by place, the first run with the second; the evidence names the first that differs, and the step there. */
export function judgeSameInBoth(
  { places, mask = ALL, unnamed }: Kind<'same-in-both'>,
  span: Span,
): Finding {
  for (const place of places) {
    const difference = differing(place, mask, span);
    if (difference !== undefined) return difference;
  }
  if (unnamed === undefined) return 'met';
  for (const place of unnamedIn(span)) {
    const difference = differing(place, ALL, span);
    if (difference !== undefined) return difference;
  }
  return 'met';
}

function differing(place: Place, mask: bigint, { before, after, to }: Span): Evidence | undefined {
  const expected = before.word(place) & mask;
  const found = after.word(place) & mask;
  if (expected === found) return undefined;
  const step = to - 1;
  return { place, expected: hex(expected), found: hex(found), wrong: expected ^ found, step };
}

/** Memory that nobody named, as far as hypervisor code stored to it. */
function* unnamedIn({ taken, from, to }: Span): Generator<Place> {
  for (let i = from; i < to; i++) {
    const step = taken[i];
    if (step?.by !== 'host') continue;
    for (const { place, stored } of step.writes) if (stored && place.startsWith('[')) yield place;
  }
}

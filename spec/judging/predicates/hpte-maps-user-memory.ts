// The predicate that an entry of a hashed page table that becomes valid leads to memory of user space, and to none of the kernel's.
//
// Whatever the virtual address: a guest may use any, once it runs with translation on. Judged are the entries that the span writes.

import type { Place, Span } from '../../vocabulary/machine.ts';
import { hex, type Word } from '../../vocabulary/words.ts';
import type { Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Predicate } from './predicate.ts';

const WORD_OF_ENTRY = /^(hpt\[\d+\]\.\[\d+\])\.[vr]$/u;

/** Bits of the second doubleword that are the real page number, and the bits of an address inside 16 MB. */
const REAL_PAGE = 0x0fff_ffff_ffff_f000n;
const INSIDE = 24n;

export const hpteMapsUserMemory: Predicate<'hpte-maps-user-memory'> = {
  judge: (_claim, scope, span) => judgeEntries(scope, span),
  reads: () => [],
  text: () => 'an entry of hpt that becomes valid leads to a page of user space',
};

/** Judges the entries that the span writes, as it leaves them. */
function judgeEntries({ now }: Scope, { taken, from, to }: Span): Finding {
  const entries = new Set(
    taken
      .slice(from, to)
      .flatMap(({ writes }) => writes.map(({ place }) => WORD_OF_ENTRY.exec(place)?.[1]))
      .filter((entry) => entry !== undefined),
  );
  let met = false;
  for (const entry of entries) {
    const first: Place = `${asEntry(entry)}.v`;
    if ((now(first) & 1n) === 0n) continue;
    const second: Place = `${asEntry(entry)}.r`;
    const page = pageOf(now(second));
    if (now(`real.is_users[${page}]`) === 0n)
      return { place: second, expected: 'a page of user space', found: hex(now(second)) };
    met = true;
  }
  return met ? 'met' : 'unmet';
}

const pageOf = (second: Word): number => Number((second & REAL_PAGE) >> INSIDE);

/** The name of an entry, as places have it. */
function asEntry(name: string): `hpt[${number}].[${number}]` {
  const [group, slot] = [...name.matchAll(/\d+/gu)].map(([digits]) => Number(digits));
  return `hpt[${group ?? 0}].[${slot ?? 0}]`;
}

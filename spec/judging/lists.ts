// The claim that the SLB and a table in the vcpu say the same: one has 32 entries by index, the other lists the valid ones.

import type { Claim } from '../clause.ts';
import { SLB_INDEX, SLB_VALID } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { hex, type Word } from '../vocabulary/words.ts';
import type { Finding } from './compare.ts';
import type { Scope } from './evaluate.ts';

const ENTRIES = 32;

/** The names of the entries, made once. */
const named = (name: (i: number) => Place) => {
  const names = Array.from({ length: ENTRIES }, (_, i) => name(i));
  return (i: number): Place => names[i] ?? name(i);
};
const esidOf = named((i) => `SLB[${i}].esid`);
const vsidOf = named((i) => `SLB[${i}].vsid`);
const listedEsidOf = named((i) => `vcpu.slb[${i}].esid`);
const listedVsidOf = named((i) => `vcpu.slb[${i}].vsid`);

/** Judges that the valid entries of the SLB are those that the table lists, no more and no fewer. */
export function judgeLists(
  { slb, table }: Extract<Claim, { claim: 'lists' }>,
  scope: Scope,
): Finding {
  const length = Number(scope[table]('vcpu.slb_max'));
  if (length > ENTRIES)
    return { place: 'vcpu.slb_max', expected: 'no more than 0x20', found: hex(BigInt(length)) };
  const listed = listedIn(scope, table, length);
  for (let i = 0; i < ENTRIES; i++) {
    const esid = scope[slb](esidOf(i));
    const valid = (esid & SLB_VALID) !== 0n;
    const slot = listed.get(BigInt(i));
    if (valid !== (slot !== undefined)) return mismatch(esidOf(i), slot !== undefined, esid);
    if (slot === undefined) continue;
    const difference = differing(scope, { slb, table }, i, slot);
    if (difference !== undefined) return difference;
  }
  return 'met';
}

/** Which slot of the table lists each index. */
function listedIn(scope: Scope, table: 'was' | 'now', length: number): ReadonlyMap<Word, number> {
  const found = new Map<Word, number>();
  for (let slot = 0; slot < length; slot++)
    found.set(scope[table](listedEsidOf(slot)) & SLB_INDEX, slot);
  return found;
}

function differing(
  scope: Scope,
  { slb, table }: { readonly slb: 'was' | 'now'; readonly table: 'was' | 'now' },
  i: number,
  slot: number,
): Finding | undefined {
  const esid = scope[slb](esidOf(i)) | BigInt(i);
  const listedEsid = scope[table](listedEsidOf(slot));
  if (esid !== listedEsid) return unequal(esidOf(i), listedEsid, esid);
  const vsid = scope[slb](vsidOf(i));
  const listedVsid = scope[table](listedVsidOf(slot));
  return vsid === listedVsid ? undefined : unequal(vsidOf(i), listedVsid, vsid);
}

const mismatch = (place: Place, listed: boolean, esid: Word): Finding => ({
  place,
  expected: listed ? 'valid, as vcpu.slb lists it' : 'invalid, as vcpu.slb does not list it',
  found: hex(esid),
});

const unequal = (place: Place, listed: Word, found: Word): Finding => ({
  place,
  expected: `${hex(listed)}, as vcpu.slb lists it`,
  found: hex(found),
});

// How POWER7 translates the address of an access that a guest makes with translation off (Power ISA 2.06B, Book III-S 5.7).
//
// Virtual real mode: the address lies in a segment of 1 TB with a VSID of its own, and goes through the hashed page
// table like any other. Written from the architecture, not from who fills the table. Left out: pages of other sizes.
import { LPCR } from '../../vocabulary/bits.ts';
import type { Word } from '../../vocabulary/words.ts';

/** The VSID of the virtual real mode area (5.7.3.4). */
const VRMA_VSID = 0x1ff_ffffn;

/** log2 of the bytes of a large page, of a segment of 1 TB. */
const PAGE = 24n;
const SEGMENT = 40n;

const SLOTS_OF_A_GROUP = 8;

/** A table, and the registers that say how it is used. */
export interface Table {
  readonly sdr1: Word;
  readonly lpcr: Word;
  /** A word of an entry: its first (`v`) or second (`r`) doubleword. */
  entry(group: number, slot: number, word: 'v' | 'r'): Word;
}

/** What an address translates to. */
export interface Translation {
  readonly real: Word;
  readonly writable: boolean;
  /** Reference and change bits are set, so that the processor need not store to the table. */
  readonly recorded: boolean;
  /** Memory coherence required, and nothing else of WIMG. */
  readonly coherent: boolean;
  /** No-execute is off. */
  readonly executable: boolean;
}

/** What the address is translated to in supervisor state; undefined where a storage interrupt comes instead. */
export function translated(effective: Word, table: Table): Translation | undefined {
  if ((table.lpcr & LPCR.VPM0) === 0n || (table.lpcr & LPCR.VRMA_L) === 0n) return undefined;
  if (effective >> SEGMENT !== 0n) return undefined;
  const hash = hashOf(effective);
  const second = matching(table, effective, hash, 0n) ?? matching(table, effective, ~hash, 1n);
  if (second === undefined) return undefined;
  const low = (1n << PAGE) - 1n;
  return {
    real: (second & 0x0fff_ffff_ffff_f000n & ~low) | (effective & low),
    writable: mayWrite(second),
    recorded: (second & 0x180n) === 0x180n,
    coherent: (second & 0x78n) === 0x10n,
    executable: (second & 0x4n) === 0n,
  };
}

/** The primary hash of an address in a segment of 1 TB: 39 bits (5.7.7.1). */
const hashOf = (effective: Word): Word =>
  BigInt.asUintN(39, (VRMA_VSID << 25n) ^ VRMA_VSID ^ (effective >> PAGE));

/** The second doubleword of the first entry of a group that matches. */
function matching(table: Table, effective: Word, hash: Word, secondary: Word): Word | undefined {
  const group = groupOf(table.sdr1, hash);
  for (let slot = 0; slot < SLOTS_OF_A_GROUP; slot++)
    if (matches(table.entry(group, slot, 'v'), effective, secondary))
      return table.entry(group, slot, 'r');
  return undefined;
}

/** HTABSIZE says how many bits of the hash count, from 11 on. */
const groupOf = (sdr1: Word, hash: Word): number =>
  Number(BigInt.asUintN(11 + Number(sdr1 & 0x1fn), hash));

/** B = 1 TB, AVPN but for the bit inside a page of 16 MB, large, the hash function, valid. */
function matches(first: Word, effective: Word, secondary: Word): boolean {
  const virtual = (VRMA_VSID << SEGMENT) | effective;
  return (
    first >> 62n === 1n &&
    ((first >> 7n) & ((1n << 55n) - 1n)) >> 1n === virtual >> PAGE &&
    (first & 0x7n) === (0x5n | (secondary << 1n))
  );
}

/** With a storage key of 0, only the two read-only protections forbid a store: 0b011 and 0b110. */
function mayWrite(second: Word): boolean {
  const protection = ((second >> 63n) << 2n) | (second & 3n);
  return protection !== 3n && protection !== 6n && protection !== 7n;
}

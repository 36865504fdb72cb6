// The architected translation on tables made by hand: what finds an entry, what passes it by, what it grants.
import { describe, expect, it } from 'vitest';
import { LPCR } from '../../vocabulary/bits.ts';
import { type Table, translated } from './translation-by-hash.ts';

/** Group of page 0: low 17 bits of the VSID; its complement is the secondary one. */
const PRIMARY = 0x1ffff;
const GOOD = (1n << 62n) | (0x1ffffffn << 24n) | 5n;
const SECOND = 0x123000190n & ~0xffffffn;

/** A table of 2^24 bytes with one entry for page 0. */
const table = (group: number, slot: number, v: bigint, r = SECOND | 0x190n): Table => ({
  sdr1: 0x40_0000_0006n,
  lpcr: LPCR.VPM0 | LPCR.VRMA_L,
  entry: (g, s, word) => (g === group && s === slot ? { v, r }[word] : 0n),
});

describe('a translation', () => {
  it.each([
    ['the first slot of the primary group', PRIMARY, 0, GOOD],
    ['the last slot of the primary group', PRIMARY, 7, GOOD],
    ['the secondary group, marked so', 0, 3, GOOD | 2n],
  ])('finds an entry in %s', (_where, group, slot, v) => {
    expect(translated(0x4567n, table(group, slot, v))).toEqual({
      real: (0x123004567n & ~0xffffffn) | 0x4567n,
      writable: true,
      recorded: true,
      coherent: true,
      executable: true,
    });
  });

  it.each([
    ['is not valid', PRIMARY, GOOD & ~1n],
    ['is for small pages', PRIMARY, GOOD & ~4n],
    ['is for a segment of 256 MB', PRIMARY, GOOD & ~(1n << 62n)],
    ['is of another segment', PRIMARY, GOOD ^ (1n << 24n)],
    ['is of another page', PRIMARY, GOOD | 0x100n],
    ['is in another group', PRIMARY - 1, GOOD],
    ['is marked secondary in the primary group', PRIMARY, GOOD | 2n],
  ])('passes by an entry that %s', (_what, group, v) => {
    expect(translated(0n, table(group, 0, v))).toBeUndefined();
  });

  it.each([
    [0n, true],
    [1n, true],
    [2n, true],
    [3n, false],
    [(1n << 63n) | 2n, false],
    [(1n << 63n) | 3n, false],
  ])('with a key of 0 and protection %s lets a store through: %s', (protection, writable) => {
    const found = translated(0n, table(PRIMARY, 0, GOOD, SECOND | 0x190n | protection));
    expect(found).toMatchObject({ writable });
  });

  it.each([
    ['recorded', 0x100n],
    ['recorded', 0x80n],
    ['coherent', 0x10n],
    ['coherent', 0x20n],
    ['executable', 4n],
  ])('is not %s when bits 0x%s are the other way', (right, bits) => {
    const found = translated(0n, table(PRIMARY, 0, GOOD, (SECOND | 0x190n) ^ bits));
    expect(found).toMatchObject({ [right]: false });
  });

  it('looks at eight slots, and at no address above the segment', () => {
    expect(translated(0n, table(PRIMARY, 8, GOOD))).toBeUndefined();
    expect(translated(1n << 40n, table(PRIMARY ^ (1 << 16), 0, GOOD))).toBeUndefined();
  });

  it('needs virtual real mode with large pages, and an address in the segment', () => {
    const right = table(PRIMARY, 0, GOOD);
    expect(translated(0n, { ...right, lpcr: LPCR.VRMA_L })).toBeUndefined();
    expect(translated(0n, { ...right, lpcr: LPCR.VPM0 })).toBeUndefined();
    expect(translated(1n << 40n, right)).toBeUndefined();
  });
});

// Memory: byte order, widths, stores that hit half a field or two, and addresses that nobody owns.
import { describe, expect, it } from 'vitest';
import { MSR } from '../spec/vocabulary/bits.ts';
import type { Field } from '../spec/vocabulary/structures.ts';
import { ownLayout, VMALLOC, WINDOW } from './layout.ts';
import { load, RealModeFault, Stuck, store } from './memory.ts';
import { noCells, withWords, wordIn } from './state.ts';
import type { Bytes } from './step.ts';

const { addressOf, distanceTo: offsetOf } = ownLayout;

const at = (field: Field): bigint =>
  addressOf(field.startsWith('vcpu') ? 'vcpu' : 'hstate') + offsetOf(field);

function stored(address: bigint, bytes: Bytes, word: bigint) {
  return store(noCells(), address, bytes, word);
}

describe('the area of vmalloc', () => {
  const alias = at('vcpu.cr') - WINDOW + VMALLOC;
  it('leads to the window with translation on', () => {
    const { cells } = store(withWords(noCells(), [['MSR', MSR.DR]]), alias, 4, 5n);
    expect(wordIn(cells, 'vcpu.cr')).toBe(5n);
    expect(load(cells, alias, 4)).toBe(5n);
  });

  it('leads astray with it off', () => {
    expect(() => load(noCells(), alias, 4)).toThrow(RealModeFault);
    expect(() => store(noCells(), alias, 4, 5n)).toThrow(RealModeFault);
  });
});

describe('a store', () => {
  it('is told by the field that it hits, cut to its width', () => {
    const { cells, writes } = stored(at('vcpu.cr'), 4, 0x1_2345_6789n);
    expect(writes).toEqual([{ place: 'vcpu.cr', word: 0x23456789n, stored: true }]);
    expect(load(cells, at('vcpu.cr'), 4)).toBe(0x23456789n);
  });

  it('of four bytes into a field of eight lands in the high half', () => {
    const { writes } = stored(at('vcpu.xer'), 4, 0xabcdn);
    expect(writes).toEqual([{ place: 'vcpu.xer', word: 0xabcd_0000_0000n, stored: true }]);
  });

  it('of eight bytes onto fields of four changes both', () => {
    const { writes } = stored(at('vcpu.pmc[0]'), 8, 0x1_0000_0002n);
    expect(writes.map(({ place, word }) => [place, word])).toEqual([
      ['vcpu.pmc[0]', 1n],
      ['vcpu.pmc[1]', 2n],
    ]);
  });

  it('astray is told by its address, and can be read again', () => {
    const { cells, writes } = stored(0x40n, 8, 7n);
    expect(writes).toEqual([{ place: '[0x40]', word: 7n, stored: true }]);
    expect(load(cells, 0x44n, 4)).toBe(7n);
  });

  it('reaches the same bytes in real mode and through the linear mapping', () => {
    const { cells } = stored(at('vcpu.dscr') & 0x0fff_ffff_ffff_ffffn, 8, 9n);
    expect(wordIn(cells, 'vcpu.dscr')).toBe(9n);
  });
});

describe('a load', () => {
  it('is big-endian within a field', () => {
    const cells = withWords(noCells(), [['vcpu.dscr', 0x0102030405060708n]]);
    expect(load(cells, at('vcpu.dscr') + 1n, 1)).toBe(2n);
    expect(load(cells, at('vcpu.dscr') + 6n, 2)).toBe(0x0708n);
  });

  it('of what nobody ever wrote is stuck, and says where', () => {
    const cells = noCells();
    expect(() => load(cells, 0x40n, 8)).toThrow(Stuck);
    expect(() => load(cells, 0x40n, 8)).toThrow('8 bytes at 0x40');
  });
});

// Accesses in pieces: a whole field, or bytes with the field that each is part of.
import { describe, expect, it } from 'vitest';
import { ownLayout, WINDOW } from './layout.ts';
import { bytesAt, fieldAt } from './pieces.ts';

const dscr = ownLayout.addressOf('vcpu') + ownLayout.distanceTo('vcpu.dscr');
const REAL = (1n << 60n) - 1n;

describe('an access', () => {
  it('is one field where it is all of it, in real mode and through the linear mapping', () => {
    expect(fieldAt(ownLayout, dscr, 8)?.place).toBe('vcpu.dscr');
    expect(fieldAt(ownLayout, dscr & REAL, 8)?.place).toBe('vcpu.dscr');
    expect(fieldAt(ownLayout, dscr, 4)).toBeUndefined();
    expect(fieldAt(ownLayout, dscr + 1n, 8)).toBeUndefined();
  });

  it('has bytes from the high end of a field to its low one', () => {
    const pieces = bytesAt(ownLayout, dscr + 4n, 4);
    expect(pieces.map(({ shift }) => shift)).toEqual([24, 16, 8, 0]);
    expect(new Set(pieces.map(({ field }) => field?.place))).toEqual(new Set(['vcpu.dscr']));
    expect(pieces.map(({ real }) => real - (dscr & REAL))).toEqual([4n, 5n, 6n, 7n]);
  });

  it('has bytes of no field outside of the window, and before it', () => {
    expect(bytesAt(ownLayout, 0x40n, 1)).toEqual([{ real: 0x40n, field: undefined, shift: 0 }]);
    expect(bytesAt(ownLayout, WINDOW - 1n, 1).map(({ field }) => field)).toEqual([undefined]);
  });
});

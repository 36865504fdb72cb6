// An access to memory in pieces: the field that is all of its bytes, or else each byte by itself.
//
// The interpreter's memory and provenance take accesses apart by this; the machine buffer of compiled code has it as tables.
import type { Word } from '../spec/vocabulary/words.ts';
import { type Layout, type Piece, REAL_ADDRESS, WINDOW } from './layout.ts';
import type { Bytes } from './step.ts';

/** One byte of an access. */
export interface BytePiece {
  /** Its real address. */
  readonly real: Word;
  /** The field that it is part of; undefined where no structure owns it. */
  readonly field: Piece | undefined;
  /** Bits from its low end to the low end of that field. */
  readonly shift: number;
}

const WINDOW_REAL = WINDOW & REAL_ADDRESS;

/** The field that is all of these bytes at an effective address; undefined where none is. */
export function fieldAt({ owners }: Layout, address: Word, bytes: Bytes): Piece | undefined {
  const offset = windowOffset(owners, address);
  const owner = owners[offset];
  return owner !== undefined && owner.offset === offset && owner.bytes === bytes
    ? owner
    : undefined;
}

/** The bytes at an effective address, most significant first. */
export const bytesAt = ({ owners }: Layout, address: Word, bytes: Bytes): readonly BytePiece[] =>
  Array.from({ length: bytes }, (_, i) => {
    const offset = windowOffset(owners, address + BigInt(i));
    const field = owners[offset];
    const shift = field === undefined ? 0 : byteShift(field, offset);
    return { real: (address + BigInt(i)) & REAL_ADDRESS, field, shift };
  });

/** Bits from the low end of a byte to that of its field, given the byte's offset in the window. */
export const byteShift = ({ offset, bytes }: Piece, at: number): number =>
  8 * (bytes - 1 - (at - offset));

/** Where an address lies in the window; outside it, a number that no byte of the window has. */
function windowOffset({ length }: Layout['owners'], address: Word): number {
  const offset = (address & REAL_ADDRESS) - WINDOW_REAL;
  return offset >= 0n && offset < length ? Number(offset) : -1;
}

// The layout: every place has a slot, every field has bytes of its own, and pointers meet what they point to.
import { describe, expect, it } from 'vitest';
import { fieldsOf, type Structure, structures } from '../spec/structures.ts';
import * as layout from './layout.ts';

const all = (Object.keys(structures) as Structure[]).flatMap((structure) =>
  fieldsOf(structure).map((field) => ({ structure, field, piece: layout.pieceOf(field) })),
);

describe('the layout', () => {
  it('gives every place one slot, with the width of the place', () => {
    expect(layout.slotOf.size).toBe(layout.slots);
    expect(layout.widths).toHaveLength(layout.slots);
    expect(layout.widths[layout.slotOf.get('DEC') ?? 0]).toBe(0xffffffffn);
    expect(layout.widths[layout.slotOf.get('hstate.in_guest') ?? 0]).toBe(0xffn);
    expect(layout.allPlaces[layout.slotOf.get('PMC6') ?? 0]).toBe('PMC6');
  });

  it('gives every field bytes of its own, aligned', () => {
    for (const { piece } of all) {
      const { offset, bytes } = piece;
      const owned = layout.owners.slice(offset, offset + bytes);
      expect(owned.every((owner) => owner === piece)).toBe(true);
      expect(offset % bytes).toBe(0);
    }
    const bytes = all.reduce((sum, { piece }) => sum + piece.bytes, 0);
    expect(layout.owners.filter((owner) => owner !== undefined)).toHaveLength(bytes);
  });

  it('finds each field at its offset from its structure', () => {
    for (const { structure, field, piece } of all)
      expect(layout.addressOf(structure) + layout.offsetOf(field)).toBe(
        layout.WINDOW + BigInt(piece.offset),
      );
  });

  it('puts the frame directly below the one that calls', () => {
    expect(layout.addressOf('frame') + layout.FRAME_BYTES).toBe(layout.addressOf('caller'));
    expect(layout.FRAME_BYTES % 16n).toBe(0n);
  });

  it('keeps the entries of the SLB side by side', () => {
    expect(layout.allPlaces[layout.slbSlot + 63]).toBe('SLB[31].vsid');
  });
});

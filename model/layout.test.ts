// The layout: every place has a slot, every field has bytes of its own, and pointers meet what they point to.
import { describe, expect, it } from 'vitest';
import { type Layout, layOut, ownLayout, WINDOW } from './layout.ts';
import { allPlaces, fieldCells, slbSlot, slotOf, slots, widths } from './places.ts';

/** As a build might have it: host state inside the PACA, entries of the SLB far apart. */
const built = layOut({
  fields: new Map([
    ['paca.kernel_toc', 16],
    ['hstate.host_r1', 400],
    ['hstate.scratch0', 24],
    ['vcpu.gpr[0]', 3000],
    ['vcpu.vsr[0].0', 1024],
    ['vcpu.vsr[32].0', 4096],
    ['vcpu.slb[0].esid', 16],
    ['vcpu.slb[1].esid', 56],
    ['frame.gpr[0]', 112],
  ]),
  frameBytes: 512,
});

describe('the places', () => {
  it('have one slot each, with the width of the place', () => {
    expect(slotOf.size).toBe(slots);
    expect(widths).toHaveLength(slots);
    expect(widths[slotOf.get('DEC') ?? 0]).toBe(0xffffffffn);
    expect(widths[slotOf.get('hstate.in_guest') ?? 0]).toBe(0xffn);
    expect(allPlaces[slotOf.get('PMC6') ?? 0]).toBe('PMC6');
  });

  it('keep the entries of the SLB side by side', () => {
    expect(allPlaces[slbSlot + 63]).toBe('SLB[31].vsid');
  });
});

describe.each<[string, Layout]>([
  ['the own layout', ownLayout],
  ["a build's layout", built],
])('%s', (_name, layout) => {
  it('gives every field bytes of its own', () => {
    const owned = layout.owners.filter((owner) => owner !== undefined);
    expect(owned).toHaveLength(fieldCells.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(new Set(owned).size).toBe(fieldCells.length);
  });

  it('finds each field where its pointer and its distance lead', () => {
    for (const piece of new Set(layout.owners)) {
      if (piece === undefined) continue;
      const pointer = layout.addressOf(piece.structure === 'hstate' ? 'paca' : piece.structure);
      expect(pointer + layout.distanceTo(piece.place)).toBe(WINDOW + BigInt(piece.offset));
    }
  });

  it('puts the frame below the one that calls', () => {
    expect(layout.addressOf('frame') + layout.frameBytes).toBe(layout.addressOf('caller'));
    expect(layout.frameBytes % 16n).toBe(0n);
  });
});

it('takes what is given, and the elements after it', () => {
  expect(built.distanceTo('hstate.host_r1')).toBe(400n);
  expect(built.distanceTo('vcpu.gpr[31]')).toBe(3000n + 31n * 8n);
  expect(built.distanceTo('vcpu.vsr[31].1')).toBe(1024n + 63n * 8n);
  expect(built.distanceTo('vcpu.vsr[33].0')).toBe(4096n + 16n);
  expect(built.distanceTo('vcpu.slb[1].vsid')).toBe(64n);
  expect(built.frameBytes).toBe(512n);
});

it('refuses two fields in one byte', () => {
  const fields = new Map([
    ['vcpu.pc', 8],
    ['vcpu.msr', 12],
  ] as const);
  expect(() => layOut({ fields })).toThrow('vcpu.pc and vcpu.msr share a byte');
});

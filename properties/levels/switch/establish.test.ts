// What the arbitraries do to make an assumption true, and that they leave alone what no assumption speaks of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, ownLayout } from '../../../model/layout.ts';
import { allPlaces, slots } from '../../../model/places.ts';
import { cellsOf, wordIn } from '../../../model/state.ts';
import { atCall } from '../../../spec/at-call.ts';
import { LPID_RSVD, MSR } from '../../../spec/vocabulary/bits.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { wordsOf } from '../../arbitraries/words-of.ts';
import { establishing } from './establish.ts';

const { addressOf } = ownLayout;

const establish = establishing(new Set());
const ALL = (1n << 64n) - 1n;

/** A machine that holds one word everywhere, made to satisfy the assumptions but those left out. */
function made(word: bigint, ...without: readonly string[]) {
  const cells = establishing(new Set(without))(cellsOf(new BigUint64Array(slots).fill(word)));
  return (place: Place): bigint => wordIn(cells, place);
}

describe('a machine that was all ones', () => {
  const word = made(ALL);
  it.each<[Place, bigint]>([
    ['MSR', MSR.SF | MSR.HV | MSR.ME | MSR.IR | MSR.DR | MSR.RI | MSR.EE],
    ['r4', addressOf('vcpu')],
    ['vcpu.kvm', addressOf('kvm')],
    ['LPIDR', 0n],
    ['kvm.host_lpid', 0n],
    ['kvm.host_sdr1', ALL],
    ['kvm.lpid', 1n],
    ['CTRL', 1n],
    ['vcpu.slb_nr', 32n],
    ['vcpu.slb_max', 31n],
    ['vcpu.slb[1].esid', ALL & ~0xfffn],
    ['paca.paca_index', 12n],
    ['vcpu.vcpu_id', 0xfffcn],
    ['hstate.in_guest', 0n],
    ['DSCR', ALL],
    ['vcpu.dscr', ALL],
  ])('holds in %s what a caller sees to', (place, expected) => {
    expect(word(place)).toBe(expected);
  });

  it('has its own partition, whatever it was', () => {
    for (const lpid of [0n, LPID_RSVD]) expect(made(lpid)('kvm.lpid')).toBe(1n);
    expect(made(5n)('kvm.lpid')).toBe(5n);
  });
});

describe('an assumption left out', () => {
  it.each<[string, Place]>([
    ['no-guest-runs-yet', 'hstate.in_guest'],
    ['host-is-partition-zero', 'LPIDR'],
    ['run-latch-is-on', 'CTRL'],
    ['no-sibling-comes-online', 'SIBLINGS'],
    ['host-calls-in-virtual-mode', 'MSR'],
  ])('%s leaves %s as it was drawn', (name, place) => {
    expect(made(5n, name)(place)).toBe(5n);
    expect(made(5n)(place)).not.toBe(5n);
  });
});

describe('a layout with fields that only some kernels have', () => {
  const layout = layOut({
    fields: new Map(),
    spares: [
      { field: 'spare.field[0]', of: 'vcore', holds: { addressOf: 'kvm', plus: 8n } },
      { field: 'spare.field[1]', of: 'vcore', holds: { sameAs: 'kvm.lpid' } },
      { field: 'spare.field[2]', of: 'vcpu', holds: { word: 7n } },
      { field: 'spare.field[3]', of: 'vcpu' },
    ],
    holds: new Map([['PCR', { word: 0n }]]),
  });
  const cells = establish(cellsOf(new BigUint64Array(slots).fill(5n), layout));

  it.each<[Place, bigint]>([
    ['spare.field[0]', layout.addressOf('kvm') + 8n],
    ['spare.field[1]', 5n],
    ['spare.field[2]', 7n],
    ['spare.field[3]', 5n],
    ['PCR', 0n],
  ])('holds in %s what it says', (place, expected) => {
    expect(wordIn(cells, place)).toBe(expected);
  });

  it('has them at home', () => {
    const home = layout.owners.find((piece) => piece?.place === 'spare.field[1]')?.structure;
    expect(home).toBe('vcore');
    expect(layout.distanceTo('spare.field[1]')).toBeLessThan(64n);
  });
});

describe('the assumptions', () => {
  it('made true once are true: nothing changes the second time', () => {
    fc.assert(
      fc.property(wordsOf(slots), (words) => {
        const once = establish(cellsOf(words));
        const twice = establish(once);
        for (const place of allPlaces) expect(wordIn(twice, place)).toBe(wordIn(once, place));
      }),
    );
  });

  it('speak of few places, and the rest is as it was drawn', () => {
    const word = made(ALL);
    const drawn = cellsOf(new BigUint64Array(slots).fill(ALL));
    const changed = allPlaces.filter((place) => word(place) !== wordIn(drawn, place));
    const spokenOf = JSON.stringify(atCall, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    expect(changed.filter((place) => !spokenOf.includes(`"${place}"`))).toEqual([]);
    expect(changed.length).toBeLessThan(100);
  });
});

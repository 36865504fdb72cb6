// The segment lookaside buffer: slbia spares entry 0, and a table lists valid entries by the index in their ESID word.
import { describe, expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { Stuck } from '../memory.ts';
import { LEAVING } from '../paths/base-registers.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import type { Step } from '../step.ts';
import { clearEntry0, loadBolted, loadSlb, saveSlb, slbia, TABLE } from './slb.ts';
import { transfers } from './transfer.ts';

const { addressOf } = ownLayout;

type Words = Readonly<Partial<Record<Place, bigint>>>;

const VALID = 0x08000000n;
const REACHED = {
  r9: addressOf('vcpu'),
  r13: addressOf('paca'),
  'paca.slb_shadow_ptr': addressOf('slb_shadow'),
};
const { address, field } = transfers(LEAVING);
const load = loadSlb(address(TABLE), field('vcpu.slb_max'));
const save = saveSlb(address(TABLE), field('vcpu.slb_nr'), address('vcpu.slb_max'));
const bolted = loadBolted(address('slb_shadow.save_area[0].esid'));

/** Takes one step on a machine with these words. */
function stateAfter(step: Step, words: Words) {
  const begun = withWords(noCells(), Object.entries({ ...REACHED, ...words }) as [Place, bigint][]);
  const { cells } = execute(begun, step, { code: () => 0n });
  return (place: Place): bigint => wordIn(cells, place);
}

describe('the SLB', () => {
  it.each<[string, Step, Words, Words]>([
    [
      'keeps entry 0 over slbia, and the rest of an entry that becomes invalid',
      slbia,
      { 'SLB[0].esid': VALID, 'SLB[31].esid': VALID | 0xf0000000n, 'SLB[31].vsid': 7n },
      { 'SLB[0].esid': VALID, 'SLB[31].esid': 0xf0000000n, 'SLB[31].vsid': 7n },
    ],
    [
      'loses entry 0 to slbmte of zeros',
      clearEntry0,
      { 'SLB[0].esid': VALID, 'SLB[0].vsid': 7n, 'SLB[1].esid': VALID },
      { 'SLB[0].esid': 0n, 'SLB[0].vsid': 0n, 'SLB[1].esid': VALID },
    ],
    [
      'is loaded by the index in each ESID word, which does not stay in the entry',
      load,
      { 'vcpu.slb_max': 1n, 'vcpu.slb[0].esid': VALID | 9n, 'vcpu.slb[0].vsid': 7n },
      { 'SLB[9].esid': VALID, 'SLB[9].vsid': 7n, 'SLB[0].esid': 0n },
    ],
    [
      'is loaded no further than slb_max',
      load,
      { 'vcpu.slb_max': 1n, 'vcpu.slb[0].esid': VALID, 'vcpu.slb[1].esid': VALID | 1n },
      { 'SLB[0].esid': VALID, 'SLB[1].esid': 0n },
    ],
    [
      'is saved without gaps, each entry with its index',
      save,
      { 'vcpu.slb_nr': 32n, 'SLB[3].esid': VALID, 'SLB[31].esid': VALID, 'SLB[31].vsid': 7n },
      {
        'vcpu.slb_max': 2n,
        'vcpu.slb[0].esid': VALID | 3n,
        'vcpu.slb[1].esid': VALID | 31n,
        'vcpu.slb[1].vsid': 7n,
      },
    ],
    [
      'is saved no further than slb_nr, without what is invalid',
      save,
      { 'vcpu.slb_nr': 4n, 'SLB[3].esid': 0xf0000000n, 'SLB[4].esid': VALID },
      { 'vcpu.slb_max': 0n, 'vcpu.slb[0].esid': 0n },
    ],
    [
      'gets the bolted entries that are valid',
      bolted,
      {
        'slb_shadow.save_area[0].esid': VALID,
        'slb_shadow.save_area[1].esid': 1n,
        'slb_shadow.save_area[2].esid': VALID | 2n,
        'slb_shadow.save_area[2].vsid': 7n,
        'SLB[1].esid': 5n << 28n,
      },
      { 'SLB[0].esid': VALID, 'SLB[1].esid': 5n << 28n, 'SLB[2].esid': VALID, 'SLB[2].vsid': 7n },
    ],
  ])('%s', (_rule, step, before, expected) => {
    const word = stateAfter(step, before);
    const places = Object.keys(expected) as Place[];
    expect(Object.fromEntries(places.map((place) => [place, word(place)]))).toEqual(expected);
  });

  it('is the same after a saving and a loading', () => {
    const entries: Words = { 'SLB[2].esid': VALID, 'SLB[2].vsid': 5n, 'SLB[30].esid': VALID };
    const saved = stateAfter(save, { ...entries, 'vcpu.slb_nr': 32n });
    const table = ['vcpu.slb[0].esid', 'vcpu.slb[0].vsid', 'vcpu.slb[1].esid'] as const;
    const kept = Object.fromEntries(['vcpu.slb_max' as const, ...table].map((p) => [p, saved(p)]));
    const word = stateAfter(load, kept);
    for (const [place, expected] of Object.entries(entries) as [Place, bigint][])
      expect(word(place)).toBe(expected);
  });

  it('has 32 entries: to load another is stuck', () => {
    const words: Words = { 'vcpu.slb_max': 1n, 'vcpu.slb[0].esid': VALID | 32n };
    expect(() => stateAfter(load, words)).toThrow(Stuck);
  });
});

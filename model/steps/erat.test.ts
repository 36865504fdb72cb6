// What is cached of segments outlives their SLB entries: which instructions leave it, and which drop it.
import { describe, expect, it } from 'vitest';
import { MSR } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { execute } from '../interpret.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { type Meaning, step } from '../step.ts';
import { hrfid, moveToMsr, rfid } from './msr.ts';
import { slbia, slbie, slbMoveTo } from './slb.ts';

type Words = Readonly<Partial<Record<Place, bigint>>>;

const { HV, IR, DR, PR, EE } = MSR;
const VALID = 0x08000000n;
const ALL = lowBits(32);
const [HELD, MORE] = [1n, 2n];
/** A segment of 256 MB, and one of 1 TB with class 1: as entries, and as slbie names them. */
const SMALL = { esid: (5n << 28n) | VALID, vsid: 0x7000n, name: 5n << 28n };
const HUGE = {
  esid: (3n << 40n) | VALID,
  vsid: (1n << 62n) | 0x80n,
  name: (3n << 40n) | (1n << 27n) | (1n << 25n),
};
const inEntry4: Words = { 'SLB[4].esid': SMALL.esid, 'SLB[4].vsid': SMALL.vsid };
const hugeInEntry4: Words = { 'SLB[4].esid': HUGE.esid, 'SLB[4].vsid': HUGE.vsid };

/** What places hold after one instruction. */
function after(meaning: Meaning, words: Words, expected: Words): Words {
  const begun = withWords(noCells(), Object.entries(words) as [Place, bigint][]);
  const { cells } = execute(begun, step('one', meaning), { code: () => 0n });
  const places = Object.keys(expected) as Place[];
  return Object.fromEntries(places.map((place) => [place, wordIn(cells, place)]));
}

const slbmte = slbMoveTo('r3', 'r4');
const invalidate = slbie('r3');

describe('what is cached of a segment', () => {
  it.each<[string, Meaning, Words, Words]>([
    [
      'stays when slbmte overwrites its entry',
      slbmte,
      { ...inEntry4, r4: 4n },
      { ERAT: SMALL.name | HELD, 'SLB[4].esid': 0n },
    ],
    [
      'stays with its class and its size',
      slbmte,
      { ...hugeInEntry4, r4: 4n },
      { ERAT: HUGE.name | HELD },
    ],
    [
      'stays beside what stayed before',
      slbmte,
      { ...inEntry4, r4: 4n, ERAT: HUGE.name | HELD },
      { ERAT: HUGE.name | HELD | MORE },
    ],
    ['is nothing where the entry was invalid', slbmte, { r4: 4n }, { ERAT: 0n }],
    [
      'is what it was where the entry is written as it is',
      slbmte,
      { ...inEntry4, r3: SMALL.vsid, r4: SMALL.esid | 4n },
      { ERAT: 0n },
    ],
    [
      'is nothing where translation has been off since the entry was written',
      slbmte,
      { ...inEntry4, r4: 4n, UNCACHED: 0x10n },
      { ERAT: 0n, UNCACHED: 0x10n },
    ],
    [
      'is nothing of an entry that slbmte has just written, translation being off',
      slbmte,
      { r4: SMALL.esid | 4n },
      { UNCACHED: 0x10n },
    ],
    [
      'may be at once where translation is on',
      slbmte,
      { r4: SMALL.esid | 4n, MSR: DR },
      { UNCACHED: 0n },
    ],
    [
      'is dropped by slbia, of entry 0 too, which stays valid',
      slbia.meaning,
      { 'SLB[0].esid': SMALL.esid, ERAT: HUGE.name | HELD | MORE },
      { ERAT: 0n, UNCACHED: ALL, 'SLB[0].esid': SMALL.esid },
    ],
    [
      'is dropped by slbie with its segment, class and size, when its entry is gone',
      invalidate,
      { r3: HUGE.name | 0xfffn, ERAT: HUGE.name | HELD },
      { ERAT: 0n },
    ],
    [
      'is dropped by slbie of any address in the segment',
      invalidate,
      { r3: HUGE.name | (7n << 28n), ERAT: HUGE.name | HELD },
      { ERAT: 0n },
    ],
    [
      'is not dropped by slbie of another class',
      invalidate,
      { r3: HUGE.name ^ (1n << 27n), ERAT: HUGE.name | HELD },
      { ERAT: HUGE.name | HELD },
    ],
    [
      'is not dropped by slbie of another size',
      invalidate,
      { r3: HUGE.name ^ (1n << 25n), ERAT: HUGE.name | HELD },
      { ERAT: HUGE.name | HELD },
    ],
    [
      'is not dropped whole by slbie where there is more',
      invalidate,
      { r3: HUGE.name, ERAT: HUGE.name | HELD | MORE },
      { ERAT: HUGE.name | HELD | MORE },
    ],
  ])('%s', (_rule, meaning, words, expected) => {
    expect(after(meaning, words, expected)).toEqual(expected);
  });
});

describe('slbie', () => {
  it.each<[string, Words, Words]>([
    ['makes the entry invalid', { ...inEntry4, r3: SMALL.name }, { 'SLB[4].esid': 5n << 28n }],
    [
      'leaves what is cached of the entry if the class is another',
      { ...hugeInEntry4, r3: HUGE.name ^ (1n << 27n) },
      { 'SLB[4].esid': 3n << 40n, ERAT: HUGE.name | HELD },
    ],
    [
      'makes no entry of another size invalid',
      { ...hugeInEntry4, r3: HUGE.name ^ (1n << 25n) },
      { 'SLB[4].esid': HUGE.esid, ERAT: 0n },
    ],
    [
      'makes no entry of another segment invalid',
      { ...inEntry4, r3: 6n << 28n },
      { 'SLB[4].esid': SMALL.esid },
    ],
  ])('%s', (_rule, words, expected) => {
    expect(after(invalidate, words, expected)).toEqual(expected);
  });
});

describe('translation', () => {
  it.each<[string, Meaning, Words, bigint]>([
    ['on by rfid', rfid.meaning, { MSR: HV, SRR1: HV | IR }, 0n],
    ['on by hrfid to a program', hrfid.meaning, { MSR: HV, HSRR1: PR }, 0n],
    ['on by mtmsrd', moveToMsr('r3'), { MSR: HV, r3: DR }, 0n],
    ['off', rfid.meaning, { MSR: HV, SRR1: HV | EE }, ALL],
  ])('%s lets be cached what is valid: %#', (_how, meaning, words, expected) => {
    const before = { ...words, UNCACHED: ALL };
    expect(after(meaning, before, { UNCACHED: 0n })).toEqual({ UNCACHED: expected });
  });
});

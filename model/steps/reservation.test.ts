// Store conditionals: when they store, what they leave, and what a lost reservation leaves undone.
import { describe, expect, it } from 'vitest';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { reserveInVpa, storeConditionally } from '../guest/actions.ts';
import { execute } from '../interpret.ts';
import { ownLayout } from '../layout.ts';
import { noCells, withWords, wordIn } from '../state.ts';
import { type Step, step } from '../step.ts';
import { storedConditionally } from './reservation.ts';
import { register } from './transfer.ts';

type Words = Readonly<Partial<Record<Place, bigint>>>;

const AT = ownLayout.addressOf('vcore') + ownLayout.distanceTo('vcore.entry_exit_count');
const COUNT = ownLayout.addressOf('vpa') + ownLayout.distanceTo('vpa.yield_count');
const STORED = 0x20000000n;
const stwcx = step('stwcx. r3, 0, r4', storedConditionally('r3', register('r4'), 4));

/** What places hold after a step. */
function leftBy(taken: Step, words: Words, expected: Words): Words {
  const begun = withWords(noCells(), Object.entries(words) as [Place, bigint][]);
  const { cells } = execute(begun, taken, { code: () => 0n });
  const places = Object.keys(expected) as Place[];
  return Object.fromEntries(places.map((place) => [place, wordIn(cells, place)]));
}

describe('a store conditional', () => {
  const asked: Words = { r3: 7n, r4: AT, 'vcore.entry_exit_count': 5n };

  it.each<[string, Words, Words]>([
    [
      'stores where the address is reserved',
      { RESERVE: AT + 1n },
      { 'vcore.entry_exit_count': 7n, CR: STORED, RESERVE: 0n, UNDONE: 0n },
    ],
    [
      'does not without a reservation',
      {},
      { 'vcore.entry_exit_count': 5n, CR: 0n, UNDONE: AT + 1n },
    ],
    [
      'does not where another address is reserved, and none is then',
      { RESERVE: AT + 5n },
      { 'vcore.entry_exit_count': 5n, CR: 0n, RESERVE: 0n },
    ],
    [
      'does not where the reservation is lost, which says nothing of the next',
      { RESERVE: AT + 1n, LOST: 1n },
      { 'vcore.entry_exit_count': 5n, CR: 0n, RESERVE: 0n, UNDONE: AT + 1n, LOST: 0n },
    ],
    [
      'stores where only the next one finds its reservation lost',
      { RESERVE: AT + 1n, LOST: 2n },
      { 'vcore.entry_exit_count': 7n, LOST: 1n },
    ],
    ['makes up for one that failed', { RESERVE: AT + 1n, UNDONE: AT + 1n }, { UNDONE: 0n }],
    [
      'does not make up for one to another address',
      { RESERVE: AT + 1n, UNDONE: COUNT + 1n },
      { UNDONE: COUNT + 1n },
    ],
  ])('%s', (_rule, words, expected) => {
    expect(leftBy(stwcx, { ...asked, ...words }, expected)).toEqual(expected);
  });
});

describe('a guest', () => {
  it('reserves the yield count', () => {
    expect(leftBy(reserveInVpa, {}, { RESERVE: 0n })).toEqual({ RESERVE: COUNT + 1n });
  });

  it.each<[string, bigint, bigint]>([
    ['stores where a word of the same 128 bytes is reserved', ((COUNT >> 7n) << 7n) + 1n, 9n],
    ['does not where one beside them is', ((COUNT >> 7n) << 7n) + 129n, 0n],
    ['does not without a reservation', 0n, 0n],
  ])('%s, and nothing is undone', (_rule, reserve, stored) => {
    const expected = { 'vpa.yield_count': stored, RESERVE: 0n, UNDONE: 0n };
    expect(leftBy(storeConditionally(9n), { RESERVE: reserve }, expected)).toEqual(expected);
  });
});

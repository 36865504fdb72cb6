// Histories as JSON: read again as they were, and refused part by part where they are none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces, slots } from '../../../model/places.ts';
import { InvalidHistory } from '../../input/json.ts';
import { histories } from './history.ts';
import { ROUNDS, round as roundSchema, switchHistory, switchProgram } from './history-schema.ts';

const round = { changes: [], delays: [], guest: [] };
const change = { place: allPlaces.length - 1, word: '0xffffffffffffffff' };
const delay = { after: 1e6, ticks: '0x1' };
const action = { does: 'slbia', on: 0xffff, word: '0x0' };

describe('a history that is kept', () => {
  it('is read again as it was', () => {
    for (const history of fc.sample(histories, { numRuns: 20, seed: 3 }))
      expect(switchHistory.read(JSON.parse(JSON.stringify(switchHistory.write(history))))).toEqual(
        history,
      );
  });

  it('names words that are not 0 by their slots', () => {
    const words = new BigUint64Array(slots + 1).with(7, 0xabn).with(slots, 1n);
    expect(switchHistory.write([words, []])).toEqual({
      w: [
        [7, '0xab'],
        [slots, '0x1'],
      ],
      r: [],
    });
  });

  it('may reach every bound', () => {
    const full = { changes: [change], delays: [delay], guest: [action] };
    expect(roundSchema.read(full)).toEqual({
      changes: [{ place: allPlaces.length - 1, word: 0xffffffffffffffffn }],
      delays: [{ after: 1e6, ticks: 1n }],
      guest: [{ does: 'slbia', on: 0xffff, word: 0n }],
    });
    const rounds = Array.from({ length: ROUNDS }, () => full);
    const every = Array.from({ length: slots + 1 }, (_, slot) => [slot, '0x1']);
    const [words, read] = switchHistory.read({ w: every, r: rounds });
    expect(words.every((word) => word === 1n)).toBe(true);
    expect(read).toHaveLength(ROUNDS);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no words', { r: [] }],
    ['no switches', { w: [] }],
    ['a word of no slot', { w: [[slots + 1, '0x1']], r: [] }],
    ['a word that is none', { w: [[0, '1']], r: [] }],
    ['no pair', { w: [0], r: [] }],
    ['more words than slots', { w: Array.from({ length: slots + 2 }, () => [0, '0x1']), r: [] }],
    [
      'more switches than are played',
      { w: [], r: Array.from({ length: ROUNDS + 1 }, () => round) },
    ],
    ['a switch that is none', { w: [], r: [{ ...round, guest: 7 }] }],
    [
      'a place that is none',
      { w: [], r: [{ ...round, changes: [{ ...change, place: allPlaces.length }] }] },
    ],
    ['a change to no word', { w: [], r: [{ ...round, changes: [{ ...change, word: 1 }] }] }],
    ['a change that is none', { w: [], r: [{ ...round, changes: [1] }] }],
    ['a delay too late', { w: [], r: [{ ...round, delays: [{ ...delay, after: 1e6 + 1 }] }] }],
    ['a delay of no ticks', { w: [], r: [{ ...round, delays: [{ after: 1 }] }] }],
    ['a delay that is none', { w: [], r: [{ ...round, delays: [null] }] }],
    [
      'an action that nobody knows',
      { w: [], r: [{ ...round, guest: [{ ...action, does: 'tea' }] }] },
    ],
    [
      'an action on what is too far',
      { w: [], r: [{ ...round, guest: [{ ...action, on: 0x10000 }] }] },
    ],
    ['an action with no word', { w: [], r: [{ ...round, guest: [{ does: 'slbia', on: 0 }] }] }],
  ])('%s is none', (_what, value) => {
    expect(() => switchHistory.read(value)).toThrow(InvalidHistory);
  });
});

describe('a history in a file of a corpus', () => {
  const dscr = allPlaces.indexOf('DSCR');
  const program = {
    start: { DSCR: '0xab' },
    flags: '0x5',
    switches: [
      {
        changes: [{ place: 'DSCR', word: '0x1' }],
        delays: [{ after: 3, ticks: '0x2' }],
        guest: [{ does: 'slbia', on: 7, word: '0x0', text: 'slbia' }],
      },
    ],
  };
  const [one] = program.switches;

  it('is a program that names places, and says what the guest does', () => {
    const words = new BigUint64Array(slots + 1).with(dscr, 0xabn).with(slots, 5n);
    const history = [
      words,
      [
        {
          changes: [{ place: dscr, word: 1n }],
          delays: [{ after: 3, ticks: 2n }],
          guest: [{ does: 'slbia', on: 7, word: 0n } as const],
        },
      ],
    ] as const;
    expect(switchProgram.write(history)).toEqual(program);
    expect(switchProgram.read(program)).toEqual(history);
  });

  it('is read again as it was', () => {
    for (const history of fc.sample(histories, { numRuns: 20, seed: 4 }))
      expect(switchProgram.read(JSON.parse(JSON.stringify(switchProgram.write(history))))).toEqual(
        history,
      );
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'damaged'],
    ['no start', { ...program, start: undefined }, 'damaged'],
    ['a start with a place that is none', { ...program, start: { r77: '0x1' } }, 'damaged'],
    [
      'a start with one such place among others',
      { ...program, start: { DSCR: '0x1', r77: '0x1' } },
      'damaged',
    ],
    ['no flags', { ...program, flags: undefined }, 'damaged'],
    ['no switches', { ...program, switches: undefined }, 'damaged'],
    [
      'more switches than are played',
      { ...program, switches: Array.from({ length: ROUNDS + 1 }, () => one) },
      'it has 11 parts of a kind, and 10 is the most',
    ],
    [
      'a change of a place that is none',
      { ...program, switches: [{ ...one, changes: [{ place: 'r77', word: '0x1' }] }] },
      "no place is called 'r77'",
    ],
    [
      'a change of a place by its number',
      { ...program, switches: [{ ...one, changes: [{ place: 7, word: '0x1' }] }] },
      "no place is called '7'",
    ],
    [
      'an action that is something else now',
      {
        ...program,
        switches: [{ ...one, guest: [{ does: 'rfid', on: 7, word: '0x0', text: 'slbia' }] }],
      },
      "'slbia' is 'rfid' now",
    ],
    [
      'an action that is not told',
      { ...program, switches: [{ ...one, guest: [{ does: 'rfid', on: 7, word: '0x0' }] }] },
      "'undefined' is 'rfid' now",
    ],
  ])('%s is none', (_what, value, why) => {
    expect(() => switchProgram.read(value)).toThrow(InvalidHistory);
    expect(() => switchProgram.read(value)).toThrow(why);
  });
});

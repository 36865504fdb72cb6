// A pair of histories as JSON kept it, words in hexadecimal, made one again.
import { slotOf } from '../../../model/places.ts';
import { secretsOf } from '../../../spec/secrets.ts';
import { Damaged, list, oneOf, record, word } from '../../input/history-json.ts';
import { ROUNDS, roundFrom } from '../switch/history-json.ts';
import { FLAGS, type PairHistory } from './history.ts';

/** The pair that was kept. Throws Damaged where it is none. */
export function readPair(value: unknown): PairHistory {
  const { side, words, secrets, written, rounds } = record(value);
  const whose = oneOf(side, ['hosts', 'guests']);
  return {
    side: whose,
    words: wordsFrom(words, (name) => slotOf.has(name) || name === FLAGS),
    secrets: wordsFrom(secrets, (name) => secretsOf(whose).some((place) => place === name)),
    written: word(written),
    rounds: list(rounds, ROUNDS).map(roundFrom),
  };
}

function wordsFrom(value: unknown, known: (name: string) => boolean): PairHistory['words'] {
  const entries = Object.entries(record(value));
  if (!entries.every(([name]) => known(name))) throw new Damaged();
  return Object.fromEntries(entries.map(([name, found]) => [name, word(found)]));
}

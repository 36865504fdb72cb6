// A pair of histories as JSON kept it, words in hexadecimal, made one again.
import { allPlaces, slotOf } from '../../model/places.ts';
import { type Side, secretsOf } from '../../spec/secrets.ts';
import type { Word } from '../../spec/words.ts';
import { type Action, isDoing } from './guest-program.ts';
import type { Round } from './history.ts';
import { FLAGS, type PairHistory } from './pair-history.ts';

/** The pair, if it is one. */
export function readPair(kept: unknown): PairHistory | undefined {
  try {
    const { side, words, secrets, written, rounds } = record(kept);
    const whose = sideFrom(side);
    return {
      side: whose,
      words: wordsFrom(words, (name) => slotOf.has(name) || name === FLAGS),
      secrets: wordsFrom(secrets, (name) => secretsOf(whose).some((place) => place === name)),
      written: wordFrom(written),
      rounds: list(rounds).map(roundFrom),
    };
  } catch (error) {
    if (error instanceof NoPair) return undefined;
    throw error;
  }
}

class NoPair extends Error {}

function sideFrom(value: unknown): Side {
  if (value !== 'hosts' && value !== 'guests') throw new NoPair();
  return value;
}

function wordsFrom(value: unknown, known: (name: string) => boolean): PairHistory['words'] {
  const entries = Object.entries(record(value));
  if (!entries.every(([name]) => known(name))) throw new NoPair();
  return Object.fromEntries(entries.map(([name, word]) => [name, wordFrom(word)]));
}

function roundFrom(value: unknown): Round {
  const { changes, delays, guest } = record(value);
  return {
    changes: list(changes)
      .map(record)
      .map(({ place, word }) => ({
        place: whole(place, allPlaces.length - 1),
        word: wordFrom(word),
      })),
    delays: list(delays)
      .map(record)
      .map(({ after, ticks }) => ({ after: whole(after, 1e6), ticks: wordFrom(ticks) })),
    guest: list(guest).map(actionFrom),
  };
}

function actionFrom(value: unknown): Action {
  const { does, on, word } = record(value);
  if (!isDoing(does)) throw new NoPair();
  return { does, on: whole(on, 0xffff), word: wordFrom(word) };
}

function wordFrom(value: unknown): Word {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,16}$/u.test(value)) throw new NoPair();
  return BigInt(value);
}

function whole(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw new NoPair();
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NoPair();
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new NoPair();
  return { ...value };
}

// Tokens: a minimal history, the path and the clause that it is about, in one word that can be pasted.
//
// A token holds the history itself, not the seed that led to it, so it does not depend on the generators; but slots
// are numbered, so it replays only on the version that made it.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { allPlaces, slots } from '../../model/places.ts';
import { isDoing } from '../arbitraries/guest-program.ts';
import type { History, Round } from '../arbitraries/history.ts';
import { version } from './version.ts';

/** What a token stands for. `subject` is a reference path, or a defect alone on the repaired path. */
export interface Kept {
  readonly subject: string;
  readonly clause: string;
  readonly history: History;
}

const PREFIX = 'hv1.';

/** The token of a history. */
export function encodeToken({ subject, clause, history: [words, rounds] }: Kept): string {
  const sparse = [...words.entries()].filter(([, word]) => word !== 0n);
  const kept = { v: version, s: subject, c: clause, w: sparse, r: rounds };
  const text = JSON.stringify(kept, (_key, value: unknown) =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
  );
  return PREFIX + deflateRawSync(Buffer.from(text)).toString('base64url');
}

/** What a token stands for. Throws an Error whose message says in one line what is wrong with it. */
export function decodeToken(token: string): Kept {
  if (!token.startsWith(PREFIX)) throw new Error(`a token begins with ${PREFIX}`);
  const { v, s, c, w, r } = parsed(token.slice(PREFIX.length));
  if (v !== version)
    throw new Error(
      `this token is of version ${String(v)}, and this is ${version}: find the counterexample anew`,
    );
  return {
    subject: text(s),
    clause: text(c),
    history: [wordsFrom(list(w)), list(r).map(roundFrom)],
  };
}

function parsed(packed: string): { readonly [key in 'v' | 's' | 'c' | 'w' | 'r']?: unknown } {
  try {
    return record(JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString()));
  } catch {
    throw damaged();
  }
}

function wordsFrom(sparse: readonly unknown[]): BigUint64Array {
  const words = new BigUint64Array(slots + 1);
  for (const entry of sparse) {
    const [slot, word] = list(entry);
    words[whole(slot, slots)] = wordFrom(word);
  }
  return words;
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
      .map(({ after, ticks }) => ({
        after: whole(after, 1e6),
        ticks: wordFrom(ticks),
      })),
    guest: list(guest)
      .map(record)
      .map(({ does, on, word }) => {
        if (!isDoing(does)) throw damaged();
        return { does, on: whole(on, 0xffff), word: wordFrom(word) };
      }),
  };
}

function wordFrom(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,16}$/u.test(value)) throw damaged();
  return BigInt(value);
}

function whole(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw damaged();
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw damaged();
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged();
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw damaged();
  return { ...value };
}

const damaged = (): Error => new Error('this token is damaged: copy it again, whole');

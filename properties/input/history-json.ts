// Histories as JSON keeps them, words in hexadecimal, and read again part by part: each is looked at before it is believed.
import type { Word } from '../../spec/words.ts';

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What was kept is no history; whoever gave it can mend that. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
  constructor(why?: string) {
    super(`this history is damaged${why === undefined ? '' : ` (${why})`}: copy it again, whole`);
  }
}

/** A history in what JSON can hold. */
export const kept = (history: unknown): Json =>
  JSON.parse(
    JSON.stringify(history, (_key, part: unknown) =>
      typeof part === 'bigint' ? `0x${part.toString(16)}` : part,
    ),
  );

/** Parts by name. Throws Damaged where it is something else, as all of these do. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Damaged();
  return { ...value };
}

/** Parts in order that a history has of one kind at most: those that are drawn have a tenth of it. */
const MANY = 100;

/** Parts in order, no more than `most`: what is played, and then made simpler, takes time for each. */
export function list(value: unknown, most: number = MANY): readonly unknown[] {
  if (!Array.isArray(value)) throw new Damaged();
  if (value.length > most)
    throw new Damaged(`it has ${value.length} parts of a kind, and ${most} is the most`);
  return value;
}

/** A whole number from 0 to `most`. */
export function whole(value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw new Damaged();
  return value;
}

/** A word of 64 bits. */
export function word(value: unknown): Word {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,16}$/u.test(value)) throw new Damaged();
  return BigInt(value);
}

/** A number of 64 bits that may be below 0, its sign behind the 0x as JavaScript writes it. */
export function signedWord(value: unknown): bigint {
  const [, sign, digits] = /^0x(-?)([0-9a-f]{1,16})$/u.exec(String(value)) ?? [];
  if (digits === undefined) throw new Damaged();
  return sign === '-' ? -BigInt(`0x${digits}`) : BigInt(`0x${digits}`);
}

export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Damaged();
  return value;
}

/** One of these. */
export function oneOf<T extends string>(value: unknown, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new Damaged();
  return chosen;
}

// Schemas of histories: from one statement of a shape follow how it is read from JSON, and looked at before it is believed, and how it is
// written. Words of 64 bits are hexadecimal text there, since JSON has no such numbers.
import type { Word } from '../../spec/vocabulary/words.ts';
import { InvalidHistory, type Json } from './json.ts';

/** The shape of a part of a history. */
export interface Schema<T> {
  /** The part that JSON holds. Throws InvalidHistory where it is none. */
  read(value: unknown): T;
  write(part: T): Json;
}

/** A part that JSON holds as it is, where a guard says that it is one. */
export const guarded = <T extends Json>(is: (value: unknown) => value is T): Schema<T> => ({
  read(value) {
    if (!is(value)) throw new InvalidHistory();
    return value;
  },
  write: (part) => part,
});

/** Yes or no. */
export const flag: Schema<boolean> = guarded((value) => typeof value === 'boolean');

/** Any text. */
export const text: Schema<string> = guarded((value) => typeof value === 'string');

/** One of these texts. */
export const oneOf = <const T extends string>(choices: readonly T[]): Schema<T> =>
  guarded((value): value is T => choices.some((choice) => choice === value));

/** A whole number from 0 to `most`. */
export const whole = (most: number): Schema<number> =>
  guarded(
    (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most,
  );

/** A word of 64 bits. */
export const word: Schema<Word> = {
  read(value) {
    if (typeof value !== 'string' || !/^0x[0-9a-f]{1,16}$/u.test(value)) throw new InvalidHistory();
    return BigInt(value);
  },
  write: (part) => `0x${part.toString(16)}`,
};

/** A number of 64 bits that may be below 0, its sign after the 0x as JavaScript writes it. */
export const signedWord: Schema<bigint> = {
  read(value) {
    if (typeof value !== 'string') throw new InvalidHistory();
    const [, sign, digits] = /^0x(-?)([0-9a-f]{1,16})$/u.exec(value) ?? [];
    if (digits === undefined) throw new InvalidHistory();
    return sign === '-' ? -BigInt(`0x${digits}`) : BigInt(`0x${digits}`);
  },
  write: word.write,
};

/** Parts in order that a history has of one kind at most: those that are drawn have a tenth of it. */
const MANY = 100;

/** Parts in order, no more than `most`: what is played, and then made simpler, takes time for each. */
export const list = <T>(item: Schema<T>, most: number = MANY): Schema<readonly T[]> => ({
  read(value) {
    if (!Array.isArray(value)) throw new InvalidHistory();
    if (value.length > most)
      throw new InvalidHistory(`it has ${value.length} parts of a kind, and ${most} is the most`);
    return value.map((one) => item.read(one));
  },
  write: (parts) => parts.map((part) => item.write(part)),
});

/** Parts by name, as JSON has them. Throws InvalidHistory where it is something else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new InvalidHistory();
  return { ...value };
}

/** Parts by these names. */
export const parts = <T extends object>(
  shape: {
    readonly [K in keyof T]: Schema<T[K]>;
  },
): Schema<Readonly<T>> => ({
  read(value) {
    const found = record(value);
    const read: Partial<T> = {};
    for (const name in shape) read[name] = shape[name].read(found[name]);
    if (!isWhole(shape, read)) throw new InvalidHistory();
    return read;
  },
  write(part) {
    const written: Record<string, Json> = {};
    for (const name in shape) written[name] = shape[name].write(part[name]);
    return written;
  },
});

const isWhole = <T extends object>(shape: object, read: Partial<T>): read is T =>
  Object.keys(shape).every((name) => name in read);

/** A part that may be missing where JSON was written before there was such a part. */
export const since = <T>(schema: Schema<T>, before: T): Schema<T> => ({
  read: (value) => (value === undefined ? before : schema.read(value)),
  write: (part) => schema.write(part),
});

/** Parts of one shape by names of their own. */
export const named = <T>(
  item: Schema<T>,
  isName: (name: string) => boolean,
): Schema<Readonly<Record<string, T>>> => ({
  read(value) {
    const entries = Object.entries(record(value));
    if (!entries.every(([name]) => isName(name))) throw new InvalidHistory();
    return Object.fromEntries(entries.map(([name, found]) => [name, item.read(found)]));
  },
  write: (part) =>
    Object.fromEntries(Object.entries(part).map(([name, one]) => [name, item.write(one)])),
});

/** One of several shapes, which a part says by the name under `key`. */
export const variants = <K extends string, T extends { readonly [key in K]: string }>(
  key: K,
  shapes: { readonly [V in T[K]]: Schema<Extract<T, { readonly [key in K]: V }>> },
): Schema<T> => {
  const known: Readonly<Record<string, Schema<T>>> = shapes;
  const shapeOf = (name: unknown): Schema<T> => {
    const shape = typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
    if (shape === undefined) throw new InvalidHistory();
    return shape;
  };
  return {
    read: (value) => shapeOf(record(value)[key]).read(value),
    write: (part) => shapeOf(part[key]).write(part),
  };
};

/** A schema of which only some parts are right. */
export const where = <T>(schema: Schema<T>, isRight: (part: T) => boolean): Schema<T> => ({
  read(value) {
    const part = schema.read(value);
    if (!isRight(part)) throw new InvalidHistory();
    return part;
  },
  write: (part) => schema.write(part),
});

// Bad usage and bad input: one line that says what is wrong, where, and the remedy; nothing else is done.

import { availableParallelism } from 'node:os';
import { closestMatch } from 'leven';
import { shortened } from '../asm/shortened.ts';
import { isJudgedAt, levels } from '../properties/levels/levels.ts';
import { type ModelName, modelNames } from '../properties/subjects/variants.ts';
import type { Clause } from '../spec/clause.ts';
import { clauseNamed, contract } from '../spec/contract.ts';

/** Thrown for what the user can fix; the command prints the message and exits 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The clauses with these names; all of them when none is named. */
export const clausesNamed = (names: readonly string[]): readonly Clause[] =>
  names.length === 0
    ? contract
    : [...new Set(names)].map(
        (name) =>
          clauseNamed(name) ??
          unknown(
            'clause',
            name,
            contract.map((clause) => clause.name),
          ),
      );

/** Those of the clauses that are judged at the level, if one is named. */
export function clausesAt(
  level: string | undefined,
  clauses: readonly Clause[],
): readonly Clause[] {
  if (level === undefined) return clauses;
  const one =
    levels.find(({ name }) => name === level) ??
    unknown(
      'level',
      level,
      levels.map(({ name }) => name),
    );
  const judged = clauses.filter((clause) => isJudgedAt(one, clause));
  if (judged.length === 0)
    throw new UsageError(`none of these clauses is judged at the level '${level}'`);
  return judged;
}

/** The reference path with this name. */
export const modelNamed = (name: string): ModelName =>
  modelNames.find((known) => known === name) ?? unknown('model', name, modelNames);

/** Letters of a name that is likened to others: those that are known have half as many. */
const LONGEST = 200;

/** Says that nothing has this name, and what comes nearest. */
export function unknown(kind: string, name: string, known: readonly string[]): never {
  const nearest = name.length > LONGEST ? undefined : nearestTo(name, known);
  const remedy = nearest === undefined ? 'see hvspec --help' : `the nearest is '${nearest}'`;
  throw new UsageError(`no ${kind} is called '${shortened(name)}'; ${remedy}`);
}

/** Refuses options that would be ignored, and says why they would. Throws UsageError. */
export function refuse<Flags extends object>(
  flags: Flags,
  ignored: readonly (keyof Flags & string)[],
  why: string,
): void {
  const given = ignored.filter((name) => flags[name] !== undefined && flags[name] !== false);
  if (given.length > 0)
    throw new UsageError(`${given.map(dashed).join(', ')} would be ignored: ${why}`);
}

/** An option as it is typed. */
const dashed = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;

/** A whole number of at least 1, in decimal or hexadecimal. */
export function positive(option: string, text: string, most?: number): number {
  const number = wholeNumber(option, text);
  if (number < 1) throw new UsageError(`${option} is ${text}, and must be 1 or more`);
  if (most !== undefined && number > most)
    throw new UsageError(`${option} is ${text}, and must be ${most} or less`);
  return number;
}

/** Threads that may be asked for, for each core of this machine, and where it has few. */
const [FOR_EACH, ANYWHERE] = [4, 64];

/** How many threads: as many as cores, where nothing is asked for. */
export function threadsFrom(option: string, text: string | undefined): number {
  const cores = availableParallelism();
  return text === undefined ? cores : positive(option, text, Math.max(FOR_EACH * cores, ANYWHERE));
}

/** A seed: a whole number of up to 32 bits. */
export function seedFrom(option: string, text: string): number {
  const number = wholeNumber(option, text);
  if (number > 0xffffffff) throw new UsageError(`${option} is ${text}, and must fit 32 bits`);
  return number | 0;
}

function wholeNumber(option: string, text: string): number {
  if (!/^(?:\d+|0x[0-9a-f]+)$/iu.test(text) || !Number.isSafeInteger(Number(text)))
    throw new UsageError(
      `${option} is '${shortened(text)}', and must be a whole number such as 2000 or 0x7d0`,
    );
  return Number(text);
}

/** Of how many letters of a name one may be wrong, for another to be meant by it. */
const OF_LETTERS = 3;

/** The name that comes nearest; undefined where more than a third of the letters would have to be typed anew: then nothing is meant. */
const nearestTo = (name: string, known: readonly string[]): string | undefined =>
  closestMatch(name, known, { maxDistance: Math.floor(name.length / OF_LETTERS) });

// The corpus: minimal counterexamples kept as small programs, in a folder that the user names. They are played first on the next
// run, and leave the folder when they no longer show.
//
// One file for each clause and model: places and actions go by name, so a file outlives the numbers of slots.
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { shortened } from '../../asm/shortened.ts';
import { allPlaces, slotOf, slots } from '../../model/places.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { hex } from '../../spec/words.ts';
import { type Action, isDoing, stepOf } from '../arbitraries/guest-program.ts';
import { HISTORY, jsonWithin, textWithin } from '../input/bounded-reading.ts';
import { type Json, kept } from '../input/history-json.ts';
import { Unreadable } from '../input/unreadable.ts';
import { checkHistory, levelOf } from '../levels/levels.ts';
import type { History, Round } from '../levels/switch/history.ts';
import { historyFrom, keptHistory } from '../levels/switch/history-json.ts';
import { switchLevel } from '../levels/switch/level.ts';

const SCHEMA = 'hvspec.corpus/1';

/** Files of a corpus at most: it has one for each clause and model. */
const FILES = 5000;

/** A counterexample that is kept. */
export interface KeptProgram {
  readonly model: string;
  readonly clause: string;
  readonly history: Json;
}

/** Reads a folder; it is made where there is none. Throws Unreadable for what is no folder, and for a file that is damaged. */
export function readCorpus(folder: string): readonly KeptProgram[] {
  return filesOf(folder).map((name) => {
    const file = join(folder, name);
    try {
      return programFrom(jsonWithin(textWithin(file, HISTORY.bytes), HISTORY));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Unreadable(
        `'${file}' is no counterexample of this version (${shortened(why)}): remove it, or name a folder that has nothing else`,
      );
    }
  });
}

function filesOf(folder: string): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK);
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    if (names.length <= FILES) return names.sort();
    throw new Error(`it has ${names.length} files, and ${FILES} is the most`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unreadable(
      `the corpus '${folder}' cannot be used (${why}): name a folder that can be written`,
    );
  }
}

/** Puts programs into the folder, and takes others out. */
export function updateCorpus(
  folder: string,
  added: readonly KeptProgram[],
  pruned: readonly KeptProgram[],
): void {
  for (const program of pruned) rmSync(join(folder, nameOf(program)), { force: true });
  for (const program of added) {
    const file = join(folder, nameOf(program));
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(programJson(program), null, 2)}\n`);
      renameSync(`${file}.new`, file);
    } catch (error) {
      rmSync(`${file}.new`, { force: true });
      throw error;
    }
  }
}

/** The name of a program's file. */
const nameOf = ({ model, clause }: KeptProgram): string => `${model}.${clause}.json`;

/** A program as it is kept: switches by the names of places and actions, other histories as their level keeps them. */
function programJson({ model, clause, history }: KeptProgram): object {
  const named = clauseNamed(clause);
  return named === undefined || levelOf(named) !== switchLevel
    ? { schema: SCHEMA, clause, model, history }
    : { schema: SCHEMA, clause, model, ...switchesJson(historyFrom(history)) };
}

function switchesJson([words, rounds]: History): object {
  const start = allPlaces.flatMap((place, slot) =>
    words[slot] === 0n ? [] : [[place, hex(words[slot] ?? 0n)] as const],
  );
  return {
    start: Object.fromEntries(start),
    flags: hex(words[slots] ?? 0n),
    switches: rounds.map(({ changes, delays, guest }) => ({
      changes: changes.map(({ place, word }) => ({ place: allPlaces[place], word: hex(word) })),
      delays: delays.map(({ after, ticks }) => ({ after, ticks: hex(ticks) })),
      guest: guest.map((action) => ({
        ...action,
        word: hex(action.word),
        text: stepOf(action).text,
      })),
    })),
  };
}

/** Reads a program. Throws an Error that says what is wrong with it. */
function programFrom(value: unknown): KeptProgram {
  const { schema, clause, model, history, ...rest } = record(value);
  if (schema !== SCHEMA) throw new Error(`its schema is ${String(schema)}, not ${SCHEMA}`);
  const program = {
    clause: text(clause),
    model: text(model),
    history: history === undefined ? switchesFrom(rest) : kept(history),
  };
  const named = clauseNamed(program.clause);
  if (named !== undefined) checkHistory(levelOf(named), program.history);
  return program;
}

function switchesFrom({ start, flags, switches }: Readonly<Record<string, unknown>>): Json {
  const words = new BigUint64Array(slots + 1);
  for (const [place, word] of Object.entries(record(start))) words[slot(place)] = wordFrom(word);
  words[slots] = wordFrom(flags);
  return keptHistory([words, list(switches).map(roundFrom)]);
}

function roundFrom(value: unknown): Round {
  const { changes, delays, guest } = record(value);
  return {
    changes: list(changes)
      .map(record)
      .map(({ place, word }) => ({ place: slot(text(place)), word: wordFrom(word) })),
    delays: list(delays)
      .map(record)
      .map(({ after, ticks }) => ({ after: count(after), ticks: wordFrom(ticks) })),
    guest: list(guest).map(actionFrom),
  };
}

function actionFrom(value: unknown): Action {
  const { does, on, word, text: said } = record(value);
  if (!isDoing(does)) throw new Error(`no guest does '${String(does)}'`);
  const action = { does, on: count(on), word: wordFrom(word) };
  const means = stepOf(action).text;
  if (means !== said) throw new Error(`'${String(said)}' is '${means}' now`);
  return action;
}

function slot(place: string): number {
  return slotOf.get(place) ?? wrong(`no place is called '${place}'`);
}

function wordFrom(value: unknown): bigint {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/u.test(value)) return BigInt(value);
  return wrong(`'${String(value)}' is no word`);
}

function count(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  return wrong(`'${String(value)}' is no number`);
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : wrong(`'${String(value)}' is no name`);

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : wrong('a list is missing');

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : wrong('a part is missing');

function wrong(what: string): never {
  throw new Error(what);
}

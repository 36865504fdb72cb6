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
import { clauseNamed } from '../../spec/contract.ts';
import { HISTORY, jsonWithin, textWithin } from '../input/bounded-reading.ts';
import { InvalidHistory, type Json, jsonOf } from '../input/json.ts';
import { record, text } from '../input/schema.ts';
import { reason, Unreadable } from '../input/unreadable.ts';
import { checkHistory, levelOf, levelWith } from '../levels/levels.ts';
import { switchHistory, switchProgram } from '../levels/switch/history-schema.ts';
import { switchLevel } from '../levels/switch/level.ts';

const SCHEMA = 'hvspec.corpus/1';

/** Files of a corpus at most: it has one for each clause and model. */
const FILES = 5000;

/** A counterexample that is kept. */
export interface CorpusProgram {
  readonly model: string;
  readonly clause: string;
  readonly history: Json;
}

/** Reads a folder; it is made where there is none. Throws Unreadable for what is no folder, and for a file that is damaged. */
export function readCorpus(folder: string): readonly CorpusProgram[] {
  return filesOf(folder).map((name) => {
    const file = join(folder, name);
    try {
      return programFrom(jsonWithin(textWithin(file, HISTORY.bytes), HISTORY));
    } catch (error) {
      const why =
        error instanceof InvalidHistory ? (error.why ?? 'a part of it is none') : reason(error);
      throw new Unreadable(
        `'${file}' is not a counterexample of this version (${shortened(why)}): remove it, or name a folder that has nothing else`,
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
  added: readonly CorpusProgram[],
  pruned: readonly CorpusProgram[],
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
const nameOf = ({ model, clause }: CorpusProgram): string => `${model}.${clause}.json`;

/** A program as a file holds it: switches by the names of places and actions, other histories as tokens hold them. */
function programJson({ model, clause, history }: CorpusProgram): object {
  const head = { schema: SCHEMA, clause, model };
  const named = clauseNamed(clause);
  if (named === undefined || levelWith(named, history) !== switchLevel) return { ...head, history };
  return { ...head, ...record(switchProgram.write(switchHistory.read(history))) };
}

/** Reads a program. Throws an Error that says what is wrong with it. */
function programFrom(value: unknown): CorpusProgram {
  const { schema, clause, model, history, ...rest } = record(value);
  if (schema !== SCHEMA) throw new Error(`its schema is ${String(schema)}, not ${SCHEMA}`);
  const program = {
    clause: text.read(clause),
    model: text.read(model),
    history:
      history === undefined ? switchHistory.write(switchProgram.read(rest)) : jsonOf(history),
  };
  const named = clauseNamed(program.clause);
  if (named !== undefined)
    checkHistory(levelWith(named, program.history) ?? levelOf(named), program.history);
  return program;
}

// hvspec counterexample: finds one minimal counterexample of a recorded defect, or replays one.
import { readFileSync } from 'node:fs';
import { type DefectName, defectNames } from '../model/paths/repairs.ts';
import { check } from '../properties/check.ts';
import { defects } from '../properties/defects.ts';
import { exhibit } from '../properties/models.ts';
import { stageWithout } from '../properties/play.ts';
import { card } from '../properties/report/card.ts';
import { exampleLine } from '../properties/report/example-line.ts';
import { itf } from '../properties/report/itf.ts';
import { counterexampleJson } from '../properties/report/json.ts';
import { type Named, type Shown, show } from '../properties/report/shown.ts';
import { decodeToken } from '../properties/report/token.ts';
import { vitestTest } from '../properties/report/vitest-test.ts';
import { subjectNamed } from '../properties/subject.ts';
import { defectNamed } from './faults.ts';
import { type Io, reason } from './io.ts';
import { clausesNamed, positive, seedFrom, UsageError } from './usage.ts';

export interface CounterexampleFlags {
  readonly replay?: string;
  readonly clause?: string;
  readonly format?: string;
  readonly runs?: string;
  readonly seed?: string;
}

const RUNS = 4000;
const stage = stageWithout(new Set());

/** How a counterexample may be printed. */
const formats = {
  text: card,
  json: (shown) => inJson(counterexampleJson(shown)),
  itf: (shown) => inJson(itf(shown)),
  test: vitestTest,
  examples: exampleLine,
} as const satisfies Record<string, (shown: Shown) => string>;

const inJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Runs the verb and returns its exit code. */
export async function counterexampleVerb(
  what: string | undefined,
  flags: CounterexampleFlags,
  io: Io,
): Promise<number> {
  const format = formatFrom(flags.format ?? 'text');
  const shown = await shownFor(what, flags);
  if (shown === undefined) {
    io.err(
      `hvspec: no run shows it${flags.replay === undefined ? '; try more --runs' : ' any more'}\n`,
    );
    return 1;
  }
  io.out(formats[format](shown));
  return 0;
}

function formatFrom(format: string): keyof typeof formats {
  if (isFormat(format)) return format;
  const known = Object.keys(formats);
  throw new UsageError(
    `--format is '${format}', and must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
  );
}

const isFormat = (format: string): format is keyof typeof formats => Object.hasOwn(formats, format);

function shownFor(
  what: string | undefined,
  flags: CounterexampleFlags,
): Promise<Shown | undefined> | Shown | undefined {
  if (flags.replay !== undefined && what !== undefined)
    throw new UsageError('give a defect, a file or --replay TOKEN, one of them');
  if (flags.replay !== undefined) return replayed(flags.replay);
  if (what === undefined)
    throw new UsageError(`name a defect (${defectNames.join(', ')}), a file, or --replay TOKEN`);
  if (looksLikeFile(what)) return replayed(tokenIn(what));
  return found(defectNamed(what), flags);
}

const looksLikeFile = (what: string): boolean => /[./]/u.test(what);

async function found(defect: DefectName, flags: CounterexampleFlags): Promise<Shown | undefined> {
  const [first] = defects[defect].breaks;
  const [clause] = clausesNamed([flags.clause ?? first]);
  if (clause === undefined) return undefined;
  const subject: Named = { model: defect, program: exhibit(defect) };
  const { results } = await check({
    subjects: [subject],
    clauses: [clause],
    runs: flags.runs === undefined ? RUNS : positive('--runs', flags.runs),
    seed: flags.seed === undefined ? 1 : seedFrom('--seed', flags.seed),
    enough: true,
  });
  const history = results[0]?.history;
  return history && show(subject, clause, history, stage);
}

function replayed(token: string): Shown | undefined {
  const { subject, clause, history } = kept(token);
  const [named] = clausesNamed([clause]);
  return named && show(subjectNamed(subject), named, history, stage);
}

function kept(token: string): ReturnType<typeof decodeToken> {
  try {
    return decodeToken(token.trim());
  } catch (error) {
    throw new UsageError(reason(error));
  }
}

/** A file holds a token, the JSON or ITF of a counterexample, or any other text with a token in it. */
function tokenIn(file: string): string {
  const text = readText(file).trim();
  if (!text.startsWith('{')) return /\bhv1\.[\w-]+/u.exec(text)?.[0] ?? text;
  const token = tokenOf(parsed(text, file));
  if (token !== undefined) return token;
  throw new UsageError(`'${file}' has no "token": give the JSON or ITF of one counterexample`);
}

/** The token of a counterexample in JSON; in ITF it is in `#meta`. */
function tokenOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('token' in value) return String(value.token);
  return '#meta' in value ? tokenOf(value['#meta']) : undefined;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`'${file}' is no JSON: ${reason(error)}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${reason(error)}`);
  }
}

// hvspec counterexample: finds one minimal counterexample of a fault, or replays one.
import { shortened } from '../asm/shortened.ts';
import { faultNamed } from '../model/faults/catalogue.ts';
import { defectNames, repaired } from '../model/paths/repairs.ts';
import { findingBy } from '../properties/campaign/search.ts';
import {
  type Counterexample,
  counterexampleFrom,
  type Depth,
} from '../properties/counterexample/counterexample.ts';
import { decodeToken } from '../properties/counterexample/token.ts';
import { jsonWithin, textWithin, WITH_TOKEN } from '../properties/input/bounded-reading.ts';
import type { Json } from '../properties/input/json.ts';
import { reason, Unreadable } from '../properties/input/unreadable.ts';
import type { Finding, Level } from '../properties/levels/level.ts';
import { checkHistory, faultOfLevels, isJudgedAt, levels } from '../properties/levels/levels.ts';
import { catcherOf } from '../properties/mutation/caught-by.ts';
import { brokenOnPool } from '../properties/mutation/trial.ts';
import { exampleLine } from '../properties/report/example-line.ts';
import { itf } from '../properties/report/itf.ts';
import { counterexampleJson } from '../properties/report/json.ts';
import { withLegend } from '../properties/report/legend.ts';
import { page } from '../properties/report/page/page.ts';
import { vitestTest } from '../properties/report/vitest-test.ts';
import { brokenBy } from '../properties/subjects/defects.ts';
import { findSubject, subjectNamed } from '../properties/subjects/subject.ts';
import type { Clause } from '../spec/clause.ts';
import { clauseIn } from '../spec/editions/editions.ts';
import { faultCalled } from './faults.ts';
import { complain, type Io } from './io.ts';
import { type SourceFlags, subjectGiven } from './kernel-given.ts';
import { phase } from './phase.ts';
import { clausesNamed, positive, refuse, seedFrom, UsageError, unknown } from './usage.ts';

export interface CounterexampleFlags extends SourceFlags {
  readonly replay?: string;
  readonly clause?: string;
  readonly format?: string;
  readonly runs?: string;
  readonly seed?: string;
}

/** How a counterexample may be printed, and whether it is explained first. */
const formats = {
  text: { print: (shown) => withLegend([shown]), depth: 'repair' },
  json: { print: (shown) => inJson(counterexampleJson(shown)), depth: 'repair' },
  itf: { print: (shown) => inJson(itf(shown)), depth: 'steps' },
  test: { print: vitestTest, depth: 'steps' },
  examples: { print: exampleLine, depth: 'steps' },
  html: { print: page, depth: 'repair' },
} as const satisfies Record<string, Format>;

interface Format {
  readonly print: (shown: Counterexample) => string;
  readonly depth: Depth;
}

const inJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Runs the verb and returns its exit code. */
export async function counterexampleVerb(
  what: string | undefined,
  flags: CounterexampleFlags,
  io: Io,
): Promise<number> {
  const { print, depth } = formats[formatFrom(flags.format ?? 'text')];
  const shown = phase(io, 'counterexample', () => {
    const finding = findingFor(what, flags);
    return finding && counterexampleFrom(finding, depth);
  });
  if (shown === undefined && io.interrupted()) {
    complain(io, 'interrupted before a counterexample was found');
    return 4;
  }
  if (shown === undefined) {
    complain(
      io,
      `no run shows it${flags.replay === undefined ? '; try more --runs' : ' any more'}`,
    );
    return 1;
  }
  io.out(print(shown));
  if (!io.interrupted()) return 0;
  complain(io, 'interrupted: the counterexample may not be minimal, and no repair was found');
  return 4;
}

function formatFrom(format: string): keyof typeof formats {
  if (isFormat(format)) return format;
  const known = Object.keys(formats);
  throw new UsageError(
    `--format is '${shortened(format)}', and must be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
  );
}

const isFormat = (format: string): format is keyof typeof formats => Object.hasOwn(formats, format);

function findingFor(what: string | undefined, flags: CounterexampleFlags): Finding | undefined {
  if (flags.replay !== undefined && what !== undefined)
    throw new UsageError('give one of these: a fault, a file, --replay TOKEN');
  if (flags.replay !== undefined) return replayed(flags.replay, 'this token', flags);
  if (what === undefined)
    throw new UsageError(
      `name a fault (${defectNames.join(', ')}; hvspec faults lists more), a file, or --replay TOKEN`,
    );
  const isFault = faultOfLevels(what) !== undefined || faultNamed(what) !== undefined;
  if (!isFault && looksLikeFile(what)) return replayed(tokenIn(what), `'${what}'`, flags);
  refuse(flags, ['kernel', 'tree', 'patch'], 'a fault is planted in the reference path');
  return found(isFault ? what : faultCalled(what).name, flags);
}

const looksLikeFile = (what: string): boolean => /[./]/u.test(what);

function found(fault: string, flags: CounterexampleFlags): Finding | undefined {
  const [clause] = clausesNamed([flags.clause ?? firstBroken(fault)]);
  if (clause !== undefined && isExplored(clause))
    refuse(flags, ['runs', 'seed'], `${clause.name} is judged in every state that there is`);
  return (
    clause &&
    findingBy(fault, clause, {
      ...(flags.runs === undefined ? {} : { runs: positive('--runs', flags.runs) }),
      ...(flags.seed === undefined ? {} : { seed: seedFrom('--seed', flags.seed) }),
    })
  );
}

const isExplored = (clause: Clause): boolean =>
  levels.every((level) => !isJudgedAt(level, clause) || level.extent === 'exhaustive');

/** The clause that a fault is best known by: the first that is recorded, or that breaks. */
function firstBroken(name: string): string {
  const ofLevel = faultOfLevels(name);
  if (ofLevel !== undefined) return ofLevel.breaks[0];
  const known = brokenBy(name)[0] ?? catcherOf(name);
  if (known !== undefined) return known;
  const planted = faultNamed(name)?.plantedIn(repaired);
  const [first] = planted === undefined ? [] : brokenOnPool(planted);
  if (first !== undefined) return first;
  throw new UsageError(`${name} breaks no clause; hvspec faults --kill ${name} says why`);
}

function replayed(token: string, named: string, flags: CounterexampleFlags): Finding | undefined {
  refuse(flags, ['clause', 'runs', 'seed'], 'a token has its own');
  const { subject: stands, clause: name, level, history } = kept(token);
  const subject = subjectGiven(stands, flags, named);
  const [ofContract] = clausesNamed([name]);
  if (ofContract === undefined) return undefined;
  const clause = clauseIn(findSubject(subject)?.editions ?? [], ofContract);
  const evaluator = levelOf(level, clause, history).open(subject, [clause], { without: new Set() });
  if (evaluator === undefined) subjectNamed(subject);
  return evaluator && { subject, clause, level, history, replay: () => evaluator.replay(history) };
}

/** The level that a token names, if the history is one of its. */
function levelOf(name: string, clause: Clause, history: Json): Level {
  const level =
    levels.find((one) => one.name === name) ??
    unknown(
      'level',
      name,
      levels.map((one) => one.name),
    );
  checkHistory(level, history);
  if (isJudgedAt(level, clause)) return level;
  throw new UsageError(`${clause.name} is not judged at the level '${name}': copy the token again`);
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
  if ('token' in value) return typeof value.token === 'string' ? value.token : undefined;
  return '#meta' in value ? tokenOf(value['#meta']) : undefined;
}

function parsed(text: string, file: string): unknown {
  try {
    return jsonWithin(text, WITH_TOKEN);
  } catch (error) {
    throw new UsageError(
      `'${file}' holds no counterexample (${reason(error)}): give the JSON or ITF of one`,
    );
  }
}

function readText(file: string): string {
  try {
    return textWithin(file, WITH_TOKEN.bytes);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new UsageError(`'${file}' cannot be read: ${reason(error)}`);
  }
}

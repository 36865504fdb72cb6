// hvspec counterexample: finds one minimal counterexample of a recorded defect, or replays one.
import { readFileSync } from 'node:fs';
import { type DefectName, defectNames } from '../model/paths/repairs.ts';
import type { Program } from '../model/program.ts';
import { check } from '../properties/check.ts';
import { defects } from '../properties/defects.ts';
import { diskFiles } from '../properties/disk-files.ts';
import { readKernel } from '../properties/kernel-source.ts';
import { exhibit, modelNames, models } from '../properties/models.ts';
import { stageWithout } from '../properties/play.ts';
import { card } from '../properties/report/card.ts';
import { counterexampleJson } from '../properties/report/json.ts';
import { type Named, type Shown, show } from '../properties/report/shown.ts';
import { type KeptSource, kernelSourceFrom } from '../properties/report/subject.ts';
import { decodeToken } from '../properties/report/token.ts';
import { defectNamed } from './faults.ts';
import { type Io, reason } from './io.ts';
import { clausesNamed, positive, seedFrom, UsageError, unknown } from './usage.ts';

export interface CounterexampleFlags {
  readonly replay?: string;
  readonly clause?: string;
  readonly format?: string;
  readonly runs?: string;
  readonly seed?: string;
}

const RUNS = 4000;
const stage = stageWithout(new Set());

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
  io.out(
    format === 'text' ? card(shown) : `${JSON.stringify(counterexampleJson(shown), null, 2)}\n`,
  );
  return 0;
}

function formatFrom(format: string): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`--format is '${format}', and must be text or json`);
}

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

function subjectNamed(name: string): Named {
  const source = kernelSourceFrom(name);
  if (source !== undefined) return { model: name, program: kernelProgram(source) };
  const model = modelNames.find((known) => known === name);
  if (model !== undefined) return { model, program: models[model] };
  const defect = defectNames.find((known) => known === name);
  if (defect !== undefined) return { model: defect, program: exhibit(defect) };
  return unknown('path or defect', name, [...modelNames, ...defectNames]);
}

/** The program of kernel source as it was; if it has changed, the counterexample may mean nothing. */
function kernelProgram(source: KeptSource): Program {
  const reading = readKernel(source, diskFiles);
  if (!reading.ok)
    throw new UsageError(
      `${source.paths.join(' ')} does not read any more; run hvspec kernel on it`,
    );
  if (reading.digest !== source.digest)
    throw new UsageError(
      `${source.paths.join(' ')} has changed since the counterexample was found; run hvspec kernel on it`,
    );
  return reading.lowered.program;
}

/** A file holds a token, or the JSON of a counterexample. */
function tokenIn(file: string): string {
  const text = readText(file).trim();
  if (!text.startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'token' in parsed)
      return String(parsed.token);
  } catch (error) {
    throw new UsageError(`'${file}' is no JSON: ${reason(error)}`);
  }
  throw new UsageError(`'${file}' has no "token": give the JSON of one counterexample`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`'${file}' cannot be read: ${reason(error)}`);
  }
}

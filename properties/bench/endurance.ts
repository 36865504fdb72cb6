// Whether long campaigns cost what short ones do: processor time for a switch, and memory that is held, by how many runs were
// asked for.
//
// A process of its own plays them, one after another. Where one is played several times the median counts.
import { spawnSync } from 'node:child_process';
import type { Row, Section } from './table.ts';
import { median } from './turns.ts';

/** What a campaign of so many runs cost. */
export interface EnduranceResult {
  readonly runs: number;
  /** Of processor time, for each switch. */
  readonly microseconds: number;
  /** Megabytes after a collection of garbage, while what the campaign found is held. */
  readonly heap: number;
}

/** The campaigns in order: short ones are played before and after long ones, since a machine is not as busy all the time. */
const ROUND = [1000, 1000, 1000, 10_000];
const PLAN: readonly number[] = [...ROUND, ...ROUND, 100_000, ...ROUND];
const LONG: readonly number[] = [...PLAN, 1_000_000, ...ROUND, 10_000_000];

/** Plays campaigns of a thousand to a hundred thousand runs; where it may take long, to ten million. */
export function endurance(long: boolean): Section {
  const plan = long ? LONG : PLAN;
  const file = new URL('./endurance-process.js', import.meta.url).pathname;
  const lengths = [...new Set(plan)];
  const player = spawnSync(process.execPath, ['--expose-gc', file, ...plan.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (player.status !== 0) throw new Error('the process that plays long campaigns failed');
  const lines = player.stdout.trim().split('\n').map(enduredFrom);
  const rows = (
    what: string,
    unit: string,
    of: (one: EnduranceResult) => number,
  ): readonly Row[] => {
    const figures = lengths.map((runs) =>
      median(lines.filter((line) => line.runs === runs).map(of)),
    );
    return lengths.map((runs, i): Row => {
      const [first = Number.NaN, figure = Number.NaN] = [figures[0], figures[i]];
      const row = { what: `${what}, ${runs.toLocaleString('en')} runs`, figure, unit };
      return i === 0 ? row : { ...row, beside: { times: figure / first, than: 'the first' } };
    });
  };
  return {
    title: 'Long campaigns: repaired, compiled evaluator, one thread',
    rows: [
      ...rows('a switch', 'µs', ({ microseconds }) => microseconds),
      ...rows('heap in use', 'MB', ({ heap }) => heap),
    ],
  };
}

function enduredFrom(line: string): EnduranceResult {
  const value: unknown = JSON.parse(line);
  if (isEndured(value)) return value;
  throw new Error(`no figures of a campaign: ${line}`);
}

const isEndured = (value: unknown): value is EnduranceResult =>
  typeof value === 'object' &&
  value !== null &&
  ['runs', 'microseconds', 'heap'].every(
    (key) => typeof Object.entries(value).find(([name]) => name === key)?.[1] === 'number',
  );

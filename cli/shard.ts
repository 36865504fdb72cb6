// Which part of a campaign this process plays: from the flag, or from the variables of the engine that started it.
//
// Slurm's job arrays, Kubernetes' indexed Jobs and CI matrices each tell a task its number in a way of their own.
import { MOST_SHARDS, type Shard, WHOLE } from '../properties/campaign/plan.ts';
import { positive, UsageError } from './usage.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ShardFlags {
  readonly shard?: string;
  readonly shards?: string;
}

/** A shard, and who named it. */
export interface ShardChoice {
  readonly shard: Shard;
  readonly from: string;
}

/** Reads flags and environment; where neither says anything, the file's shard is gone on with. Throws UsageError. */
export function shardFrom(
  { shard, shards }: ShardFlags,
  env: Environment,
  file: Shard = WHOLE,
): ShardChoice {
  if (shard !== undefined) {
    const [, index, of] = /^(\d+)\/(\d+)$/u.exec(shard) ?? [];
    if (index === undefined || of === undefined)
      throw new UsageError(`--shard is '${shard}', and must be I/N, such as 3/8`);
    return chosen(Number(index), Number(of), '--shard');
  }
  const of = shards === undefined ? undefined : positive('--shards', shards);
  const told = engines.map((engine) => engine(env, of)).find((one) => one !== undefined);
  if (told !== undefined) return told;
  if (file.of > 1 && of !== undefined && of !== file.of)
    throw new UsageError(`its file is one of ${file.of} shards, but --shards is ${of}`);
  if (file.of > 1) return { shard: file, from: 'its file' };
  if (of !== undefined && of > 1)
    throw new UsageError(
      `--shards is ${of}, and nothing says which of them this is: give --shard I/${of}`,
    );
  return { shard: WHOLE, from: 'nobody' };
}

type Engine = (env: Environment, of: number | undefined) => ShardChoice | undefined;

/** Task numbers of an array may begin anywhere and have gaps. A part of the array does not say where the whole begins. */
const slurm: Engine = (env, of) =>
  numbered(env, 'SLURM_ARRAY_TASK_ID', (id) => {
    const first = wholeIn(env, 'SLURM_ARRAY_TASK_MIN', '');
    const step = wholeIn(env, 'SLURM_ARRAY_TASK_STEP', '1');
    const count = countIn(env, 'SLURM_ARRAY_TASK_COUNT');
    if (of !== undefined && of !== count)
      throw new UsageError(
        `the Slurm array has ${count} tasks, and --shards is ${of}: give --shard I/${of}`,
      );
    return [Math.floor((id - first) / Math.max(step, 1)) + 1, count];
  });

/** An indexed Job counts from 0, and does not say how many there are: its manifest may. */
const kubernetes: Engine = (env, of) =>
  numbered(env, 'JOB_COMPLETION_INDEX', (index) => {
    if (of === undefined && env.JOB_COMPLETIONS === undefined)
      throw new UsageError(
        'JOB_COMPLETION_INDEX says which shard this is: give --shards N too, or JOB_COMPLETIONS',
      );
    return [index + 1, of ?? countIn(env, 'JOB_COMPLETIONS')];
  });

const ci: Engine = (env, of) =>
  numbered(env, 'CI_NODE_INDEX', (index) => [index, of ?? countIn(env, 'CI_NODE_TOTAL')]);

const engines: readonly Engine[] = [slurm, kubernetes, ci];

function numbered(
  env: Environment,
  name: string,
  read: (number: number) => readonly [index: number, of: number],
): ShardChoice | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  return chosen(...read(wholeIn(env, name, '')), name);
}

function wholeIn(env: Environment, name: string, otherwise: string): number {
  const text = env[name] ?? otherwise;
  if (/^\d+$/u.test(text)) return Number(text);
  throw new UsageError(`${name} is '${text}', and must be a number`);
}

function countIn(env: Environment, name: string): number {
  const text = env[name] ?? '';
  if (/^[1-9]\d*$/u.test(text)) return Number(text);
  throw new UsageError(
    `${name} is '${text}', and must say how many shards there are; or give --shard I/N`,
  );
}

function chosen(index: number, of: number, from: string): ShardChoice {
  if (of > MOST_SHARDS)
    throw new UsageError(`${from} says ${of} shards, and ${MOST_SHARDS} are the most`);
  if (of < 1 || index < 1 || index > of)
    throw new UsageError(
      `${from} says shard ${index} of ${of}; shards are 1 to ${Math.max(of, 1)}`,
    );
  return { shard: { index, of }, from };
}

// Which shard a process plays, as each engine says it, and what is refused.
import { describe, expect, it } from 'vitest';
import { type ShardFlags, shardFrom } from './shard.ts';

describe('a shard', () => {
  it.each<[string, ShardFlags, Record<string, string>, number, number]>([
    ['is all where nothing says otherwise', {}, {}, 1, 1],
    [
      'is as the flag says, whatever the engine says',
      { shard: '3/8' },
      { CI_NODE_INDEX: '1' },
      3,
      8,
    ],
    [
      'is counted from the first task of a Slurm array',
      {},
      { SLURM_ARRAY_TASK_ID: '12', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_COUNT: '4' },
      3,
      4,
    ],
    ...['0', '1'].map((first): [string, ShardFlags, Record<string, string>, number, number] => [
      `is the first of an array that begins at ${first}`,
      {},
      { SLURM_ARRAY_TASK_ID: first, SLURM_ARRAY_TASK_MIN: first, SLURM_ARRAY_TASK_COUNT: '8' },
      1,
      8,
    ]),
    [
      'is counted by the step of a Slurm array',
      { shards: '3' },
      {
        SLURM_ARRAY_TASK_ID: '7',
        SLURM_ARRAY_TASK_MIN: '3',
        SLURM_ARRAY_TASK_STEP: '2',
        SLURM_ARRAY_TASK_COUNT: '3',
      },
      3,
      3,
    ],
    [
      'is as many as the manifest of a Kubernetes Job says',
      {},
      { JOB_COMPLETION_INDEX: '7', JOB_COMPLETIONS: '8' },
      8,
      8,
    ],
    ['is counted from 0 in a Kubernetes Job', { shards: '8' }, { JOB_COMPLETION_INDEX: '0' }, 1, 8],
    ['is counted from 1 in a CI matrix', {}, { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, 2, 5],
  ])('%s', (_name, flags, env, index, of) => {
    expect(shardFrom(flags, env).shard).toEqual({ index, of });
  });

  it("is the file's where nothing says otherwise", () => {
    const file = { index: 3, of: 8 };
    expect(shardFrom({}, {}, file).shard).toEqual(file);
    expect(shardFrom({ shard: '4/8' }, {}, file).shard).toEqual({ index: 4, of: 8 });
  });

  it.each<[ShardFlags, Record<string, string>, RegExp]>([
    [
      { shards: '8' },
      { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '3', SLURM_ARRAY_TASK_COUNT: '1' },
      /the Slurm array has 1 tasks, and --shards is 8: give --shard I\/8/u,
    ],
    [
      {},
      { SLURM_ARRAY_TASK_ID: '9', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '2' },
      /shard 10 of 2/u,
    ],
    [{}, { SLURM_ARRAY_TASK_ID: '9' }, /SLURM_ARRAY_TASK_MIN is ''/u],
    [{}, { JOB_COMPLETION_INDEX: '8', JOB_COMPLETIONS: '8' }, /shard 9 of 8/u],
    [{ shard: '0/8' }, {}, /shard 0 of 8; shards are 1 to 8/u],
    [{ shard: '9/8' }, {}, /shard 9 of 8/u],
    [{ shard: 'one' }, {}, /must be I\/N/u],
    [{ shards: '8' }, {}, /give --shard I\/8/u],
    [{}, { JOB_COMPLETION_INDEX: '1' }, /give --shards N too/u],
    [{}, { CI_NODE_INDEX: 'x' }, /must be a number/u],
    [{}, { CI_NODE_INDEX: '1' }, /CI_NODE_TOTAL is ''/u],
  ])('%j in %j is refused', (flags, env, complaint) => {
    expect(() => shardFrom(flags, env)).toThrow(complaint);
  });
});

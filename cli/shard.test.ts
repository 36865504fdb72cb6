// Which shard a process plays, as each engine says it, and what is refused.
import { describe, expect, it } from 'vitest';
import { type ShardFlags, shardFrom } from './shard.ts';

describe('a shard', () => {
  it.each<[string, ShardFlags, Record<string, string>, number, number]>([
    ['is all where nobody says otherwise', {}, {}, 1, 1],
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
    ['is counted from 0 in a Kubernetes Job', { shards: '8' }, { JOB_COMPLETION_INDEX: '0' }, 1, 8],
    ['is counted from 1 in a CI matrix', {}, { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, 2, 5],
  ])('%s', (_name, flags, env, index, of) => {
    expect(shardFrom(flags, env).shard).toEqual({ index, of });
  });

  it.each<[ShardFlags, Record<string, string>, RegExp]>([
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

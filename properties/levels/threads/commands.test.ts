// More cores than exhaustion reaches, under commands that are drawn at random: the clauses hold after each.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Core, keyOf, started } from '../../../model/core/core.ts';
import { movesOf } from '../../../model/core/moves.ts';
import { type Rules, sound } from '../../../model/core/rules.ts';
import { contract } from '../../../spec/contract.ts';
import { triesAll } from '../../testing/rows.ts';
import { threadsFaults } from './faults.ts';
import { judgeMove, takenAfter } from './judging.ts';

const clauses = contract.filter(({ over }) => over.includes('core'));
const CORES = 12;
const PARTITIONS = 8;
const VCPUS = 2;

interface Host {
  cores: readonly Core[];
  taken: readonly number[];
}

/** One of the moves that are possible, of a core that the number picks too. */
class Step implements fc.Command<Host, Rules> {
  readonly pick: number;
  constructor(pick: number) {
    this.pick = pick;
  }

  check = (): boolean => true;

  run(host: Host, rules: Rules): void {
    const at = this.pick % CORES;
    const core = host.cores[at];
    if (core === undefined) throw new Error('there is no such core');
    const held = (one: Core, thread: number): number => one.threads[thread]?.vm ?? 0;
    const moves = movesOf(core, PARTITIONS, rules).filter((move) => {
      const [was, then] = [held(core, move.thread), held(move.core, move.thread)];
      const full = (host.taken[then] ?? 0) >= VCPUS;
      return was === then || then === 0 || !rules.vcpusAreLocked || !full;
    });
    const move = moves[Math.floor(this.pick / CORES) % moves.length];
    if (move === undefined) throw new Error(`core ${at} cannot go on: ${keyOf(core)}`);
    const [was, then] = [held(core, move.thread), held(move.core, move.thread)];
    const [takes, gives] = was === then ? [0, 0] : [then, was];
    const around = { rules, partitions: PARTITIONS, vcpus: VCPUS, taken: host.taken };
    const [violated] = judgeMove(core, { move, takes, gives }, around, clauses);
    expect(clauses.filter((_, i) => (violated >>> i) & 1).map(({ name }) => name)).toEqual([]);
    host.cores = host.cores.with(at, move.core);
    host.taken = takenAfter(host.taken, takes, gives);
  }

  toString = (): string => `step(${this.pick})`;
}

const commands = fc.commands([fc.nat().map((pick) => new Step(pick))], {
  maxCommands: 300,
  size: 'max',
});

const drive = (rules: Rules, runs: number) =>
  fc.check(
    fc.property(commands, (drawn) =>
      fc.modelRun(
        () => ({
          model: {
            cores: Array.from({ length: CORES }, () => started(4)),
            taken: new Array<number>(PARTITIONS).fill(0),
          },
          real: rules,
        }),
        drawn,
      ),
    ),
    { numRuns: runs, seed: 7, endOnFailure: true },
  );

it('the sound rules hold on twelve cores and seven VMs', () => {
  expect(drive(sound, triesAll ? 60 : 20).failed).toBe(false);
});

it('a fault shows there too', () => {
  expect(drive(threadsFaults['thread-0-check-only'].rules, 200).failed).toBe(true);
});

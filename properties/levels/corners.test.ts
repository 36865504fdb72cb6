// Histories of the run loop and of VMs at the edges of what words can hold: the repaired code keeps every clause there too.
//
// Campaigns draw such words seldom; a claim that takes a number for signed, or lets a sum wrap, shows here at once.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TRAPS } from '../../model/kvm/exits.ts';
import { runKernels } from '../../model/kvm/run-loop.ts';
import { vmKernels } from '../../model/kvm/vm-kernels.ts';
import { contract } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Trace } from '../../spec/vocabulary/machine.ts';
import type { KvmHistory } from './kvm-run/history.ts';
import { playKvm, runLevel } from './kvm-run/level.ts';
import type { Level } from './level.ts';
import { isJudgedAt } from './levels.ts';
import type { VmHistory } from './vm/history.ts';
import { vm, vmLevel } from './vm/level.ts';

const [SIGN, PAGE, LAST] = [1n << 31n, 1n << 24n, (1n << 64n) - 1n];
const word = fc.constantFrom(0n, 1n, 0x300n, 1n << 63n, LAST);
const ticks = fc.constantFrom(0n, 1n, 5n, SIGN - 1n, SIGN, SIGN + 1n, 2n * SIGN - 1n, 2n * SIGN);
const dec = fc.constantFrom(0n, 1n, -1n, 5n, -5n, SIGN - 1n, -SIGN, 1n - SIGN);
const words = fc.array(word, { maxLength: 3 });

const runs: fc.Arbitrary<KvmHistory> = fc.record({
  pc: word,
  dec,
  calls: fc.array(
    fc.record({
      ticks,
      siblings: fc.constantFrom(0, 0, 0, 3),
      thread: fc.constantFrom(0, 0, 0, 3),
      signal: fc.constantFrom(false, false, true),
      external: fc.constantFrom('none', 'once', 'level'),
      answer: words,
      stays: fc.array(
        fc.record({
          trap: fc.constantFrom(0n, ...Object.values(TRAPS)),
          pc: word,
          ee: fc.boolean(),
          pr: fc.boolean(),
          words,
          ticks,
          dec,
          signal: fc.constantFrom(false, false, false, true),
        }),
        { maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

const PAGES = [
  0n,
  1n,
  2n,
  4094n,
  4095n,
  4096n,
  4097n,
  1n << 16n,
  (1n << 40n) - 2n,
  (1n << 40n) - 1n,
];
const address = fc.constantFrom(...PAGES.map((page) => page * PAGE), 1n, PAGE - 1n, PAGE + 0x1000n);
const number = fc.constantFrom(0, 1);

const lives: fc.Arbitrary<VmHistory> = fc.record({
  beginning: fc.record({
    wanted: fc.record({ hv: fc.constant(true), pr: fc.boolean() }),
    pvr: fc.constantFrom(0n, 0x003f0201n, 0xffffffffn),
    held: word,
    free: fc.uniqueArray(fc.constantFrom(0, 1, 63, 64, 1022, 1023), { maxLength: 3 }),
    hostLpcr: word,
    holes: fc.uniqueArray(fc.constantFrom(0, 4, 20), { maxLength: 2 }),
  }),
  operations: fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('create-vm'), vm: number, memory: fc.boolean() }),
      fc.record({ do: fc.constant('destroy-vm'), vm: number }),
      fc.record({
        do: fc.constant('create-vcpu'),
        vm: number,
        id: fc.constantFrom(0n, 1n, 4n, 4095n, 4096n, LAST),
        memory: fc.constantFrom(true, true, true, false),
      }),
      fc.record({
        do: fc.constant('set-sregs'),
        vm: number,
        pvr: fc.constantFrom(0n, 0x003f0201n),
      }),
      ...Array.from({ length: 4 }, () =>
        fc.record({
          do: fc.constant('set-region'),
          vm: number,
          slot: fc.constantFrom(0n, 1n, 3n, 4n, 0xffffffffn, LAST),
          at: address,
          size: fc.oneof(fc.constantFrom(0n, PAGE, 2n * PAGE), address),
          from: fc.constantFrom(0n, PAGE, 5n * PAGE),
        }),
      ),
    ),
    { maxLength: 16 },
  ),
});

/** The clauses of a level that a run breaks, by name. */
const brokenAt = (level: Level, trace: Trace): readonly string[] =>
  contract
    .filter((clause) => isJudgedAt(level, clause) && judge(clause, trace).verdict === 'violated')
    .map(({ name }) => name);

it('the run loop keeps every clause at the edges', () => {
  fc.assert(
    fc.property(runs, (history) => {
      expect(brokenAt(runLevel, playKvm(runKernels.repaired, history))).toEqual([]);
    }),
    { seed: 1, numRuns: 400 },
  );
});

it('VMs keep every clause at the edges', () => {
  fc.assert(
    fc.property(lives, ({ beginning, operations }) => {
      const made = { do: 'create-vm', vm: 0, memory: true } as const;
      const history = { beginning, operations: [made, ...operations] };
      expect(brokenAt(vmLevel, vm.play(vmKernels.repaired, history))).toEqual([]);
    }),
    { seed: 1, numRuns: 400 },
  );
});

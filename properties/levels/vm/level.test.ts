// The level of virtual machines: its limits, that each fault shows in a short history, and that histories come back from JSON.
// (levels.test.ts has what every level must do.)
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vmKernels } from '../../../model/kvm/vm-kernels.ts';
import { machines } from '../../../spec/chapters/machines.ts';
import { memory } from '../../../spec/chapters/memory.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import type { Trace } from '../../../spec/vocabulary/machine.ts';
import { InvalidHistory, jsonOf } from '../../input/json.ts';
import type { VmHistory } from './history.ts';
import { vm } from './level.ts';

const clauses: readonly Clause[] = [...machines.clauses, ...memory.clauses];
const watched = watchedByAll(clauses.map(({ claim }) => claim));

/** A host on which the kernel was asked for guests in hypervisor mode. */
const HOST = { wanted: { hv: true, pr: false }, pvr: 0x003f0201n, held: 0n } as const;

/** What each clause says of a run, where it says something. */
const verdictsOf = (trace: Trace) =>
  clauses.map((clause) => [clause.name, judge(clause, trace, watched).verdict] as const);

const { repaired } = vmKernels;

describe('the repaired code', () => {
  it('gives each of 1022 LPIDs, and then none', () => {
    const lpids = Array.from({ length: 1022 }, (_, i) => i + 1);
    const trace = vm.play(repaired, {
      beginning: { ...HOST, free: lpids, hostLpcr: 0n, holes: [] },
      operations: [...lpids, 1023].map((number) => ({ do: 'create-vm', vm: number, memory: true })),
    });
    const given = trace.spans.slice(1).map(({ after }) => Number(after.word('vm.lpid')));
    expect(given).toEqual([...lpids, 0]);
    expect(verdictsOf(trace).filter(([, verdict]) => verdict === 'violated')).toEqual([]);
  });

  it('refuses a slot that would be negative if it had a sign', () => {
    const region = { at: (64n << 30n) - (1n << 24n), size: 1n << 24n, from: 0n } as const;
    const trace = vm.play(repaired, {
      beginning: { ...HOST, free: [1], hostLpcr: 0n, holes: [] },
      operations: [
        { do: 'create-vm', vm: 0, memory: true },
        { do: 'set-region', vm: 0, slot: 0xffff_ffff_ffff_ffffn, ...region },
        { do: 'set-region', vm: 0, slot: 3n, ...region },
      ],
    });
    const answers = trace.spans.slice(2).map(({ after }) => after.word('op.ret'));
    expect(answers).toEqual([BigInt.asUintN(64, -22n), 0n]);
    expect(verdictsOf(trace).filter(([, verdict]) => verdict === 'violated')).toEqual([]);
  });

  it('maps 64 GB, every page', () => {
    const trace = vm.play(repaired, {
      beginning: { ...HOST, free: [1], hostLpcr: 0n, holes: [] },
      operations: [
        { do: 'create-vm', vm: 0, memory: true },
        { do: 'set-region', vm: 0, slot: 0n, at: 0n, size: 64n << 30n, from: 0n },
      ],
    });
    expect(trace.spans.at(-1)?.after.word('vm.ram_npages')).toBe(4096n);
    expect(verdictsOf(trace).filter(([, verdict]) => verdict === 'violated')).toEqual([]);
  });
});

it.each(Object.entries(vm.faults))('%s is shown by a short history', (_name, { code, breaks }) => {
  const clause = clauses.find(({ name }) => name === breaks[0]);
  if (clause === undefined) throw new Error(`no clause is called ${breaks[0]}`);
  const holds = (history: VmHistory) =>
    judge(clause, vm.play(code, history)).verdict !== 'violated';
  const { counterexample } = fc.check(fc.property(vm.histories, holds), { seed: 7, numRuns: 600 });
  expect(counterexample?.[0].operations.length).toBeLessThanOrEqual(4);
});

it('histories come back from JSON, and nothing else does', () => {
  for (const history of fc.sample(vm.histories, { seed: 7, numRuns: 300 }))
    expect(vm.schema.read(jsonOf(history))).toEqual(history);
  for (const strange of [null, 5, {}, { beginning: {}, operations: [] }])
    expect(() => vm.schema.read(strange)).toThrow(InvalidHistory);
});

// The level of virtual machines: the repaired rules break nothing, each fault breaks just what it says, and nothing goes untold.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { published, repaired, type VmRules } from '../../model/kvm/vm-rules.ts';
import type { Clause } from '../../spec/clause.ts';
import { machines } from '../../spec/clauses/machines.ts';
import { memory } from '../../spec/clauses/memory.ts';
import { judge } from '../../spec/judge.ts';
import type { Trace } from '../../spec/machine.ts';
import { watchedByAll } from '../../spec/watch.ts';
import type { VmHistory } from '../arbitraries/vm-history.ts';
import { vm } from './vm.ts';

const clauses: readonly Clause[] = [...machines.clauses, ...memory.clauses];
const watched = watchedByAll(clauses.map(({ claim }) => claim));
const faults = Object.entries(vm.faults);

/** What each clause says of a run, where it says something. */
const verdictsOf = (trace: Trace) =>
  clauses.map((clause) => [clause.name, judge(clause, trace, watched).verdict] as const);

/** Clauses that some history breaks, and those that some history meets. */
function judged(rules: VmRules, histories: readonly VmHistory[]) {
  const [broken, met] = [new Set<string>(), new Set<string>()];
  for (const history of histories)
    for (const [name, verdict] of verdictsOf(vm.play(rules, history))) {
      if (verdict === 'violated') broken.add(name);
      if (verdict !== 'vacuous') met.add(name);
    }
  return { broken: [...broken].sort(), met };
}

let histories: readonly VmHistory[] = [];
beforeAll(() => {
  histories = fc.sample(vm.histories, { seed: 7, numRuns: 600 });
});

describe('the repaired rules', () => {
  it('break no clause, and meet every one', () => {
    const { broken, met } = judged(repaired, histories);
    expect(broken).toEqual([]);
    expect(clauses.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([]);
  });

  it('give each of 1022 LPIDs, and then none', () => {
    const lpids = Array.from({ length: 1022 }, (_, i) => i + 1);
    const trace = vm.play(repaired, {
      beginning: { free: lpids, hostLpcr: 0n, holes: [] },
      operations: [...lpids, 1023].map((number) => ({ do: 'create-vm', vm: number, memory: true })),
    });
    const given = trace.spans.map(({ after }) => Number(after.word('vm.lpid')));
    expect(given).toEqual([...lpids, 0]);
    expect(verdictsOf(trace).filter(([, verdict]) => verdict === 'violated')).toEqual([]);
  });

  it('map 64 GB, every page', () => {
    const trace = vm.play(repaired, {
      beginning: { free: [1], hostLpcr: 0n, holes: [] },
      operations: [
        { do: 'create-vm', vm: 0, memory: true },
        { do: 'set-region', vm: 0, slot: 0n, at: 0n, size: 64n << 30n, from: 0n },
      ],
    });
    expect(trace.spans.at(-1)?.after.word('vm.ram_npages')).toBe(4096n);
    expect(verdictsOf(trace).filter(([, verdict]) => verdict === 'violated')).toEqual([]);
  });
});

it('the published rules break just what 3.1 breaks', () => {
  expect(judged(published, histories).broken).toEqual([
    'destroyed-vm-holds-nothing',
    'failed-operation-changes-nothing',
    'given-page-stays',
    'given-pages-are-held',
    'guest-memory-translates',
    'ram-ends-with-the-last-page',
    'region-is-remembered',
  ]);
});

describe.each(faults)('%s', (_name, { rules, breaks }) => {
  it('breaks just the clauses named for it', () => {
    expect(judged(rules, histories).broken).toEqual([...breaks].sort());
  });

  it('is shown by a short history', () => {
    const [first] = breaks;
    const clause = clauses.find(({ name }) => name === first);
    if (clause === undefined) throw new Error(`no clause is called ${first}`);
    const holds = (history: VmHistory) =>
      judge(clause, vm.play(rules, history)).verdict !== 'violated';
    const { counterexample } = fc.check(fc.property(vm.histories, holds), {
      seed: 7,
      numRuns: 600,
    });
    expect(counterexample?.[0].operations.length).toBeLessThanOrEqual(4);
  });
});

it('every clause but a witness is broken by some fault', () => {
  const broken = new Set(faults.flatMap(([, { breaks }]) => breaks));
  const obligations = clauses.filter(({ claim }) => claim.claim !== 'reachable');
  expect(obligations.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});

it('histories come back from JSON, and nothing else does', () => {
  const kept = (history: VmHistory): unknown =>
    JSON.parse(
      JSON.stringify(history, (_key, part: unknown) =>
        typeof part === 'bigint' ? `0x${part.toString(16)}` : part,
      ),
    );
  for (const history of histories) expect(vm.read(kept(history))).toEqual(history);
  for (const strange of [null, 5, {}, { beginning: {}, operations: [] }])
    expect(vm.read(strange)).toBeUndefined();
});

// One life of KVM, command by command: after each the clauses hold, and what no single VM can show holds of all together.
//
// The simple model beside it knows only which VMs there are; the invariants are about the host and every VM that lives.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type VmCode, vmKernels } from '../../../model/kvm/vm-kernels.ts';
import { type Beginning, load, type Operation, operate } from '../../../model/kvm/vm-operation.ts';
import type { Life, Words } from '../../../model/kvm/vm-state.ts';
import { machines } from '../../../spec/chapters/machines.ts';
import { memory } from '../../../spec/chapters/memory.ts';
import { judgeSpan } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import { lpidWords } from '../../../spec/vocabulary/vm.ts';
import { sequenceOf } from '../../arbitraries/sequence-of.ts';
import { vmFaults } from './faults.ts';
import { drawOperation, simplerOperations } from './history.ts';

const clauses = [...machines.clauses, ...memory.clauses];
const watched = watchedByAll(clauses.map(({ claim }) => claim));

/** The VMs that user space has. */
interface Known {
  readonly vms: Set<number>;
}

/** KVM, and the code that it is. */
interface Real {
  readonly code: VmCode;
  life: Life;
}

class Asked implements fc.Command<Known, Real> {
  private readonly operation: Operation;
  constructor(operation: Operation) {
    this.operation = operation;
  }

  check({ vms }: Readonly<Known>): boolean {
    return vms.has(this.operation.vm) !== (this.operation.do === 'create-vm');
  }

  run({ vms }: Known, real: Real): void {
    const done = operate(real.code, real.life, this.operation);
    if (done === undefined) return;
    real.life = done.life;
    for (const { name, claim } of clauses) {
      const finding = judgeSpan(claim, done.span, watched);
      if (typeof finding === 'object')
        throw new Error(`${name}: ${finding.place} is ${finding.found}, not ${finding.expected}`);
    }
    const succeeded = done.span.after.word('op.ret') === 0n;
    if (succeeded && this.operation.do === 'create-vm') vms.add(this.operation.vm);
    if (succeeded && this.operation.do === 'destroy-vm') vms.delete(this.operation.vm);
    expect(new Set(real.life.vms.keys())).toEqual(vms);
    checkAll(real.life);
  }

  toString(): string {
    return Object.values(this.operation).join(' ');
  }
}

/** What holds of the VMs together. */
function checkAll({ host, vms }: Life): void {
  const all = [...vms.values()];
  for (const place of ['vm.lpid', 'vm.hpt'])
    expect(new Set(all.map((one) => one.get(place))).size, place).toBe(all.length);
  const sum = all.reduce((pinned, one) => pinned + (one.get('vm.pages_pinned') ?? 0n), 0n);
  expect(host.get('host.pages_pinned') ?? 0n, 'pages pinned').toBe(sum);
  expect(host.get('host.tables') ?? 0n, 'tables').toBe(BigInt(all.length));
  expect(
    all.every((one) => inUse(host, one.get('vm.lpid') ?? 0n)),
    'LPIDs in use',
  ).toBe(true);
}

const inUse = (host: Words, lpid: bigint): boolean =>
  (((host.get(lpidWords[Number(lpid >> 6n)] ?? '') ?? 0n) >> (lpid & 63n)) & 1n) === 1n;

const command = (operation: Operation): fc.Command<Known, Real> => new Asked(operation);

/** One command: an operation of those that histories are made of. */
const commands = sequenceOf(1, drawOperation, simplerOperations)
  .filter((operations) => operations.length === 1)
  .map(([operation]) => command(operation ?? { do: 'create-vm', vm: 0, memory: true }));

const BEGINNING: Beginning = {
  wanted: { hv: true, pr: false },
  pvr: 0x003f0201n,
  held: 0x1234_5601n,
  free: [3, 70],
  hostLpcr: 0x700dn,
  holes: [5, 11],
};

/** The outcome of many lives under this code. */
const lives = (code: VmCode) =>
  fc.check(
    fc.property(fc.commands([commands], { maxCommands: 40 }), (asked) => {
      const setup = () => ({
        model: { vms: new Set<number>() },
        real: { code, life: load(code, BEGINNING).life },
      });
      fc.modelRun(setup, asked);
    }),
    { seed: 11, numRuns: 300 },
  );

it('holds after every command of every life', () => {
  const { failed, errorInstance } = lives(vmKernels.repaired);
  expect(failed, String(errorInstance)).toBe(false);
});

it.each([
  'lpid-not-freed',
  'lpid-given-twice',
  'pages-not-let-go',
  'vrma-one-page-short',
  'region-checked-after-change',
] as const)('does not hold with %s, and few commands show it', (name) => {
  const { failed, counterexample } = lives(vmFaults[name]?.code ?? vmKernels.repaired);
  expect(failed).toBe(true);
  expect(String(counterexample?.[0]).split(',').length).toBeLessThanOrEqual(5);
});

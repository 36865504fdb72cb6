// Lives of KVM, operation by operation: where their words are, and that what is gone, or was local, is not kept.
import { describe, expect, it } from 'vitest';
import { vmKernels } from './vm-kernels.ts';
import { type Beginning, load, type Operation, operate } from './vm-operation.ts';
import { type Life, whereIs } from './vm-state.ts';

const BEGINNING: Beginning = {
  wanted: { hv: true, pr: false },
  pvr: 0x003f0201n,
  held: 0x1234n,
  free: [3, 70],
  hostLpcr: 0x700dn,
  holes: [5],
};

/** The life after these operations, each of which user space can ask for. */
const livedBy = (operations: readonly Operation[]): Life =>
  operations.reduce((life, operation) => {
    const done = operate(vmKernels.repaired, life, operation);
    if (done === undefined) throw new Error(`${operation.do} is none`);
    return done.life;
  }, load(vmKernels.repaired, BEGINNING).life);

const CREATE: Operation = { do: 'create-vm', vm: 0, memory: true };
const REGION: Operation = { do: 'set-region', vm: 0, slot: 0n, at: 0n, size: 1n << 24n, from: 0n };
const VCPU: Operation = { do: 'create-vcpu', vm: 0, id: 2n, memory: true };

it.each<readonly [string, string | undefined]>([
  ['host.lpcr', 'host'],
  ['host.lpid_inuse[3]', 'host'],
  ['vm.lpid', 'own'],
  ['vm.vcpu[0].id', 'own'],
  ['hpt[5].[7].v', 'own'],
  ['op.ret', 'call'],
  ['vm.table_users', 'call'],
  ['user.page[4]', 'user.page'],
  ['real.is_users[4]', 'real.is_users'],
  ...['r', 'vm', 'lpid', 'i', 'page', 'end', 'real', 'group', 'hpte_v', 'hpte_r'].map(
    (local) => [local, undefined] as const,
  ),
])('%s is in %s', (cell, where) => {
  expect(whereIs(cell)).toBe(where);
});

describe('a life', () => {
  it('keeps words of places, and no locals', () => {
    const { host, vms } = livedBy([CREATE, REGION, VCPU]);
    expect([...host.keys()].filter((cell) => !cell.startsWith('host.'))).toEqual([]);
    const own = [...(vms.get(0)?.keys() ?? [])];
    expect(own.filter((cell) => !/^(?:vm\.|hpt\[)/u.test(cell))).toEqual([]);
    expect(own).toContain('vm.vcpu[0].id');
  });

  it('is not changed by what is done in it', () => {
    const life = livedBy([CREATE]);
    const words = [...life.host, ...(life.vms.get(0) ?? [])];
    expect(operate(vmKernels.repaired, life, REGION)?.life).not.toEqual(life);
    expect([...life.host, ...(life.vms.get(0) ?? [])]).toEqual(words);
  });

  it('gives a VM that comes again nothing of the one before', () => {
    const first = livedBy([CREATE]);
    const again = livedBy([CREATE, REGION, VCPU, { do: 'destroy-vm', vm: 0 }, CREATE]);
    expect(again.vms).toEqual(first.vms);
  });

  it('has no VM that could not be made, and its LPID is free again', () => {
    const life = livedBy([{ ...CREATE, memory: false }]);
    expect(life.vms.size).toBe(0);
    expect(life.host.get('host.lpid_inuse[0]')).toBe(
      load(vmKernels.repaired, BEGINNING).life.host.get('host.lpid_inuse[0]'),
    );
  });
});

it('LPIDs that are free are the only ones not in use when KVM is loaded', () => {
  const { host } = load(vmKernels.repaired, { ...BEGINNING, free: [0, 3, 70, 1023] }).life;
  const clear = Array.from({ length: 1024 }, (_, lpid) => lpid).filter(
    (lpid) =>
      (((host.get(`host.lpid_inuse[${lpid >> 6}]`) ?? 0n) >> BigInt(lpid & 63)) & 1n) === 0n,
  );
  expect(clear).toEqual([3, 70]);
});

it('an operation that user space cannot ask for is none', () => {
  const { life } = load(vmKernels.repaired, BEGINNING);
  for (const what of ['destroy-vm', 'run', 'get-sregs'] as const)
    expect(operate(vmKernels.repaired, life, { do: what, vm: 0 })).toBeUndefined();
  expect(operate(vmKernels.repaired, livedBy([CREATE]), { do: 'run', vm: 0 })).toBeUndefined();
  expect(operate(vmKernels.repaired, livedBy([CREATE]), CREATE)).toBeUndefined();
});

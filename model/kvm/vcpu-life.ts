// A vcpu of a VM comes to be, is told and asked what processor it is, and runs: what is allocated for it, and what that holds.
//
// What happens while it runs is the business of the run loop and the switch; here a run is one step.
import { CTRL_RUN, MMCR0_FC } from '../../spec/vocabulary/bits.ts';
import { ERROR, VCPU_BYTES, VCPUS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { assign, call, returns, step, type VmAt, when } from './vm-state.ts';

/** Ids that 3.1 takes: four threads in each of as many virtual cores as there may be CPUs. */
const IDS = 4096n;
const THREADS = 4n;

/** Where each allocator has its memory: kzalloc and kmalloc in the linear mapping, vzalloc elsewhere. */
const MEMORY = {
  kzalloc: 0xc000_0000_0200_0000n,
  kmalloc: 0xc000_0000_0200_0000n,
  vzalloc: 0xd000_0000_0200_0000n,
} as const;

/** `vcpu.last_cpu` of a vcpu that has not run: −1, of 16 bits. */
const NOWHERE = 0xffffn;

/** Where in a vcpu the registers are that PR would share with the guest. */
const SHARED = 0x100n;

const vcpu = <F extends string>(at: VmAt, field: F) =>
  `vm.vcpu[${Number(at('i'))}].${field}` as const;

/** A field of the new vcpu gets its first value. */
export const fill = (
  field: 'exists' | 'id' | 'pvr' | 'shared' | 'mmcr0' | 'ctrl' | 'last_cpu',
  word: (at: VmAt) => Word,
) => step(`${field} of the new vcpu`, (at) => [[vcpu(at, field), word(at)]]);

/** Memory for a vcpu, with what it holds: nothing, or what was there before. */
export const allocateVcpu = (allocator: keyof typeof MEMORY, bytes: Word = VCPU_BYTES) =>
  step(`memory for the vcpu, by ${allocator}`, (at) => [
    [vcpu(at, 'address'), MEMORY[allocator] + (at('vm') * BigInt(VCPUS) + at('i')) * VCPU_BYTES],
    [vcpu(at, 'bytes'), bytes],
    [vcpu(at, 'rest'), allocator === 'kmalloc' ? at('op.memory_held') : 0n],
    ['host.vcpu_bytes', at('host.vcpu_bytes') + bytes],
  ]);

/** Where its shared registers are, by how far that is from its beginning. */
export const fillShared = (offset: Word) =>
  fill('shared', (at) => at(vcpu(at, 'address')) + offset);

const indexes: readonly number[] = Array.from({ length: VCPUS }, (_, i) => i);

/** The vcpus that there are, by number. */
const there = (at: VmAt): readonly number[] =>
  indexes.filter((i) => at(`vm.vcpu[${i}].exists`) === 1n);

/** Whether the VM has a virtual core for the id. */
const hasCore = (at: VmAt): boolean =>
  there(at).some((i) => at(`vm.vcpu[${i}].id`) / THREADS === at('op.id') / THREADS);

const kvmppc_core_vcpu_create = {
  'wrong-id': when((at) => at('op.id') >= IDS, { einval: returns(ERROR.EINVAL) }),
  'no-memory': when((at) => at('op.host_has_memory') === 0n, { enomem: returns(ERROR.ENOMEM) }),
  vcore: call('kvmppc_vcore_create'),
  full: when((at) => there(at).length === VCPUS, { einval: returns(ERROR.EINVAL) }),
  taken: when((at) => there(at).some((i) => at(`vm.vcpu[${i}].id`) === at('op.id')), {
    eexist: returns(ERROR.EEXIST),
  }),
  which: assign((at) => [['i', BigInt(there(at).length)]]),
  vcpu: allocateVcpu('kzalloc'),
  id: fill('id', (at) => at('op.id')),
  pvr: fill('pvr', (at) => at('host.pvr')),
  shared: fillShared(SHARED),
  mmcr0: fill('mmcr0', () => MMCR0_FC),
  ctrl: fill('ctrl', () => CTRL_RUN),
  last_cpu: fill('last_cpu', () => NOWHERE),
  exists: fill('exists', () => 1n),
  ok: returns(0n),
};

/** One thread more in the virtual core of the id, which is made for its first vcpu. */
const kvmppc_vcore_create = {
  first: when((at) => !hasCore(at), {
    make: step('a virtual core', (at) => [
      ['vm.vcores', at('vm.vcores') + 1n],
      ['host.vcores', at('host.vcores') + 1n],
    ]),
  }),
  num_threads: step('one thread more in its virtual core', (at) => [
    ['vm.vcore_threads', at('vm.vcore_threads') + 1n],
  ]),
};

/** As far as the processor is concerned, of the first vcpu. */
const kvm_arch_vcpu_ioctl_set_sregs = {
  pvr: step('the PVR of the vcpu', (at) => [['vm.vcpu[0].pvr', at('op.pvr')]]),
  ok: returns(0n),
};

/** The structure is cleared once the PVR is in it. */
const kvm_arch_vcpu_ioctl_get_sregs = {
  pvr: step('the PVR, for user space', (at) => [['op.pvr', at('vm.vcpu[0].pvr')]]),
  clear: step('the structure is cleared', () => [['op.pvr', 0n]]),
  ok: returns(0n),
};

/** As far as the VM is concerned: nothing changes. */
const kvmppc_vcpu_run = { ok: returns(0n) };

export const vcpuRoutines = {
  kvmppc_core_vcpu_create,
  kvmppc_vcore_create,
  kvm_arch_vcpu_ioctl_set_sregs,
  kvm_arch_vcpu_ioctl_get_sregs,
  kvmppc_vcpu_run,
};

// A vcpu of a VM comes to be, is told and asked what processor it is, and runs: what is allocated for it, and what that holds.
//
// What happens while it runs is the business of the run loop and the switch; here a run is one step.
import { CTRL_RUN } from '../../spec/vocabulary/bits.ts';
import { VCPU_BYTES, VCPUS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Desk } from './vm-desk.ts';
import { negative } from './vm-life.ts';
import type { VmRules } from './vm-rules.ts';

const [ENOMEM, EINVAL] = [-12n, -22n];

/** Ids that 3.1 takes: four threads in each of so many virtual cores as there may be CPUs. */
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

/** `kvm_vm_ioctl_create_vcpu` and `kvmppc_core_vcpu_create`. */
export function createVcpu(rules: VmRules, desk: Desk, vm: number): Word {
  const id = desk.read('op.id');
  if (id >= IDS) return negative(EINVAL);
  if (desk.read('op.host_has_memory') === 0n) return negative(ENOMEM);
  const there = indexes.filter((i) => desk.read(`vm.vcpu[${i}].exists`) === 1n);
  if (!rules.vcpu.countedLast) countThread(desk, there);
  if (there.length === VCPUS) return negative(EINVAL);
  if (rules.vcpu.idsDiffer && there.some((i) => desk.read(`vm.vcpu[${i}].id`) === id))
    return negative(rules.vcpu.idTaken);
  if (rules.vcpu.countedLast) countThread(desk, there);
  const i = there.length;
  const address = allocate(rules, desk, { vm, i });
  desk.step('kvmppc_core_vcpu_create.vcpu.fill', 'what a vcpu begins with', [
    [`vm.vcpu[${i}].exists`, 1n],
    [`vm.vcpu[${i}].id`, id],
    [`vm.vcpu[${i}].pvr`, rules.vcpu.pvr(desk.read('host.pvr'))],
    [`vm.vcpu[${i}].shared`, address + rules.vcpu.shared],
    [`vm.vcpu[${i}].mmcr0`, rules.vcpu.mmcr0],
    [`vm.vcpu[${i}].ctrl`, CTRL_RUN],
    [`vm.vcpu[${i}].last_cpu`, NOWHERE],
  ]);
  if (rules.vcpu.mapsShared) mapShared(desk, address + rules.vcpu.shared);
  return 0n;
}

/** The memory of a vcpu, with what it holds: nothing, or what was there before. */
function allocate(
  { vcpu: { allocator, bytes } }: VmRules,
  desk: Desk,
  { vm, i }: { readonly vm: number; readonly i: number },
): Word {
  const address = MEMORY[allocator] + BigInt(vm * VCPUS + i) * VCPU_BYTES;
  const held = allocator === 'kmalloc' ? desk.read('op.memory_held') : 0n;
  desk.step(`kvmppc_core_vcpu_create.vcpu.${allocator}`, 'memory for the vcpu', [
    [`vm.vcpu[${i}].address`, address],
    [`vm.vcpu[${i}].bytes`, bytes],
    [`vm.vcpu[${i}].rest`, held],
    ['host.vcpu_bytes', desk.read('host.vcpu_bytes') + bytes],
  ]);
  return address;
}

/** The registers' page of 4 KB at the top of the guest's addresses, as guests in user mode have it. */
function mapShared(desk: Desk, shared: Word): void {
  const page = shared & 0x0fff_ffff_ffff_f000n;
  desk.step('kvmppc_core_vcpu_create.shared.map', 'the registers are mapped for the guest', [
    ['hpt[511].[0].r', page | 0x190n],
    ['host.stores_unordered', 1n],
  ]);
  desk.step('kvmppc_core_vcpu_create.shared.barrier', 'stores stay in order', [
    ['host.stores_unordered', 0n],
  ]);
  desk.step('kvmppc_core_vcpu_create.shared.enter', 'the entry becomes valid', [
    ['hpt[511].[0].v', 0x1ff_ff01n],
  ]);
}

const indexes: readonly number[] = Array.from({ length: VCPUS }, (_, i) => i);

/** One thread more in the virtual core of the id, which is made for its first vcpu. */
function countThread(desk: Desk, there: readonly number[]): void {
  const core = desk.read('op.id') / THREADS;
  const isThere = there.some((i) => desk.read(`vm.vcpu[${i}].id`) / THREADS === core);
  if (!isThere)
    desk.step('kvmppc_core_vcpu_create.vcore.make', 'a virtual core', [
      ['vm.vcores', desk.read('vm.vcores') + 1n],
      ['host.vcores', desk.read('host.vcores') + 1n],
    ]);
  desk.step('kvmppc_core_vcpu_create.vcore.count', 'one thread more in its virtual core', [
    ['vm.vcore_threads', desk.read('vm.vcore_threads') + 1n],
  ]);
}

/** `kvm_arch_vcpu_ioctl_set_sregs`, as far as the processor is concerned: of the first vcpu. */
export function setSregs({ vcpu }: VmRules, desk: Desk): Word {
  const pvr = desk.read('op.pvr');
  const isOther = pvr !== desk.read('host.pvr');
  if (isOther && vcpu.otherPvr === 'refused') return negative(EINVAL);
  if (!isOther || vcpu.otherPvr === 'taken')
    desk.step('kvm_arch_vcpu_ioctl_set_sregs.pvr.set', 'the PVR of the vcpu', [
      ['vm.vcpu[0].pvr', pvr],
    ]);
  return 0n;
}

/** `kvm_arch_vcpu_ioctl_get_sregs`; 3.1 clears the structure once it has put the PVR in. */
export function getSregs({ vcpu }: VmRules, desk: Desk): Word {
  desk.step('kvm_arch_vcpu_ioctl_get_sregs.pvr.tell', 'the PVR, for user space', [
    ['op.pvr', vcpu.tellsPvr ? desk.read('vm.vcpu[0].pvr') : 0n],
  ]);
  return 0n;
}

/** `kvmppc_vcpu_run`, as far as the VM is concerned. */
export function runVcpu(rules: VmRules, desk: Desk): Word {
  const lpcr = rules.lpcrAtRun(desk.read('vm.lpcr'), desk.read('host.lpcr'));
  if (lpcr !== desk.read('vm.lpcr'))
    desk.step('kvmppc_vcpu_run.lpcr.set', 'LPCR for this run', [['vm.lpcr', lpcr]]);
  return 0n;
}

// A vcpu of a VM comes to be, and runs: its id, its PVR, and where its registers lie.
//
// What happens while it runs is the business of the run loop and the switch; here a run is one step.
import { VCPU_BYTES, VCPUS } from '../../spec/vm-state.ts';
import type { Word } from '../../spec/words.ts';
import type { Desk } from './vm-desk.ts';
import { negative } from './vm-life.ts';
import type { VmRules } from './vm-rules.ts';

const [ENOMEM, EEXIST, EINVAL] = [-12n, -17n, -22n];

/** Ids that 3.1 takes: four threads in each of so many virtual cores as there may be CPUs. */
const IDS = 4096n;

/** `kvm_vm_ioctl_create_vcpu` and `kvmppc_core_vcpu_create`. */
export function createVcpu(rules: VmRules, desk: Desk, vm: number): Word {
  const id = desk.read('op.id');
  if (id >= IDS) return negative(EINVAL);
  if (desk.read('op.host_has_memory') === 0n) return negative(ENOMEM);
  if (!rules.vcpu.countedLast) countThread(desk);
  const there = indexes.filter((i) => desk.read(`vm.vcpu[${i}].exists`) === 1n);
  if (there.length === VCPUS) return negative(EINVAL);
  if (rules.vcpu.idsDiffer && there.some((i) => desk.read(`vm.vcpu[${i}].id`) === id))
    return negative(EEXIST);
  if (rules.vcpu.countedLast) countThread(desk);
  const i = there.length;
  const address = rules.vcpu.base + BigInt(vm * VCPUS + i) * VCPU_BYTES;
  desk.step('kvmppc_core_vcpu_create.vcpu.fill', 'the vcpu, its registers inside', [
    [`vm.vcpu[${i}].exists`, 1n],
    [`vm.vcpu[${i}].id`, id],
    [`vm.vcpu[${i}].pvr`, rules.vcpu.pvr(desk.read('host.pvr'))],
    [`vm.vcpu[${i}].address`, address],
    [`vm.vcpu[${i}].shared`, address + rules.vcpu.shared],
  ]);
  return 0n;
}

const indexes: readonly number[] = Array.from({ length: VCPUS }, (_, i) => i);

const countThread = (desk: Desk): void =>
  desk.step('kvmppc_core_vcpu_create.vcore.count', 'one thread more in its virtual core', [
    ['vm.vcore_threads', desk.read('vm.vcore_threads') + 1n],
  ]);

/** `kvmppc_vcpu_run`, as far as the VM is concerned. */
export function runVcpu(rules: VmRules, desk: Desk): Word {
  const lpcr = rules.lpcrAtRun(desk.read('vm.lpcr'), desk.read('host.lpcr'));
  if (lpcr !== desk.read('vm.lpcr'))
    desk.step('kvmppc_vcpu_run.lpcr.set', 'LPCR for this run', [['vm.lpcr', lpcr]]);
  return 0n;
}

// The C code of a VM's life in every kernel: as Linux 3.1 has it, and what repairs it.
import { ERROR, type VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Edit } from './edits.ts';
import type { LinkedCode } from './execute.ts';
import { kernelsOf } from './kernels.ts';
import type { Code } from './statements.ts';
import { vcpuRoutines } from './vcpu-life.ts';
import { lifeRoutines } from './vm-life.ts';
import { lacksPages, regionRoutines, replaces, wholeRegion } from './vm-region.ts';
import { returns, step, type VmLocal, vmEdits, when } from './vm-state.ts';
import { vrmaRoutines } from './vrma.ts';

const { drop, guard, insertAfter, insertBefore, move, replace } = vmEdits;

const routines: Code<VmPlace, VmLocal, undefined> = {
  ...lifeRoutines,
  ...vcpuRoutines,
  ...regionRoutines,
  ...vrmaRoutines,
};

const einval = { einval: returns(ERROR.EINVAL) };

/** Repairs by the name of the defect. */
const repairs = {
  'threads-counted-too-early': [
    move('kvmppc_core_vcpu_create.vcore', 'kvmppc_core_vcpu_create.which'),
  ],
  'pvr-of-user-space': [
    insertBefore('kvm_arch_vcpu_ioctl_set_sregs.pvr', {
      other: when((at) => at('op.pvr') !== at('host.pvr'), einval),
    }),
  ],
  'pvr-not-told': [drop('kvm_arch_vcpu_ioctl_get_sregs.clear')],
  'region-checked-after-change': [
    insertBefore('kvmppc_core_prepare_memory_region.ram_npages', {
      backed: when(lacksPages, einval),
    }),
  ],
  'region-may-go': [
    insertAfter('__kvm_set_memory_region.overlaps', { final: when(replaces, einval) }),
  ],
  'vrma-only-from-zero': [
    guard('kvmppc_core_commit_memory_region.vrma', () => true),
    replace('kvmppc_core_commit_memory_region.vrma.range', wholeRegion),
  ],
  'virtual-cores-not-freed': [
    insertAfter('kvm_arch_destroy_vm.vcpus', {
      vcores: step('its virtual cores are free', (at) => [
        ['host.vcores', at('host.vcores') - at('vm.vcores')],
      ]),
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Edit<VmPlace, VmLocal, undefined>[]>>;

/** The defects of the published code, by name. */
export type VmDefect = keyof typeof repairs;

/** The C code of a VM's life, of one kernel. */
export type VmCode = LinkedCode<VmPlace, VmLocal, undefined>;

export const vmKernels = kernelsOf(routines, repairs);

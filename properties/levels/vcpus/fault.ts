// A fault of the C code around the vcpus of a VM: what goes wrong, the clauses that this breaks, and the edits that plant it.
import type { VcpusDefect } from '../../../model/kvm/vcpus-kernels.ts';
import type { VmLocal } from '../../../model/kvm/vm-state.ts';
import type { VmPlace } from '../../../spec/vocabulary/vm.ts';
import type { CodeFault } from '../code-faults.ts';

/** The first of the clauses is the one that it is about. */
export type VcpusFault = CodeFault<VmPlace, VmLocal, undefined, VcpusDefect>;

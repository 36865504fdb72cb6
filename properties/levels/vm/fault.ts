// A fault of the C code of a VM's life: what goes wrong, the clauses that this breaks, and the edits that plant it.
import type { VmDefect } from '../../../model/kvm/vm-kernels.ts';
import type { VmLocal } from '../../../model/kvm/vm-state.ts';
import type { VmPlace } from '../../../spec/vocabulary/vm.ts';
import type { CodeFault } from '../code-faults.ts';

/** The first of the clauses is the one that it is about. */
export type VmFault = CodeFault<VmPlace, VmLocal, undefined, VmDefect>;

// A fault of the C code of KVM_RUN: what goes wrong, the clauses that this breaks, and the edits that plant it.
import type { KvmDefect } from '../../../model/kvm/run-loop.ts';
import type { KvmCell, KvmLocal, World } from '../../../model/kvm/state.ts';
import type { CodeFault } from '../code-faults.ts';

export type KvmFault = CodeFault<KvmCell, KvmLocal, World, KvmDefect>;

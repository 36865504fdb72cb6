// Recorded defects of the C code around the switch, and of the protocol between the threads of a core.
import type { KvmDefect } from '../../model/kvm/run-loop.ts';
import type { VcpusDefect } from '../../model/kvm/vcpus-kernels.ts';
import type { VmDefect } from '../../model/kvm/vm-kernels.ts';
import type { ProtocolDefect } from '../../model/protocol/path.ts';
import { kernel } from '../../spec/cite.ts';
import type { Defect } from './defect.ts';

/** Of the C code around the switch: one entry for each defect that has a repair. Each is a fault of its level, too. */
export const codeDefects: Readonly<
  Record<KvmDefect | VmDefect | VcpusDefect | ProtocolDefect, Defect>
> = {
  'decrementer-lost-when-long-gone': {
    says: "The guest's DEC is the low word of the ticks left; if the guest has not run for 2^31 ticks after the expiry, that is positive again, and its decrementer interrupt does not come.",
    cite: [
      kernel('book3s_hv_rmhandlers.S:185-188', 'VCPU_DEC_EXPIRES'),
      kernel('book3s_hv.c', 'kvmppc_run_core'),
    ],
    breaks: ['expired-decrementer-is-pending'],
    fixed: 'not known',
  },
  'resume-flag-returned': {
    says: 'With a hypercall for user space KVM_RUN returns RESUME_HOST, which is 2, where its interface has 0.',
    cite: [
      kernel('book3s_hv.c:804-813', 'kvmppc_vcpu_run'),
      kernel('kvm_asm.h:101-107', 'RESUME_HOST'),
      kernel('powerpc.c:536-541', 'kvm_arch_vcpu_ioctl_run'),
    ],
    breaks: ['run-says-why-it-returns'],
    fixed: 'after 3.1',
  },
  'region-checked-after-change': {
    says: 'The RAM size and the pages checked so far are recorded before every page of a region has been checked: a region that is refused leaves them recorded.',
    cite: [kernel('book3s_hv.c:1054-1055, 1117-1136', 'kvmppc_core_prepare_memory_region')],
    breaks: [
      'failed-operation-changes-nothing',
      'destroyed-vm-holds-nothing',
      'given-pages-are-held',
      'ram-ends-with-the-last-page',
    ],
    fixed: 'not known',
  },
  'region-may-go': {
    says: 'A region may be moved, changed and removed, but its pages stay recorded, held and mapped where they were; pages recorded in their place are never released.',
    cite: [kernel('book3s_hv.c:1117-1136, 1144-1150', 'kvmppc_core_commit_memory_region')],
    breaks: [
      'given-page-stays',
      'destroyed-vm-holds-nothing',
      'given-pages-are-held',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
      'region-is-remembered',
    ],
    fixed: 'not known',
  },
  'vrma-only-from-zero': {
    says: 'Only a region at 0 has pages mapped, when it comes, and up to the first gap: memory that comes later is not in the VRMA.',
    cite: [
      kernel('book3s_hv.c:1147', 'kvmppc_core_commit_memory_region'),
      kernel('book3s_64_mmu_hv.c:104-107', 'kvmppc_map_vrma'),
    ],
    breaks: ['guest-memory-translates'],
    fixed: 'not known',
  },
  'virtual-cores-not-freed': {
    says: 'A virtual core is allocated with its first vcpu, and nothing frees it: not even the end of the VM.',
    cite: [
      kernel('book3s_hv.c:494-501', 'kvmppc_core_vcpu_create'),
      kernel('book3s_hv.c:1206-1227', 'kvmppc_core_destroy_vm'),
    ],
    breaks: ['destroyed-vm-holds-nothing'],
    fixed: 'after 3.1',
  },
  'pvr-of-user-space': {
    says: "KVM_SET_SREGS puts any PVR that user space gives into the vcpu, although the guest has the host's processor.",
    cite: [kernel('book3s_hv.c:430', 'kvm_arch_vcpu_ioctl_set_sregs')],
    breaks: ['guest-has-the-host-processor', 'other-processor-is-refused'],
    fixed: 'after 3.1',
  },
  'pvr-not-told': {
    says: 'KVM_GET_SREGS stores the PVR of the vcpu and then clears the whole structure: user space gets 0.',
    cite: [kernel('book3s_hv.c:414-416', 'kvm_arch_vcpu_ioctl_get_sregs')],
    breaks: ['user-space-is-told-the-processor'],
    fixed: 'after 3.1',
  },
  'threads-counted-too-early': {
    says: 'A virtual core is made, and counts a thread, before the id of the new vcpu is known to be free, and keeps the count when it is not.',
    cite: [kernel('book3s_hv.c:508-511', 'kvmppc_core_vcpu_create')],
    breaks: ['failed-operation-changes-nothing'],
    fixed: 'not known',
  },
  'stray-wake-enters-the-kernel': {
    says: 'A thread that naps and is woken by anything but the call of KVM goes on in the kernel with translation on, while the core is in the partition of a guest.',
    cite: [
      kernel('exceptions-64s.S:65-76', 'system_reset_pSeries'),
      kernel('book3s_hv.c:616-627', 'on_primary_thread'),
    ],
    breaks: [
      'one-partition-per-core',
      'kernel-runs-in-the-hosts-partition',
      'partition-changes-while-no-sibling-translates',
    ],
    fixed: '3.3, "Make secondary threads more robust against stray IPIs"',
  },
  'late-thread-keeps-what-it-loaded': {
    says: "A thread counts itself in only once its guest is loaded. One that comes too late naps with the guest's AMR, UAMOR, DABR and DSCR, its counters running, and the yield count raised once instead of twice.",
    cite: [kernel('book3s_hv_rmhandlers.S:165-231, 247-255, 1180-1197', 'secondary_too_late')],
    breaks: [
      'thread-naps-with-the-hosts-keys',
      'thread-naps-with-the-hosts-breakpoint',
      'thread-naps-with-the-hosts-dscr',
      'thread-naps-with-counters-frozen',
      'yield-count-says-whether-it-runs',
    ],
    fixed: 'after 3.1',
  },
  'guest-flag-stays': {
    says: 'The C code sets hstate.in_guest before it wakes a thread, and a thread that comes too late, or leaves before its guest runs, naps with it set: the vectors then hand an interrupt of the host to KVM.',
    cite: [
      kernel('book3s_hv.c:587', 'kvmppc_start_thread'),
      kernel('book3s_hv_rmhandlers.S:293-297, 1180-1204', 'HSTATE_IN_GUEST'),
    ],
    breaks: ['thread-naps-without-a-guests-flag'],
    fixed: 'after 3.1',
  },
  'prod-wakes-the-caller': {
    says: 'H_PROD looks whether the vcpu that makes it has ceded, and would wake that one: the target sleeps on, prodded.',
    cite: [kernel('book3s_hv.c:278-285', 'kvmppc_pseries_do_hcall')],
    breaks: ['prod-wakes-its-target', 'no-vcpu-sleeps-through-its-wake-up'],
    fixed: 'after 3.1',
  },
  'prodded-vcpu-sleeps-on': {
    says: 'A vcpu in the wait queue counts as runnable when an interrupt waits, not when it was prodded: woken, it sleeps again; and a prod that comes after H_CEDE has looked for one, and before the sleep, is slept through.',
    cite: [
      kernel('powerpc.c:46', 'kvm_arch_vcpu_runnable'),
      kernel('book3s_hv.c:262-269', 'kvmppc_pseries_do_hcall'),
      kernel('kvm_main.c:1511-1524', 'kvm_vcpu_block'),
    ],
    breaks: ['no-vcpu-sleeps-through-its-wake-up', 'prod-wakes-its-target'],
    fixed: 'after 3.1',
  },
  'confer-to-nobody': {
    says: 'H_CONFER returns H_SUCCESS whatever id r4 has.',
    cite: [kernel('book3s_hv.c:287-288', 'kvmppc_pseries_do_hcall')],
    breaks: ['id-of-no-vcpu-is-refused'],
    fixed: 'after 3.1',
  },
  'vcpu-id-cut-to-32-bits': {
    says: 'The 64 bits that a guest gives as the id of a vcpu become an int: with anything in the upper half H_PROD and H_REGISTER_VPA find the vcpu of the lower.',
    cite: [kernel('book3s_hv.c:150', 'kvmppc_find_vcpu')],
    breaks: ['id-of-no-vcpu-is-refused', 'hypercall-leaves-other-vcpus-alone'],
    fixed: 'not known',
  },
  'vpa-crosses-4-kb': {
    says: 'A VPA need not be in one 4 KB page: only the end of its 16 MB is looked at.',
    cite: [kernel('book3s_hv.c:207-214', 'do_h_register_vpa'), kernel('lppaca.h:48-49', 'lppaca')],
    breaks: ['vpa-is-in-one-4-kb-page'],
    fixed: 'not known',
  },
  'area-outlives-its-memory': {
    says: 'Areas stay registered when the memory that they are in is moved or removed, so that the switch stores into a page that the VM has no more; and since the page stays recorded, more areas may be registered there.',
    cite: [
      kernel('book3s_hv.c:195-215', 'do_h_register_vpa'),
      kernel('book3s_hv.c:1117-1136, 1144-1150', 'kvmppc_core_commit_memory_region'),
      kernel('book3s_hv_rmhandlers.S:203-209', 'VCPU_VPA'),
    ],
    breaks: [
      'areas-lie-in-guest-memory',
      'area-is-registered-in-given-memory',
      'good-area-is-registered',
    ],
    fixed: 'not known',
  },
  'areas-change-under-a-running-vcpu': {
    says: 'H_REGISTER_VPA changes the areas of another vcpu at once, though that may be in the guest: its entry and its exit count in different VPAs, or in one only, and may use a pointer that is gone.',
    cite: [
      kernel('book3s_hv.c:213-246', 'do_h_register_vpa'),
      kernel('book3s_hv_rmhandlers.S:203-209, 904-910', 'VCPU_VPA'),
    ],
    breaks: ['areas-stay-while-a-vcpu-runs'],
    fixed: 'after 3.1',
  },
};

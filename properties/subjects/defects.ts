// The recorded defects of the published path: what goes wrong, where the source does it, and the clauses that each breaks.
//
// The suites hold both ways: a violation that no defect records fails, and so does a record that no longer shows.

import type { KvmDefect } from '../../model/kvm/run-loop.ts';
import type { VcpusDefect } from '../../model/kvm/vcpus-kernels.ts';
import type { VmDefect } from '../../model/kvm/vm-kernels.ts';
import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import type { ProtocolDefect } from '../../model/protocol/path.ts';
import { type Citation, kernel, seed } from '../../spec/cite.ts';
import type { ClauseName } from '../../spec/contract.ts';

export interface Defect {
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
  /** Of the claims about a run of the switch; none where it shows only in what interrupts hypervisor code. */
  readonly breaks: readonly ClauseName[];
  /** What it breaks at other levels than the switch. */
  readonly elsewhere?: readonly ClauseName[];
  /** The release, or releases, in which upstream fixed it. */
  readonly fixed: string;
}

/** Of the C code around the switch: one entry for each defect that has a repair. Each is a fault of its level, too. */
const codeDefects: Readonly<Record<KvmDefect | VmDefect | VcpusDefect | ProtocolDefect, Defect>> = {
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
    breaks: ['kernel-runs-in-the-hosts-partition', 'partition-changes-while-no-sibling-translates'],
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

/** Of the path: one entry for each defect that has a repair. */
export const defects: Readonly<Record<DefectName, Defect>> = {
  'cr-not-kept': {
    says: 'The entry saves LR and r14 to r31, but not CR; the guest changes CR, and the host finds its CR2 to CR4 changed.',
    cite: [seed('43-50'), kernel('book3s_hv_rmhandlers.S:475-477', 'VCPU_CR')],
    breaks: ['host-cr-fields-return'],
    elsewhere: ['host-registers-tell-nothing-of-the-guest'],
    fixed: '3.4',
  },
  'dscr-saved-through-its-value': {
    says: "The guest's DSCR is stored at the host's DSCR value plus an offset, not in the vcpu: a wild store on every exit, including the early one.",
    cite: [kernel('book3s_hv_rmhandlers.S:868-871', 'VCPU_DSCR')],
    breaks: ['stores-stay-home', 'guest-dscr-survives'],
    elsewhere: ['memory-outside-the-vcpu-tells-nothing-of-the-guest'],
    fixed: 'between 3.6 and 3.12',
  },
  'uamor-left': {
    says: "The exit saves AMR and UAMOR but clears only AMR: the host runs with the guest's UAMOR.",
    cite: [kernel('book3s_hv_rmhandlers.S:852-857', 'SPRN_UAMOR')],
    breaks: ['host-uamor-returns'],
    elsewhere: ['host-registers-tell-nothing-of-the-guest'],
    fixed: 'about 4.4',
  },
  'vrsave-lost': {
    says: "The guest's VRSAVE is loaded and the host task's is never restored, not on the early exit either.",
    cite: [kernel('book3s_hv_rmhandlers.S:1283, 1343', 'SPRN_VRSAVE')],
    breaks: ['host-vrsave-returns'],
    elsewhere: ['host-registers-tell-nothing-of-the-guest'],
    fixed: 'about 4.4',
  },
  'dabr-written-while-counting': {
    says: 'DABR is written while the PMU may update SDAR, which on POWER7 may corrupt it: on entry after the counters are started, on exit before they are frozen.',
    cite: [kernel('book3s_hv_rmhandlers.S:170, 220, 863, 917', 'SPRN_DABR')],
    breaks: ['dabr-written-only-while-frozen'],
    fixed: '3.6',
  },
  'xer-in-the-high-half': {
    says: 'XER is loaded from and stored to the first four bytes of a field of eight: big-endian, the high half, where no C code looks for it.',
    cite: [kernel('book3s_hv_rmhandlers.S:446, 615', 'VCPU_XER'), kernel('kvm_host.h:304', 'xer')],
    breaks: ['guest-xer-survives', 'guest-starts-from-vcpu'],
    fixed: 'after 3.1',
  },
  'samples-not-switched': {
    says: "SIAR and SDAR are neither loaded nor saved: the guest reads the host's samples, and each loses its own to the other.",
    cite: [kernel('book3s_hv_rmhandlers.S:146-177, 917-957', 'SPRN_MMCRA')],
    breaks: [
      'guest-starts-from-vcpu',
      'guest-siar-survives',
      'guest-sdar-survives',
      'host-samples-return-when-in-use',
    ],
    elsewhere: [
      'guest-counters-tell-nothing-of-the-host',
      'host-counters-tell-nothing-of-the-guest',
    ],
    fixed: 'after 3.1',
  },
  'mediated-exit-asks-the-vm': {
    says: 'Whether an external interrupt is mediated is read from kvm.lpcr, in which MER is never set, and not from LPCR: every mediated interrupt ends the guest.',
    cite: [
      kernel('book3s_hv_rmhandlers.S:583-588', 'bounce_ext_interrupt'),
      kernel('book3s_hv.c:1185-1197', 'lpcr'),
    ],
    breaks: ['mediated-interrupt-goes-to-guest'],
    fixed: 'after 3.1',
  },
  'host-handler-in-the-guests-partition': {
    says: "hstate.in_guest says that a guest runs only from right before the guest starts to the first steps of the exit: a machine check or a system reset that comes while the guest's partition is loaded, or not left yet, enters the host's handler, which turns translation on in the guest's partition, with the guest's keys and without the kernel's segments.",
    cite: [
      kernel('book3s_hv_rmhandlers.S:225-271, 469-470', 'KVM_GUEST_MODE_GUEST'),
      kernel('book3s_hv_rmhandlers.S:562-563, 748-857', 'KVM_GUEST_MODE_NONE'),
    ],
    breaks: ['vectors-know-when-translation-is-not-the-hosts'],
    elsewhere: ['host-handlers-run-in-the-hosts-partition'],
    fixed: '3.14',
  },
  'interrupted-hypervisor-taken-for-a-guest': {
    says: "The exit never asks whether HV was on in what was interrupted: a machine check or a system reset that comes in hypervisor code while hstate.in_guest is not 0 is taken for the guest's, and what the hypervisor had in its registers is saved as the guest's.",
    cite: [kernel('book3s_hv_rmhandlers.S:469-495, 508-563', 'kvmppc_interrupt')],
    breaks: [],
    elsewhere: [
      'interrupted-hypervisor-is-no-guest',
      'interrupt-of-the-hypervisor-is-handled-or-stops-it',
    ],
    fixed: '3.14',
  },
  'hypervisor-vectors-say-recoverable': {
    says: 'The interrupts that use HSRR0 and HSRR1 leave MSR[RI] as it was, while r13 waits in HSPRG1 and r9 to r12 in paca.exgen. A machine check or a system reset in the code of such a vector uses the same and finds RI on, so its handler returns: r13 is lost, and after a system reset r9 to r12 are.',
    cite: [
      kernel('exception-64s.h:64-79', '__EXCEPTION_PROLOG_1'),
      kernel('exceptions-64s.S:43, 80, 298-300', 'SET_SCRATCH0'),
      kernel('traps.c:243, 661', 'MSR_RI'),
    ],
    breaks: [],
    elsewhere: ['recovered-hypervisor-has-lost-nothing'],
    fixed: '5.1',
  },
  'system-reset-untested': {
    says: "The vector of a system reset makes no test: when it comes while a guest runs, the host's handler runs with translation on in the guest's partition, and KVM never hears of it. It looks for a nap in SRR1 before CR is put away, so CR0 is lost besides.",
    cite: [kernel('exceptions-64s.S:51-53, 80', 'system_reset_pSeries')],
    breaks: [
      'interrupts-from-a-guest-go-to-kvm',
      'translation-off-outside-host-partition',
      'guest-runs-without-hv',
      'only-mediated-interrupts-resume',
      'resumed-guest-keeps-its-registers',
    ],
    elsewhere: [
      'hypervisor-vectors-ask-for-a-guest',
      'host-handlers-run-in-the-hosts-partition',
      'handler-is-told-what-was-interrupted',
      'recovered-hypervisor-has-lost-nothing',
    ],
    fixed: 'after 3.1',
  },
};

/** All of them. */
export const recorded: Readonly<Record<string, Defect>> = { ...defects, ...codeDefects };

/** Every clause that a recorded defect breaks, at any level; none where no defect has this name. */
export const brokenBy = (name: string): readonly string[] => {
  const { breaks = [], elsewhere = [] } = recorded[name] ?? {};
  return [...breaks, ...elsewhere];
};

/** The defects that show in a run of the switch alone; the others show only where an interrupt comes while hypervisor code runs. */
export const switchDefects: readonly DefectName[] = defectNames.filter(
  (name) => defects[name].breaks.length > 0,
);

// The recorded defects of the published path: what goes wrong, where the source does it, and the clauses that each breaks.
//
// The suites hold both ways: a violation that no defect records fails, and so does a record that no longer shows.

import { type DefectName, defectNames } from '../../model/paths/repairs.ts';
import { kernel, seed } from '../../spec/cite.ts';
import { codeDefects } from './code-defects.ts';
import type { Defect } from './defect.ts';

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
      'memory-outside-the-vcpu-tells-nothing-of-the-guest',
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

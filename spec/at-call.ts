// Assumptions about the call: facts about the caller, its structures and the VM that the switch does not check.
//
// Each says what places hold, so that it can be established as well as judged.

import { type Citation, isa, kernel, message, seed } from './cite.ts';
import type { Claim } from './clause.ts';
import { bolted, inVpa, listed, ranHereLast } from './tables.ts';
import { address, and, choose, each, equal, literal, no, now, or, same } from './terms.ts';
import { CTRL_RUN, LPCR, LPID_RSVD, MSR, UNSYNCED } from './vocabulary/bits.ts';
import { lowBits } from './vocabulary/words.ts';

/** What an assumption says, and what it rests on. */
export interface Statement {
  readonly name: string;
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
}

/** True of the state in which the entry routine is called. */
export interface AtCall extends Statement {
  readonly of: 'call';
  readonly claim: Claim;
}

const ALL = lowBits(64);

/** The linear mapping of real address 0. */
const KERNEL_BASE = 0xc000000000000000n;
const lpid = and(now('kvm.lpid'), literal(LPID_RSVD));

/** The assumptions about the call, in an order in which later ones build on earlier ones. */
export const atCall: readonly AtCall[] = [
  {
    name: 'host-calls-in-virtual-mode',
    of: 'call',
    says: 'The caller is the kernel with translation on: MSR has SF, HV, ME, IR, DR and RI set, EE set or not, and nothing else, so that translations of every valid SLB entry may be cached.',
    cite: [kernel('book3s_hv.c', 'kvmppc_run_core'), message('partition-zero')],
    claim: each(
      equal(now('MSR'), literal(MSR.SF | MSR.HV | MSR.ME | MSR.IR | MSR.DR | MSR.RI), {
        mask: ALL & ~MSR.EE,
      }),
      equal(now('UNCACHED'), literal(0n)),
    ),
  },
  {
    name: 'structures-are-where-pointers-say',
    of: 'call',
    says: 'r1, r4, r13, HSPRG0 and the pointers in PACA and vcpu point to the structures; vcpu.vpa points to the VPA or is 0.',
    cite: [
      seed('38, 47, 54, 74'),
      kernel('book3s_hv.c', 'kvmppc_run_vcpu'),
      kernel('paca.h', 'paca_struct'),
    ],
    claim: each(
      equal(now('r1'), address('caller')),
      equal(now('r4'), address('vcpu')),
      equal(now('r13'), address('paca')),
      equal(now('HSPRG0'), address('paca')),
      equal(now('hstate.kvm_vcpu'), address('vcpu')),
      equal(now('vcpu.kvm'), address('kvm')),
      equal(now('paca.lppaca_ptr'), address('lppaca')),
      equal(now('paca.slb_shadow_ptr'), address('slb_shadow')),
      equal(now('vcpu.vpa'), choose(now('vcpu.vpa'), address('vpa'), literal(0n))),
    ),
  },
  {
    name: 'caller-is-outside-the-switch',
    of: 'call',
    says: 'LR points to an instruction of the caller, in the linear mapping and not in the switch itself.',
    cite: [seed('43'), kernel('book3s_hv.c', '__kvmppc_vcore_entry')],
    claim: equal(now('LR'), literal(0xc000000080000000n), { mask: ALL & ~0x7ffffffcn }),
  },
  {
    name: 'host-is-partition-zero',
    of: 'call',
    says: "LPIDR is 0: the host's partition.",
    cite: [message('partition-zero')],
    claim: equal(now('LPIDR'), literal(0n)),
  },
  {
    name: 'vm-records-the-host-partition',
    of: 'call',
    says: 'kvm.host_sdr1, host_lpid and host_lpcr are what SDR1, LPIDR and LPCR hold.',
    cite: [kernel('book3s_hv.c', 'kvmppc_core_init_vm')],
    claim: each(
      equal(now('kvm.host_sdr1'), now('SDR1')),
      equal(now('kvm.host_lpid'), now('LPIDR')),
      equal(now('kvm.host_lpcr'), now('LPCR')),
    ),
  },
  {
    name: 'vm-has-a-partition-of-its-own',
    of: 'call',
    says: "kvm.lpid is neither the host's LPID nor the reserved one.",
    cite: [kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt')],
    claim: equal(
      now('kvm.lpid'),
      choose(or(no(lpid), same(lpid, literal(LPID_RSVD))), literal(1n), lpid),
    ),
  },
  {
    name: 'vm-lpcr-lets-hdec-interrupt',
    of: 'call',
    says: 'kvm.lpcr has HDICE set and MER clear.',
    cite: [
      kernel('book3s_hv.c', 'kvmppc_core_init_vm'),
      isa('III-S', 'Logical Partitioning Control Register'),
    ],
    claim: equal(now('kvm.lpcr'), literal(LPCR.HDICE), { mask: LPCR.HDICE | LPCR.MER }),
  },
  {
    name: 'vm-lpcr-leaves-interrupts-to-the-guest',
    of: 'call',
    says: "kvm.lpcr has LPES1 set, as the host's LPCR does: interrupts that have no vector of the hypervisor go to the guest.",
    cite: [isa('III-S', 'Logical Partitioning Control Register')],
    claim: equal(now('kvm.lpcr'), literal(LPCR.LPES1), { mask: LPCR.LPES1 }),
  },
  {
    name: 'run-latch-is-on',
    of: 'call',
    says: 'CTRL holds the run latch, set, and nothing else.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'SPRN_CTRLT'), isa('III-S', 'Control Register')],
    claim: equal(now('CTRL'), literal(CTRL_RUN)),
  },
  {
    name: 'slb-shadow-is-current',
    of: 'call',
    says: 'The SLB shadow holds the bolted entries as they are in the SLB, numbered 0 to 2.',
    cite: [kernel('slb.c', 'slb_shadow_update')],
    claim: each(...bolted),
  },
  {
    name: 'vcpu-slb-is-well-formed',
    of: 'call',
    says: 'vcpu.slb_nr is 32, slb_max is no more than that, and the listed entries are valid, each with an index of its own.',
    cite: [kernel('book3s_hv.c', 'kvm_arch_vcpu_ioctl_set_sregs')],
    claim: each(
      equal(now('vcpu.slb_nr'), literal(32n)),
      equal(
        now('vcpu.slb_max'),
        choose(
          same(now('vcpu.slb_max'), literal(32n)),
          literal(32n),
          and(now('vcpu.slb_max'), literal(31n)),
        ),
      ),
      ...listed,
    ),
  },
  {
    name: 'cpu-has-a-record',
    of: 'call',
    says: 'paca.paca_index is the number of the first thread of a core, and of a CPU that kvm.last_vcpu has an element for (in the model, 16).',
    cite: [kernel('kvm_host.h', 'last_vcpu'), kernel('book3s_hv.c', 'kvmppc_run_core')],
    claim: equal(now('paca.paca_index'), literal(0n), { mask: 0xfff3n }),
  },
  {
    name: 'vcpu-id-fits-its-record',
    of: 'call',
    says: 'vcpu.vcpu_id fits in the 16 bits of kvm.last_vcpu, and is the id of the first vcpu of a virtual core.',
    cite: [kernel('kvm_host.h', 'KVM_MAX_VCPUS')],
    claim: equal(now('vcpu.vcpu_id'), literal(0n), { mask: 0xffff0003n }),
  },
  {
    name: 'translations-age-only-by-moving',
    of: 'call',
    says: "Cached translations of the guest's partition, which is kvm.lpid, can be stale only if the vcpu last ran on another CPU, or its CPU last ran another vcpu.",
    cite: [
      kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU'),
      isa('III-S', 'TLB Management Instructions'),
    ],
    claim: each(
      equal(now('TLB_LPID'), now('kvm.lpid')),
      equal(now('TLB[0]'), choose(ranHereLast, literal(0n), literal(ALL))),
      equal(now('TLB[1]'), choose(ranHereLast, literal(0n), literal(ALL))),
    ),
  },
  {
    name: 'no-update-is-under-way',
    of: 'call',
    says: 'No reservation is held on a granule of the VPA, and no store conditional has failed that is to be tried again: an interrupt of the kernel that returns leaves no reservation but on its stack.',
    cite: [
      kernel('entry_64.S', 'CPU_FTR_STCX_CHECKS_ADDRESS'),
      kernel('book3s_hv.c', 'kvmppc_run_core'),
    ],
    claim: each(
      equal(now('RESERVE'), choose(inVpa(now('RESERVE')), literal(0n), now('RESERVE'))),
      equal(now('UNDONE'), literal(0n)),
    ),
  },
  {
    name: 'host-wrote-its-breakpoint-well',
    of: 'call',
    says: 'DABR holds what the host has written there: it did so while the PMU could not sample, or has read it back.',
    cite: [kernel('process.c', 'set_dabr'), isa('III-S', 'Data Address Breakpoint Register')],
    claim: equal(now('UNSYNCED'), literal(0n), {
      mask: UNSYNCED.DABR_UNREAD | UNSYNCED.DABR_WRONG,
    }),
  },
  {
    name: 'no-guest-runs-yet',
    of: 'call',
    says: 'hstate.in_guest is 0.',
    cite: [kernel('exception-64s.h', 'KVMTEST')],
    claim: equal(now('hstate.in_guest'), literal(0n)),
  },
  {
    name: 'no-sibling-comes-online',
    of: 'call',
    says: 'No other thread of the core executes when the switch is called; the model starts none before it returns.',
    cite: [message('single-thread'), kernel('book3s_hv.c', 'kvmppc_run_core')],
    claim: equal(now('SIBLINGS'), literal(0n)),
  },
  {
    name: 'paca-is-the-kernels',
    of: 'call',
    says: 'r2 and paca.kernel_toc point to the TOC; the PACA holds the base of kernel text and the MSR that the kernel runs with, and says that interrupts are enabled.',
    cite: [kernel('paca.h', 'paca_struct'), kernel('paca.c', 'initialise_paca')],
    claim: each(
      equal(now('r2'), address('toc')),
      equal(now('paca.kernel_toc'), address('toc')),
      equal(now('paca.kernelbase'), literal(KERNEL_BASE)),
      equal(now('paca.kernel_msr'), literal(MSR.SF | MSR.HV | MSR.ME | MSR.IR | MSR.DR | MSR.RI)),
      equal(now('paca.soft_enabled'), literal(1n)),
    ),
  },
  {
    name: 'vcpu-is-the-primary-thread',
    of: 'call',
    says: 'hstate.kvm_vcore points to the virtual core, in which no thread has entered or left yet; vcpu.ptid is 0.',
    cite: [kernel('book3s_hv.c', 'kvmppc_run_core'), kernel('kvm_host.h', 'kvmppc_vcore')],
    claim: each(
      equal(now('hstate.kvm_vcore'), address('vcore')),
      equal(now('vcpu.ptid'), literal(0n)),
      equal(now('vcore.entry_exit_count'), literal(0n)),
      equal(now('vcore.in_guest'), literal(0n)),
    ),
  },
];

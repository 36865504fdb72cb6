// Threads: all threads of a core are in one partition, whichever come and go, and every KVM_RUN is answered.
//
// These clauses, and three of chapter Partition, are judged on every state of every core, as each thread sees it.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import {
  and,
  atMost,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  throughout,
} from '../terms.ts';
import { LPID_RSVD, MSR } from '../vocabulary/bits.ts';

const SINGLE_THREAD = message('single-thread');
const TRANSLATES = MSR.IR | MSR.DR;
const hypervisor = has(now('MSR'), MSR.HV);
const hasVcpu = nonzero(now('hstate.kvm_vcpu'));
const inGuest = and(hasVcpu, no(hypervisor));
const hostsPartition = same(now('LPIDR'), literal(0n));

/** Six steps lead in after the check; where no guest runs after all, five lead back out, and KVM_RUN returns. */
const STEPS = 12;

export const threads = chapter(
  'Threads',
  'All threads of a core are in one partition, whichever come and go, and every KVM_RUN is answered.',
  {
    'table-belongs-to-the-partition': {
      says: "Whenever LPIDR is the host's, SDR1 is the host's; while a guest runs, LPIDR and SDR1 are its VM's.",
      cite: [message('partition-zero'), isa('III-S', 'Storage Description Register 1')],
      over: 'core',
      claim: throughout(
        each(
          given(hostsPartition, equal(now('SDR1'), now('kvm.host_sdr1'))),
          given(
            inGuest,
            each(equal(now('LPIDR'), now('kvm.lpid')), equal(now('SDR1'), now('kvm.sdr1'))),
          ),
        ),
      ),
    },
    'partition-is-switched-uninterrupted': {
      says: "In hypervisor state, MSR[EE] is 0 whenever translation is off or LPIDR is not the host's.",
      cite: [
        kernel('book3s_hv_interrupts.S', '__kvmppc_vcore_entry'),
        isa('III-S', 'External Interrupt'),
      ],
      over: 'core',
      claim: throughout(holds('MSR', no(has(now('MSR'), MSR.EE))), {
        while: and(nonzero(hypervisor), or(no(has(now('MSR'), TRANSLATES)), no(hostsPartition))),
      }),
    },
    'first-thread-enters-alone': {
      says: 'A thread that has loaded a vcpu and has translation off, guest or hypervisor, is the first of its core, and the other threads of the core are offline.',
      cite: [SINGLE_THREAD, kernel('book3s_hv.c', 'kvmppc_run_core')],
      over: 'core',
      claim: throughout(
        each(equal(now('paca.paca_index'), literal(0n)), equal(now('SIBLINGS'), literal(0n))),
        { while: and(hasVcpu, no(has(now('MSR'), TRANSLATES))) },
      ),
    },
    'vcpu-runs-on-one-thread': {
      says: 'No more threads have loaded a vcpu of a VM than the VM has vcpus: with one vcpu, one thread at most.',
      cite: [kernel('kvm_main.c', 'vcpu_load')],
      over: 'core',
      claim: throughout(holds('vm.taken', atMost(now('vm.taken'), now('vm.vcpus'))), {
        while: hasVcpu,
      }),
    },
    'asked-is-answered': {
      says: `A thread that has loaded a vcpu enters the guest or releases the vcpu within ${STEPS} steps of its own, and never waits for another thread while it has a vcpu.`,
      cite: [SINGLE_THREAD, kernel('book3s_hv.c', 'kvmppc_vcpu_run')],
      over: 'core',
      claim: throughout(
        each(
          holds('thread.steps', atMost(now('thread.steps'), literal(BigInt(STEPS - 1)))),
          holds('thread.waits', no(now('thread.waits'))),
        ),
        { while: hasVcpu },
      ),
    },
    'some-thread-can-go-on': {
      says: 'From every state a core can go on to another one: there is no deadlock.',
      cite: [kernel('cpu.c', 'cpu_hotplug_begin'), kernel('book3s_hv.c', 'kvmppc_run_core')],
      over: 'core',
      claim: throughout(holds('core.moves', now('core.moves'))),
    },
    'some-thread-runs-a-guest': {
      says: "Some thread runs a guest in a partition that is neither the host's nor the reserved one.",
      cite: [message('supervisor-mode')],
      over: 'core',
      claim: reachable(
        and(inGuest, no(or(hostsPartition, same(now('LPIDR'), literal(LPID_RSVD))))),
      ),
    },
  },
);

// Witnesses: some run takes every path through the switch, so that no clause holds only because no run met its condition.

import { chapter } from '../chapter.ts';
import { isa, kernel, message, seed } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  always,
  and,
  at,
  choose,
  has,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  was,
} from '../terms.ts';
import { LPCR, MSR, VECTOR } from '../vocabulary/bits.ts';

const REACHES = message('hypervisor-interrupts');
const set = (term: Term, bits: bigint): Term => nonzero(has(term, bits));

/** The interrupts other than a hypercall that save the guest's MSR in SRR1. */
const checked = or(at('MACHINE_CHECK'), at('SYSTEM_RESET'));

export const witnesses = chapter(
  'Witnesses',
  'Every path through the switch is taken by some run.',
  {
    'some-exit-is-hdec': {
      says: 'Some guest is ended by the hypervisor decrementer.',
      cite: [REACHES],
      over: 'exit',
      claim: reachable(at('HV_DECREMENTER')),
    },
    'some-exit-is-hypercall': {
      says: 'Some guest is ended by a hypercall.',
      cite: [message('hypercalls-exit')],
      over: 'exit',
      claim: reachable(at('SYSTEM_CALL')),
    },
    'some-exit-is-external': {
      says: 'Some guest is ended by an external interrupt.',
      cite: [isa('III-S', 'External Interrupt')],
      over: 'exit',
      claim: reachable(at('EXTERNAL')),
    },
    'some-exit-is-machine-check': {
      says: 'Some guest is ended by a machine check.',
      cite: [isa('III-S', 'Machine Check Interrupt')],
      over: 'exit',
      claim: reachable(at('MACHINE_CHECK')),
    },
    'some-exit-is-data-storage': {
      says: 'Some guest is ended by a hypervisor data storage interrupt.',
      cite: [REACHES],
      over: 'exit',
      claim: reachable(at('H_DATA_STORAGE')),
    },
    'some-exit-is-inst-storage': {
      says: 'Some guest is ended by a hypervisor instruction storage interrupt.',
      cite: [REACHES],
      over: 'exit',
      claim: reachable(at('H_INST_STORAGE')),
    },
    'some-exit-is-emulation-assist': {
      says: 'Some guest is ended by an emulation assistance interrupt.',
      cite: [REACHES],
      over: 'exit',
      claim: reachable(at('H_EMUL_ASSIST')),
    },
    'some-exit-is-maintenance': {
      says: 'Some guest is ended by a hypervisor maintenance interrupt.',
      cite: [isa('III-S', 'Hypervisor Maintenance Interrupt')],
      over: 'exit',
      claim: reachable(at('H_MAINTENANCE')),
    },
    'some-leftover-hdec-resumes': {
      says: 'Some guest is resumed after a leftover hypervisor decrementer interrupt.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'ignore_hdec')],
      over: 'resume',
      claim: reachable(at('HV_DECREMENTER')),
    },
    'some-interrupt-is-mediated': {
      says: 'Some guest with EE on meets an external interrupt that LPCR[MER] raises.',
      cite: [isa('III-S', 'External Interrupt')],
      over: 'guest',
      claim: reachable(
        and(
          set(now('LPCR'), LPCR.MER),
          and(same(now('NIA'), literal(VECTOR.EXTERNAL)), set(now('HSRR1'), MSR.EE)),
        ),
      ),
    },
    'some-switch-is-refused': {
      says: 'Some switch finds HDEC about to expire and runs no guest.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'hdec_soon')],
      over: 'refusal',
      claim: reachable(always),
    },
    'some-host-uses-pmu': {
      says: 'Some host uses the PMU.',
      cite: [seed('74-77')],
      over: 'switch',
      claim: reachable(set(was('lppaca.pmcregs_in_use'), 0xffn)),
    },
    'some-host-leaves-pmu': {
      says: 'Some host does not use the PMU.',
      cite: [seed('74-77')],
      over: 'switch',
      claim: reachable(no(was('lppaca.pmcregs_in_use'))),
    },
    'some-guest-has-no-vpa': {
      says: 'Some guest has registered no VPA.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_VPA')],
      over: 'exit',
      claim: reachable(no(was('vcpu.vpa'))),
    },
    'some-guest-leaves-pmu': {
      says: 'Some guest says in its VPA that it does not use the PMU.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE')],
      over: 'exit',
      claim: reachable(
        and(set(was('vcpu.vpa'), 0xffffffffffffffffn), no(was('vpa.pmcregs_in_use'))),
      ),
    },
    'some-dec-is-negative': {
      says: 'Some host calls with its decrementer already expired.',
      cite: [isa('III-S', 'Decrementer')],
      over: 'switch',
      claim: reachable(set(was('DEC'), 0x80000000n)),
    },
    'some-guest-dec-is-negative': {
      says: 'Some guest is interrupted with its decrementer expired.',
      cite: [isa('III-S', 'Decrementer')],
      over: 'exit',
      claim: reachable(set(was('DEC'), 0x80000000n)),
    },
    'some-host-has-interrupts-off': {
      says: 'Some host calls with MSR[EE] off.',
      cite: [seed('61-65')],
      over: 'switch',
      claim: reachable(no(has(was('MSR'), MSR.EE))),
    },
    'some-guest-is-in-problem-state': {
      says: 'Some guest is interrupted in problem state.',
      cite: [isa('III-S', 'Machine State Register')],
      over: 'exit',
      claim: reachable(
        set(choose(or(at('SYSTEM_CALL'), checked), was('SRR1'), was('HSRR1')), MSR.PR),
      ),
    },
    'some-vcpu-moved': {
      says: 'Some vcpu last ran on another CPU, or this CPU last ran another vcpu.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU')],
      over: 'entry',
      claim: reachable(was('TLB[0]')),
    },
    'some-vcpu-stayed': {
      says: 'Some vcpu last ran on this CPU, and this CPU last ran it.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU')],
      over: 'entry',
      claim: reachable(no(was('TLB[0]'))),
    },
    'some-time-passes': {
      says: 'Time passes during some switch.',
      cite: [isa('III-S', 'Time Base')],
      over: 'switch',
      claim: reachable(no(same(now('TB'), was('TB')))),
    },
  },
);

// Witnesses: every way through the switch is taken by some run, so that no clause holds for want of an occasion.

import type { Citation } from '../cite.ts';
import { isa, kernel, message, seed } from '../cite.ts';
import type { Chapter, Clause, Term } from '../clause.ts';
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
import type { SpanKind } from '../vocabulary/machine.ts';

const REACHES = message('hypervisor-interrupts');
const set = (term: Term, bits: bigint): Term => nonzero(has(term, bits));

/** Beside a hypercall, the interrupts that save the guest's MSR in SRR1. */
const checked = or(at('MACHINE_CHECK'), at('SYSTEM_RESET'));

function witness(name: string, says: string, over: SpanKind, when: Term, cite: Citation): Clause {
  return { name, says, cite: [cite], over, claim: reachable(when) };
}

export const witnesses: Chapter = {
  title: 'Witnesses',
  about: 'Every way through the switch is taken by some run.',
  clauses: [
    witness(
      'some-exit-is-hdec',
      'Some guest is ended by the hypervisor decrementer.',
      'exit',
      at('HV_DECREMENTER'),
      REACHES,
    ),
    witness(
      'some-exit-is-hypercall',
      'Some guest ends with a hypercall.',
      'exit',
      at('SYSTEM_CALL'),
      message('hypercalls-exit'),
    ),
    witness(
      'some-exit-is-external',
      'Some guest is ended by an external interrupt.',
      'exit',
      at('EXTERNAL'),
      isa('III-S', 'External Interrupt'),
    ),
    witness(
      'some-exit-is-machine-check',
      'Some guest is ended by a machine check.',
      'exit',
      at('MACHINE_CHECK'),
      isa('III-S', 'Machine Check Interrupt'),
    ),
    witness(
      'some-exit-is-data-storage',
      'Some guest is ended by a hypervisor data storage interrupt.',
      'exit',
      at('H_DATA_STORAGE'),
      REACHES,
    ),
    witness(
      'some-exit-is-inst-storage',
      'Some guest is ended by a hypervisor instruction storage interrupt.',
      'exit',
      at('H_INST_STORAGE'),
      REACHES,
    ),
    witness(
      'some-exit-is-emulation-assist',
      'Some guest is ended by an emulation assistance interrupt.',
      'exit',
      at('H_EMUL_ASSIST'),
      REACHES,
    ),
    witness(
      'some-leftover-hdec-resumes',
      'Some guest is resumed after a leftover hypervisor decrementer interrupt.',
      'resume',
      at('HV_DECREMENTER'),
      kernel('book3s_hv_rmhandlers.S', 'ignore_hdec'),
    ),
    witness(
      'some-interrupt-is-mediated',
      'Some guest with EE on meets an external interrupt that LPCR[MER] raises.',
      'guest',
      and(
        set(now('LPCR'), LPCR.MER),
        and(same(now('NIA'), literal(VECTOR.EXTERNAL)), set(now('HSRR1'), MSR.EE)),
      ),
      isa('III-S', 'External Interrupt'),
    ),
    witness(
      'some-switch-is-refused',
      'Some switch finds HDEC about to expire and runs no guest.',
      'refusal',
      always,
      kernel('book3s_hv_rmhandlers.S', 'hdec_soon'),
    ),
    witness(
      'some-host-uses-pmu',
      'Some host uses the PMU.',
      'switch',
      set(was('lppaca.pmcregs_in_use'), 0xffn),
      seed('74-77'),
    ),
    witness(
      'some-host-leaves-pmu',
      'Some host does not use the PMU.',
      'switch',
      no(was('lppaca.pmcregs_in_use')),
      seed('74-77'),
    ),
    witness(
      'some-guest-has-no-vpa',
      'Some guest registered no VPA.',
      'exit',
      no(was('vcpu.vpa')),
      kernel('book3s_hv_rmhandlers.S', 'VCPU_VPA'),
    ),
    witness(
      'some-guest-leaves-pmu',
      'Some guest says in its VPA that it does not use the PMU.',
      'exit',
      and(set(was('vcpu.vpa'), 0xffffffffffffffffn), no(was('vpa.pmcregs_in_use'))),
      kernel('book3s_hv_rmhandlers.S', 'LPPACA_PMCINUSE'),
    ),
    witness(
      'some-dec-is-negative',
      'Some host calls with its decrementer already expired.',
      'switch',
      set(was('DEC'), 0x80000000n),
      isa('III-S', 'Decrementer'),
    ),
    witness(
      'some-guest-dec-is-negative',
      'Some guest is interrupted with its decrementer expired.',
      'exit',
      set(was('DEC'), 0x80000000n),
      isa('III-S', 'Decrementer'),
    ),
    witness(
      'some-host-has-interrupts-off',
      'Some host calls with MSR[EE] off.',
      'switch',
      no(has(was('MSR'), MSR.EE)),
      seed('61-65'),
    ),
    witness(
      'some-guest-is-in-problem-state',
      'Some guest is interrupted in problem state.',
      'exit',
      set(choose(or(at('SYSTEM_CALL'), checked), was('SRR1'), was('HSRR1')), MSR.PR),
      isa('III-S', 'Machine State Register'),
    ),
    witness(
      'some-vcpu-moved',
      'Some vcpu ran on another CPU last, or this CPU ran another vcpu.',
      'entry',
      was('TLB[0]'),
      kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU'),
    ),
    witness(
      'some-vcpu-stayed',
      'Some vcpu ran on this CPU last, and this CPU ran it.',
      'entry',
      no(was('TLB[0]')),
      kernel('book3s_hv_rmhandlers.S', 'VCPU_LAST_CPU'),
    ),
    witness(
      'some-time-passes',
      'Time passes during some switch.',
      'switch',
      no(same(now('TB'), was('TB'))),
      isa('III-S', 'Time Base'),
    ),
  ],
};

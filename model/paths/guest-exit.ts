// kvmppc_interrupt (book3s_hv_rmhandlers.S): from a vector to a decision, with every volatile register of the guest
// put away. On arrival r12 = the tagged vector, r13 = PACA; r9 becomes the vcpu. r10 = PC and r11 = MSR stay live.
//
// As published: the mediated interrupt is recognised by a word that never has MER in it (kvm.lpcr instead of LPCR).
import { LPCR, MSR, VECTOR } from '../../spec/vocabulary/bits.ts';
import { handlerNames } from '../../spec/vocabulary/hypercalls.ts';
import type { Words } from '../../spec/vocabulary/words.ts';
import { passage, routine } from '../program.ts';
import type { View } from '../step.ts';
import { goTo, goToIf, has, is, isZero } from '../steps/branch.ts';
import { beforeHandlers } from '../steps/handler.ts';
import { constant, copy, register, type Source, set, transfers } from '../steps/transfer.ts';
import { LEAVING } from './base-registers.ts';
import { goOnToUserSpace, takeAnswer, tryRealMode } from './hypercalls.ts';
import { eachGpr } from './registers.ts';

const { field, save, load, move, put } = transfers(LEAVING);

/** host_r2 serves as scratch: the host's r2 comes from the PACA. */
const saveVolatiles = passage('exit.gprs', {
  'r9-aside': beforeHandlers(handlerNames, save('r9').to('hstate.host_r2')),
  vcpu: load('r9').from('hstate.kvm_vcpu'),
  ...eachGpr(0, 8, (r, n) => save(r).to(`vcpu.gpr[${n}]`)),
  'r9-kept': move('hstate.host_r2').to('vcpu.gpr[9]'),
  r10: save('r10').to('vcpu.gpr[10]'),
  r11: save('r11').to('vcpu.gpr[11]'),
  r12: move('hstate.scratch0').to('vcpu.gpr[12]'),
  cr: move('hstate.scratch1', { bytes: 4 }).to('vcpu.cr'),
  'host-r1': load('r1').from('hstate.host_r1'),
  'host-r2': load('r2').from('paca.kernel_toc'),
});

const saveInterrupted = passage('exit.interrupted', {
  srr0: save('SRR0').to('vcpu.srr0'),
  srr1: save('SRR1').to('vcpu.srr1'),
  pc: set('r10', byTag('HSRR0', 'SRR0'), 'SRR0, or HSRR0 if r12 has bit 1'),
  msr: set('r11', byTag('HSRR1', 'SRR1'), 'SRR1, or HSRR1 if r12 has bit 1'),
  untag: set(
    'r12',
    (view, words) => words.and(view.register('r12'), words.not(words.literal(3n))),
    'r12 without its two low bits',
  ),
  'pc-kept': save('r10').to('vcpu.pc'),
  'msr-kept': save('r11').to('vcpu.msr'),
  r13: save('HSPRG1').to('vcpu.gpr[13]'),
  lr: save('LR').to('vcpu.lr'),
  'in-guest': put(constant(0n), '0').into('hstate.in_guest'),
  trap: save('r12').to('vcpu.trap'),
});

/** A hypervisor decrementer interrupt with HDEC positive again is nobody's. */
const ignoreLeftover = passage('exit.leftover', {
  other: goToIf(
    isZero(is(register('r12'), VECTOR.HV_DECREMENTER)),
    'r12 is not 0x980',
    'exit.hcall',
  ),
  'hdec-negative': goToIf(has(register('HDEC'), 0x80000000n), 'HDEC < 0', 'exit.hcall'),
  vcpu: copy('r9', 'r4'),
  resume: goTo('guest.go'),
});

const recogniseMediated = passage('exit.mediated', {
  other: goToIf(isZero(is(register('r12'), VECTOR.EXTERNAL)), 'r12 is not 0x500', 'exit.timers'),
  masked: goToIf(isZero(has(register('r11'), MSR.EE)), 'the guest had EE off', 'exit.timers'),
  'not-mediated': goToIf(
    isZero(has(field('kvm.lpcr'), LPCR.MER)),
    'kvm.lpcr has no MER',
    'exit.timers',
  ),
});

/** The guest gets its external interrupt as if the hardware had delivered it. */
const bounce = passage('exit.bounce', {
  srr0: copy('r10', 'SRR0'),
  srr1: copy('r11', 'SRR1'),
  pc: set('r10', constant(VECTOR.EXTERNAL), '0x500'),
  msr: set('r11', constant(MSR.SF | MSR.ME), 'SF, ME'),
  vcpu: copy('r9', 'r4'),
  resume: goTo('guest.go'),
});

/** The exit from an interrupt of a guest up to where its state is saved. */
export const interrupt = routine(
  'kvmppc_interrupt',
  saveVolatiles,
  saveInterrupted,
  ignoreLeftover,
  tryRealMode,
  takeAnswer,
  goOnToUserSpace,
  recogniseMediated,
  bounce,
);

/** One of two registers, by the tag's bit 1. */
/** The first where the tag in r12 has bit 1, else the second. */
export function byTag(tagged: 'HSRR0' | 'HSRR1', plain: 'SRR0' | 'SRR1'): Source {
  return <V>(view: View<V>, words: Words<V>) =>
    words.select(
      has(register('r12'), 2n)(view, words),
      view.register(tagged),
      view.register(plain),
    );
}

// What becomes of each exit of the guest: it is counted, becomes an interrupt of the guest's own, or stops the kernel.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  choose,
  each,
  equal,
  given,
  literal,
  no,
  now,
  or,
  reachable,
  same,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { MSR, VECTOR } from '../vocabulary/bits.ts';
import { CAUSE, GUEST_VECTOR } from '../vocabulary/kvm-run.ts';
import type { Word } from '../vocabulary/words.ts';

const HANDLED = kernel('book3s_hv.c', 'kvmppc_handle_exit');

const trap = (vector: Word): Term => same(was('vcpu.trap'), literal(vector));
const one = literal(1n);

/** The guest takes an interrupt of its own at the vector. */
const begins = (vector: Word, srr1: Term): Claim =>
  each(
    equal(now('vcpu.pc'), literal(vector)),
    equal(now('vcpu.msr'), literal(MSR.SF | MSR.ME)),
    equal(now('vcpu.srr0'), was('vcpu.pc')),
    equal(now('vcpu.srr1'), srr1),
  );

/** MSR as it was, with these bits. */
const having = (bits: Word): Term => add(without(was('vcpu.msr'), bits), literal(bits));
const stays: Claim = each(
  unchanged('vcpu.pc'),
  unchanged('vcpu.msr'),
  unchanged('vcpu.srr0'),
  unchanged('vcpu.srr1'),
);

const PERFMON = 0xf00n;

const KNOWN: readonly Word[] = [
  VECTOR.EXTERNAL,
  GUEST_VECTOR.PROGRAM,
  VECTOR.HV_DECREMENTER,
  VECTOR.SYSTEM_CALL,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
  PERFMON,
];
const isKnown = KNOWN.map(trap).reduce(or);

export const handling = chapter(
  'Exits of the guest',
  'What becomes of each interrupt that ends a guest.',
  {
    'attention-is-counted': {
      says: 'A hypervisor decrementer, external or performance monitor exit leaves PC, MSR, SRR0 and SRR1 of the guest as they were; the first two are counted once, in dec_exits and ext_intr_exits.',
      cite: [message('hypervisor-interrupts'), HANDLED],
      over: 'handling',
      claim: each(
        given(
          trap(VECTOR.HV_DECREMENTER),
          each(stays, equal(now('vcpu.stat.dec_exits'), add(was('vcpu.stat.dec_exits'), one))),
        ),
        given(
          trap(VECTOR.EXTERNAL),
          each(
            stays,
            equal(now('vcpu.stat.ext_intr_exits'), add(was('vcpu.stat.ext_intr_exits'), one)),
          ),
        ),
        given(trap(PERFMON), stays),
      ),
    },
    'data-storage-becomes-the-guests': {
      says: "A hypervisor data storage interrupt becomes the guest's own: DAR and DSISR hold the address and cause of the fault, and the guest takes the interrupt at 0x300, with only MSR[SF] and [ME] set, and its PC and MSR in SRR0 and SRR1.",
      cite: [message('no-mmio'), message('hypervisor-interrupts'), HANDLED],
      over: 'handling',
      claim: given(
        trap(VECTOR.H_DATA_STORAGE),
        each(
          equal(now('vcpu.dar'), was('vcpu.fault_dar')),
          equal(now('vcpu.dsisr'), was('vcpu.fault_dsisr')),
          begins(GUEST_VECTOR.DATA_STORAGE, was('vcpu.msr')),
        ),
      ),
    },
    'inst-storage-becomes-the-guests': {
      says: "A hypervisor instruction storage interrupt becomes the guest's own, at 0x400, with only MSR[SF] and [ME] set: SRR0 holds its PC, SRR1 its MSR and the bit for a page that was not found.",
      cite: [message('no-mmio'), message('hypervisor-interrupts'), HANDLED],
      over: 'handling',
      claim: given(
        trap(VECTOR.H_INST_STORAGE),
        begins(GUEST_VECTOR.INST_STORAGE, having(CAUSE.NO_HPTE)),
      ),
    },
    'illegal-instruction-becomes-a-program-interrupt': {
      says: 'An emulation assistance interrupt becomes a program interrupt of the guest, at 0x700, with only MSR[SF] and [ME] set: SRR0 holds its PC, SRR1 its MSR and the bit for an illegal instruction. Nothing is emulated.',
      cite: [message('hypervisor-interrupts'), HANDLED],
      over: 'handling',
      claim: given(trap(VECTOR.H_EMUL_ASSIST), begins(GUEST_VECTOR.PROGRAM, having(CAUSE.ILLEGAL))),
    },
    'program-interrupt-goes-back': {
      says: 'A program interrupt that comes to the hypervisor is handed to the guest, at 0x700, with only MSR[SF] and [ME] set: SRR0 holds its PC, SRR1 its MSR, which has the causes in it, and no other cause.',
      cite: [HANDLED, isa('III-S', 'Program Interrupt')],
      over: 'handling',
      claim: given(trap(GUEST_VECTOR.PROGRAM), begins(GUEST_VECTOR.PROGRAM, was('vcpu.msr'))),
    },
    'unknown-trap-is-a-bug': {
      says: 'An exit with any trap other than 0x500, 0x700, 0x980, 0xc00, 0xe00, 0xe20, 0xe40 and 0xf00 stops the kernel at a BUG; an exit with one of these does not.',
      cite: [HANDLED],
      over: 'handling',
      claim: equal(now('host.bug'), choose(isKnown, literal(0n), one)),
    },
    'some-exit-is-unknown': {
      says: 'Some exit has a trap that the kernel does not know.',
      cite: [HANDLED],
      over: 'handling',
      claim: reachable(no(isKnown)),
    },
  },
);

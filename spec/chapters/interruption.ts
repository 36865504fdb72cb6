// Interruption: an interrupt that comes while hypervisor code runs, in a switch or in the code of a vector. No guest ran, so none is to be
// taken for it; and a handler of the host's, which turns translation on, may run only where translation is the host's.
import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  always,
  and,
  choose,
  each,
  equal,
  given,
  has,
  holds,
  less,
  literal,
  no,
  nonzero,
  now,
  onlyWrites,
  or,
  reachable,
  same,
  sameInBoth,
  throughout,
  unchanged,
  was,
  without,
} from '../terms.ts';
import { MSR, SLB_INDEX, SLB_VALID, SRR1_STATUS, VECTOR } from '../vocabulary/bits.ts';
import { OUTCOME } from '../vocabulary/interruption.ts';
import type { Place } from '../vocabulary/machine.ts';
import { type Gpr, placesOf, type Register, registers } from '../vocabulary/registers.ts';
import { fieldsOf, type Structure, structures } from '../vocabulary/structures.ts';
import { lowBits } from '../vocabulary/words.ts';

const COMES = isa('III-S', 'Interrupt Processing');
const RECOVERABLE = isa('III-S', 'Machine Check Interrupt');
const TEST = kernel('exception-64s.h', 'KVMTEST');
const PROLOG = kernel('exception-64s.h', 'EXCEPTION_PROLOG_1');

const inHandler: Term = same(now('interruption.outcome'), literal(OUTCOME.HANDLER));
const stopped: Term = same(now('interruption.outcome'), literal(OUTCOME.STOPPED));
const isMachineCheck: Term = same(now('interruption.vector'), literal(VECTOR.MACHINE_CHECK));
const translated: Term = has(now('MSR'), MSR.IR | MSR.DR);

/** Where vectors put registers away: of a machine check, or of any other interrupt. */
const AREAS: readonly Place[] = fieldsOf('paca').filter((field) => /^paca\.ex/u.test(field));

/** What a vector uses for a guest before it has been asked whether there is one. */
const SCRATCH: readonly Place[] = ['hstate.scratch0', 'hstate.scratch1', 'hstate.host_r2'];

/** Registers that every interrupt may change, and facts that are no state of the machine. */
const OF_THE_MOMENT: readonly Register[] = [
  'SRR0',
  'SRR1',
  'HSRR0',
  'HSRR1',
  'HSPRG1',
  'HEIR',
  'CFAR',
  'PPR',
  'UNSYNCED',
  'RESERVE',
  'LAST_VECTOR',
  'HANDLER',
];

/** Every other register, and every field but save areas and scratch. */
const lasting: readonly Place[] = [
  ...(Object.keys(registers) as Register[])
    .filter((register) => !OF_THE_MOMENT.includes(register))
    .flatMap(placesOf),
  ...(Object.keys(structures) as Structure[])
    .flatMap(fieldsOf)
    .filter((field) => !AREAS.includes(field) && !SCRATCH.includes(field)),
];

/** A bolted segment of the host's is in the SLB, if there is one with this number. */
const boltedIsThere = (i: 0 | 1 | 2): Claim =>
  given(
    has(now(`slb_shadow.save_area[${i}].esid`), SLB_VALID),
    each(
      equal(now(`SLB[${i}].esid`), without(now(`slb_shadow.save_area[${i}].esid`), SLB_INDEX)),
      equal(now(`SLB[${i}].vsid`), now(`slb_shadow.save_area[${i}].vsid`)),
    ),
  );

/** A register as it was interrupted waits in the save area of the interrupt. */
const waits = (register: Gpr, i: 0 | 1 | 2 | 3 | 4): Claim =>
  equal(choose(isMachineCheck, now(`paca.exmc[${i}]`), now(`paca.exgen[${i}]`)), was(register));

/** Registers that a handler saves itself. */
const UNTOUCHED: readonly Register[] = ['r0', 'r1', 'r2', 'r14-r31', 'LR', 'CTR', 'XER'];

export const interruption = chapter(
  'Interruption',
  'What becomes of an interrupt that comes while hypervisor code runs, at any of its steps.',
  {
    'interrupted-hypervisor-is-no-guest': {
      says: "After an interrupt that comes in hypervisor state, hypervisor code stores only to the save areas of the PACA and to hstate.scratch0, scratch1 and host_r2, until it is in a handler of the host's or has stopped: nothing is saved as a guest's.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt'), TEST],
      over: 'interruption',
      claim: onlyWrites([...AREAS, ...SCRATCH]),
    },
    'interrupt-of-the-hypervisor-is-handled-or-stops-it': {
      says: "The code at its vector comes to a handler of the host's, or stops the thread; it does not go on as the exit of a guest, and it comes to no guest, to no caller of a switch, and to nothing that cannot be executed.",
      cite: [TEST, COMES],
      over: 'interruption',
      claim: holds('interruption.outcome', or(inHandler, stopped)),
    },
    'host-handlers-run-in-the-hosts-partition': {
      says: 'Until then MSR[IR] and MSR[DR] are on in hypervisor state only while LPIDR, SDR1 and LPCR are what kvm.host_lpid, host_sdr1 and host_lpcr say, and the SLB holds every valid segment of the SLB shadow.',
      cite: [message('partition-zero'), TEST, isa('III-S', 'Logical Partitioning')],
      over: 'interruption',
      claim: throughout(
        each(
          equal(now('LPIDR'), now('kvm.host_lpid')),
          equal(now('SDR1'), now('kvm.host_sdr1')),
          equal(now('LPCR'), now('kvm.host_lpcr')),
          boltedIsThere(0),
          boltedIsThere(1),
          boltedIsThere(2),
        ),
        { while: and(nonzero(translated), nonzero(has(now('MSR'), MSR.HV))) },
      ),
    },
    'interrupt-enters-the-handler-of-its-vector': {
      says: "If a handler of the host's is entered, it is the one for interrupts of the vector that the interrupt went to, and no other vector was entered after that.",
      cite: [kernel('exceptions-64s.S', '__start_interrupts'), COMES],
      over: 'interruption',
      claim: given(
        inHandler,
        each(
          equal(now('interruption.handles'), now('interruption.vector')),
          equal(now('LAST_VECTOR'), now('interruption.vector')),
        ),
      ),
    },
    'handler-is-told-what-was-interrupted': {
      says: "A handler of the host's is entered with the MSR of paca.kernel_msr, with the PACA in r13, CR in r9, the interrupted address in r11 and in r12 the interrupted MSR, but for the bits that say why and for RI, which may be off; r9 to r13 as they were interrupted wait in paca.exmc after a machine check and in paca.exgen after any other interrupt; r0 to r2, r14 to r31, LR, CTR and XER are what they were.",
      cite: [PROLOG, kernel('exception-64s.h', 'EXCEPTION_PROLOG_COMMON')],
      over: 'interruption',
      claim: given(
        inHandler,
        each(
          equal(now('MSR'), now('paca.kernel_msr')),
          equal(now('r13'), now('HSPRG0')),
          equal(now('r9'), was('CR')),
          equal(now('r11'), was('NIA')),
          equal(now('r12'), was('MSR'), { mask: lowBits(64) & ~(SRR1_STATUS | MSR.RI) }),
          waits('r9', 0),
          waits('r10', 1),
          waits('r11', 2),
          waits('r12', 3),
          waits('r13', 4),
          ...UNTOUCHED.flatMap(placesOf).map(unchanged),
        ),
      ),
    },
    'recovered-hypervisor-has-lost-nothing': {
      says: 'Where the handler finds RI on and returns, the code that was interrupted ends as it ends without the interrupt: every register but those of the moment, and every field but save areas and scratch, hold the same.',
      cite: [RECOVERABLE, PROLOG, kernel('traps.c', 'system_reset_exception')],
      over: 'recovery',
      claim: sameInBoth(lasting),
    },
    'some-interrupt-finds-the-guests-partition': {
      says: "Some interrupt comes in hypervisor state while LPIDR is not the host's.",
      cite: [COMES],
      over: 'interruption',
      claim: reachable(no(same(was('LPIDR'), was('kvm.host_lpid')))),
    },
    'some-interrupt-finds-a-vector': {
      says: 'Some interrupt comes in hypervisor state while the code at a vector is executed.',
      cite: [COMES],
      over: 'interruption',
      claim: reachable(
        less(and(was('NIA'), literal(lowBits(60))), literal(VECTOR.H_MAINTENANCE + 0x20n)),
      ),
    },
    'some-interrupted-hypervisor-goes-on': {
      says: 'Some hypervisor code goes on after an interrupt.',
      cite: [RECOVERABLE],
      over: 'recovery',
      claim: reachable(always),
    },
  },
);

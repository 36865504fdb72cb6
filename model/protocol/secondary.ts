// The life of a secondary thread (book3s_hv_rmhandlers.S, exceptions-64s.S): woken from its nap, into the guest beside the primary one,
// or too late for it, and back to its nap. The way through the guest is the path's own; what is here lies beside it.
//
// As published: a thread that comes too late naps with what it has loaded of the guest, and the flag of a guest stays where none ran.
import { LPCR } from '../../spec/vocabulary/bits.ts';
import { ENTERING, LEAVING } from '../paths/base-registers.ts';
import { counting } from '../paths/counting.ts';
import { type Passage, passage, type Routine, routine } from '../program.ts';
import { type Step, step } from '../step.ts';
import { goTo, goToIf, has, is, isZero } from '../steps/branch.ts';
import { isync, lwsync, ptesync, sync } from '../steps/context.ts';
import { lowPriority, mediumPriority } from '../steps/logical.ts';
import { nap } from '../steps/power.ts';
import { loadBolted } from '../steps/slb.ts';
import { loadInhibited, storeInhibited } from '../steps/storage-inhibited.ts';
import { constant, copy, register, type Source, set, transfers } from '../steps/transfer.ts';

const { field, load, put } = transfers({ ...ENTERING, vcore: 'r5' });
const napping = transfers({ ...LEAVING, vcore: 'hstate.kvm_vcore' });

/** PACAPROCSTART when a thread is woken for a guest. */
export const START_GUEST = 0x80n;

/** What hstate.hwthread_state says of a thread; the kernel puts IN_KERNEL there before it looks whether it may go on. */
export const HWTHREAD = { IN_KERNEL: 0n, IN_NAP: 1n, IN_KVM: 2n } as const;

/** Registers of the interrupt controller by their distance from hstate.xics_phys (XICS_XIRR, XICS_QIRR). */
export const XICS = { XIRR: 4n, QIRR: 12n } as const;

/** Where the interrupt controller of every thread is. */
export const XICS_AT = 0x3ffff0000000n;

/** Whether SRR1 says that a thread has napped (ISA 46:47). */
export const wokenFromNap: Source = has(register('SRR1'), 3n << 16n);

/** Where a thread goes that has napped; it is woken for a guest, or it is the kernel's. */
export const wakes: Routine = routine(
  'nap-wake',
  passage('nap-wake', {
    paca: copy('HSPRG0', 'r13'),
    start: load('r0').from('paca.cpu_start'),
    host: goToIf(
      isZero(is(register('r0'), START_GUEST)),
      'paca.cpu_start is not 0x80',
      'power7_wakeup_loss',
    ),
    taken: put(constant(0n), '0').into('paca.cpu_start'),
    go: goTo('kvm_start_guest'),
  }),
);

/** The same where the kernel asks first whether it may go on. */
export const wakesAsked: Routine = routine(
  'nap-wake',
  passage('nap-wake', {
    paca: copy('HSPRG0', 'r13'),
    state: put(constant(HWTHREAD.IN_KERNEL), 'in the kernel').into('hstate.hwthread_state'),
    sync,
    asked: load('r0').from('hstate.hwthread_req'),
    host: goToIf(isZero(register('r0')), 'nobody asks it to stay out', 'power7_wakeup_loss'),
    go: goTo('kvm_start_guest'),
  }),
);

/** Where the host's kernel goes on after a nap: beyond the path. */
export const wakeup: Routine = routine(
  'power7_wakeup_loss',
  passage('power7_wakeup_loss', { kernel: step("the host's kernel goes on", () => []) }),
);

/** The interrupt that woke it is acknowledged, cleared and ended. */
const acknowledge: Readonly<Record<string, Step>> = {
  xics: load('r5').from('hstate.xics_phys'),
  none: set('r0', constant(0xffn), '0xff'),
  qirr: set('r6', constant(XICS.QIRR), '0xc'),
  xirr: set('r7', constant(XICS.XIRR), '4'),
  ack: step('r8 := XIRR', loadInhibited('r8', 'r5', 'r7')),
  sync,
  clear: step('QIRR := r0', storeInhibited(1, 'r0', 'r5', 'r6')),
  eoi: step('XIRR := r8', storeInhibited(4, 'r8', 'r5', 'r7')),
};

/** kvm_start_guest: nothing is known but r13. */
export const startGuest: Routine = routine(
  'kvm_start_guest',
  passage('start', {
    stack: load('r1').from('paca.emergency_sp'),
    vcpu: load('r4').from('hstate.kvm_vcpu'),
    ...acknowledge,
    go: goTo('kvmppc_hv_entry'),
  }),
);

/**
 * The same where a thread may be woken with no vcpu to run: it naps again. It looks for one only once its interrupt is cleared: what
 * comes with a later interrupt is found after that one.
 */
export const startGuestAsked: Routine = routine(
  'kvm_start_guest',
  passage('start', {
    state: put(constant(HWTHREAD.IN_KVM), 'in KVM').into('hstate.hwthread_state'),
    stack: load('r1').from('paca.emergency_sp'),
    ...acknowledge,
    'cleared-first': sync,
    vcpu: load('r4').from('hstate.kvm_vcpu'),
    'no-vcpu': goToIf(isZero(register('r4')), 'there is no vcpu to run', 'nap.state'),
    go: goTo('kvmppc_hv_entry'),
  }),
);

const untilTheHostIsBack = (name: string): Readonly<Record<string, Step>> => ({
  vcore: load('r5').from('hstate.kvm_vcore'),
  low: lowPriority,
  'in-guest': load('r3').from('vcore.in_guest'),
  again: goToIf(register('r3'), 'r3 is not 0', `${name}.in-guest`),
  medium: mediumPriority,
});

/** A secondary waits in front of the guest until the primary has switched the partition. */
export const waitsForPartition: Routine = routine(
  'guest.wait',
  passage('guest.wait', {
    'in-guest': load('r0').from('vcore.in_guest'),
    again: goToIf(isZero(register('r0')), 'r0 is 0', 'guest.wait.in-guest'),
    go: goTo('guest.partition.lpcr'),
  }),
);

/** A secondary waits behind the guest until the primary has switched it back. */
export const waitsForHost: Routine = routine(
  'exit.wait',
  passage('exit.wait', { ...untilTheHostIsBack('exit.wait'), go: goTo('exit.partition.lpcr') }),
);

/** Some thread has begun to leave: the guest is not entered. */
const tooLateWith = (then: Readonly<Record<string, Step>>): Routine =>
  routine(
    'secondary_too_late',
    passage('late', { ...untilTheHostIsBack('late'), ...then, go: goTo('secondary_nap') }),
  );

/** The same when the SLB was emptied on the way. */
export const tooLate: Routine = tooLateWith({
  slb: loadBolted(napping.address('slb_shadow.save_area[0].esid')),
});

/** The same when nothing of the guest was loaded. */
export const tooLateClean: Routine = tooLateWith({});

/** LPCR with which a thread is woken by external interrupts only. */
const napLpcr: Source = (view, words) =>
  words.or(
    words.and(view.register('LPCR'), words.not(words.literal(LPCR.PECE))),
    words.literal(PECE0),
  );
const PECE0 = 0x4000n;

const toNap: Readonly<Record<string, Step>> = {
  lpcr: set('LPCR', napLpcr, 'LPCR, woken by external interrupts only'),
  scratch: put(constant(0n), '0').into('hstate.scratch0'),
  ptesync,
  reload: load('r0').from('hstate.scratch0'),
  nap,
};

/** Clears what is presented to it and counts itself; `first` is done before. */
const beforeNap = (first: Readonly<Record<string, Step>>): Passage =>
  passage('nap.count', {
    xics: load('r5').from('hstate.xics_phys'),
    none: set('r0', constant(0xffn), '0xff'),
    qirr: set('r6', constant(XICS.QIRR), '0xc'),
    clear: step('QIRR := r0', storeInhibited(1, 'r0', 'r5', 'r6')),
    ...first,
    vcore: load('r5').from('hstate.kvm_vcore'),
    lwsync,
    ...counting('nap.count', 'vcore.nap_count', 1n),
    isync,
  });

/**
 * Back to the nap. Where the kernel asks threads to stay out, no vcpu is left for a thread that is woken too early, and the thread says
 * that it naps; `clearsFlag` says whether the flag of a guest is off that did not run.
 */
export const secondaryNap = ({
  asks,
  clearsFlag,
}: {
  asks: boolean;
  clearsFlag: boolean;
}): Routine =>
  routine(
    'secondary_nap',
    beforeNap({
      ...(clearsFlag ? flagOff : {}),
      ...(asks ? noVcpu : {}),
    }),
    passage('nap', asks ? { ...saysItNaps, ...toNap } : toNap),
  );

const flagOff: Readonly<Record<string, Step>> = {
  flag: put(constant(0n), '0').into('hstate.in_guest'),
};

const noVcpu: Readonly<Record<string, Step>> = {
  vcpu: put(constant(0n), '0').into('hstate.kvm_vcpu'),
};

const saysItNaps: Readonly<Record<string, Step>> = {
  state: put(constant(HWTHREAD.IN_NAP), 'napping').into('hstate.hwthread_state'),
};

export const isSecondary: Source = field('vcpu.ptid');
export const isHdec: Source = is(register('r12'), 0x980n);

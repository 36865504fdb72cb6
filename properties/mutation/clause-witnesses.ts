// For every clause of the contract a step of the repaired path without which it is violated: no clause is idle.
//
// Some clauses hold of what no step of the path writes; they are broken by a step put in.

import { reserveInVpa } from '../../model/guest/actions.ts';
import { VMALLOC } from '../../model/layout.ts';
import { type Edit, insertBefore, replace } from '../../model/mutate.ts';
import { ENTERING, LEAVING } from '../../model/paths/base-registers.ts';
import { step } from '../../model/step.ts';
import { goTo } from '../../model/steps/branch.ts';
import { lowPriority } from '../../model/steps/logical.ts';
import { clearInMsr } from '../../model/steps/msr.ts';
import { storedConditionally } from '../../model/steps/reservation.ts';
import { clearEntry0 } from '../../model/steps/slb.ts';
import { moveFromSpr } from '../../model/steps/spr.ts';
import { setTimebase } from '../../model/steps/timebase.ts';
import { constant, copy, set, transfers } from '../../model/steps/transfer.ts';
import type { ClauseName } from '../../spec/contract.ts';
import { MSR } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';

const putIn = (register: Register, at: string): Edit =>
  insertBefore(at, { [register]: set(register, constant(MSR.HV | 1n), 'HV, and bit 0') });

const resumedWith = (register: 'MMCR1' | 'DEC' | 'RMOR'): Edit =>
  insertBefore('exit.leftover.resume', { stray: copy('r10', register) });

/** Clauses by name: the site of the step, or the step to put in. Witnesses have none. */
export const culprits: Readonly<Partial<Record<ClauseName, string | Edit>>> = {
  'host-nonvolatile-gprs-return': 'entry.nvgprs.r14',
  'host-stack-and-paca-return': insertBefore('return.frame.blr', {
    stray: set('r1', constant(0n), '0'),
  }),
  'host-return-address-returns': 'return.frame.pop',
  'host-cr-fields-return': 'entry.frame.save-cr',
  'host-msr-returns': 'entry.go.trampoline',
  'host-toc-is-the-kernels': 'exit.gprs.host-r2',
  'refused-host-keeps-its-toc': insertBefore('guest.arrive.return-address', {
    stray: set('r2', constant(0n), '0'),
  }),
  'host-vrsave-returns': 'entry.sprs.vrsave',
  'host-dscr-returns': 'entry.sprs.dscr',
  'host-amr-returns': 'exit.sprs.host-amr',
  'host-ctrl-returns': 'exit.ctrl.run',
  'host-uamor-returns': 'exit.sprs.host-uamor',
  'host-dabr-returns': 'entry.sprs.dabr',
  'host-dabrx-returns': 'exit.dec.host-dabrx',
  'guest-starts-from-vcpu': 'guest.data.dar',
  'guest-resumes-at-pc': 'guest.rest.pc',
  'guest-msr-is-the-vcpus': 'guest.rest.msr',
  'guest-runs-without-hv': insertBefore('exit.interrupted.trap', { stray: clearInMsr('RI') }),
  'guest-breakpoint-is-the-vcpus': 'guest.data.dabrx',
  'pc-and-msr-come-from-the-right-pair': 'exit.interrupted.pc-kept',
  'trap-names-the-interrupt': 'exit.interrupted.trap',
  'fault-is-recorded': 'exit.fault.fault-dar',
  'early-exit-runs-no-guest': 'guest.hdec.trap',
  'early-exit-keeps-the-counters': 'exit.freeze.mmcr0',
  'guest-is-not-entered-late': 'guest.hdec.soon',
  'units-are-on-while-transferred': 'load-fp.on',
  'vcpu-breakpoint-changes-by-hypercall-only': insertBefore('guest.data.dar', {
    stray: transfers(ENTERING).save('r0').to('vcpu.dabr'),
  }),
  'vcpu-breakpoint-survives-the-exit': insertBefore('exit.fault.dar', {
    stray: transfers(LEAVING).save('r0').to('vcpu.dabr'),
  }),
  'real-mode-entry-is-recoverable': insertBefore('guest.arrive.return-address', {
    stray: set('SRR0', constant(0n), '0'),
  }),
  'machine-checks-stay-enabled': insertBefore('guest.arrive.return-address', {
    stray: set('MSR', constant(MSR.SF | MSR.HV | MSR.RI), 'SF, HV, RI'),
  }),
  'refused-dec-expiry-is-dec-plus-timebase': 'entry.timers.expires',
  'resumed-guest-keeps-its-breakpoint': 'guest.data.dabr',
  'guest-r0-survives': 'exit.gprs.r0',
  'guest-r1-survives': 'exit.gprs.r1',
  'guest-r2-survives': 'exit.gprs.r2',
  'guest-r3-r12-survives': 'vector-c00.guest.r9',
  'guest-r13-survives': 'exit.interrupted.r13',
  'guest-r14-r31-survives': 'exit.nvgprs.r18',
  'guest-cr-survives': 'vector-c00.ask.cr',
  'guest-xer-survives': 'exit.fault.xer',
  'guest-lr-survives': 'exit.interrupted.lr',
  'guest-ctr-survives': 'exit.fault.ctr',
  'guest-vsr-survives': 'save-fp.vsrs',
  'guest-fpscr-survives': 'save-fp.fpscr',
  'guest-vscr-survives': 'save-fp.vscr',
  'guest-vrsave-survives': 'save-fp.vrsave',
  'guest-dscr-survives': 'exit.sprs.dscr',
  'guest-dsisr-survives': 'exit.fault.dsisr',
  'guest-dar-survives': 'exit.fault.dar',
  'guest-srr0-survives': 'exit.interrupted.srr0',
  'guest-srr1-survives': 'exit.interrupted.srr1',
  'guest-amr-survives': 'exit.sprs.amr',
  'guest-ctrl-survives': 'exit.ctrl.save',
  'guest-uamor-survives': 'exit.sprs.uamor',
  'guest-sprg0-survives': 'exit.sprgs.sprg0',
  'guest-sprg1-survives': 'exit.sprgs.sprg1',
  'guest-sprg2-survives': 'exit.sprgs.sprg2',
  'guest-sprg3-survives': 'exit.sprgs.sprg3',
  'guest-siar-survives': 'exit.freeze.siar',
  'guest-sdar-survives': 'exit.freeze.sdar',
  'pmu-saved-only-when-in-use': 'entry.freeze.in-use',
  'pmu-saved-whole-when-in-use': 'entry.freeze.mmcr0',
  'host-pmu-returns-when-in-use': 'exit.host-pmu.pmc3',
  'host-samples-return-when-in-use': 'entry.pmu.siar',
  'host-pmu-is-stopped-when-not-in-use': 'exit.host-pmu.in-use',
  'counters-are-frozen-while-switched': 'guest.pmu.isync',
  'dabr-written-only-while-frozen': 'guest.pmu.mmcra-off',
  'guest-pmu-starts-from-vcpu': 'guest.data.pmc3',
  'guest-pmu-survives': 'exit.freeze.mmcr0',
  'hdec-equals-dec': 'entry.timers.hdec',
  'dec-expiry-is-dec-plus-timebase': 'entry.timers.timebase',
  'host-dec-continues': 'exit.dec.timebase',
  'guest-dec-starts-from-expiry': 'guest.sprs.dec',
  'guest-dec-expiry-survives': 'exit.timers.timebase',
  'host-purr-accounts-guest-time': 'exit.purr.host-spurr',
  'host-purr-includes-what-the-guest-used': 'exit.purr.used-spurr',
  'guest-purr-starts-from-vcpu': 'guest.purr.spurr',
  'guest-purr-is-its-own': 'exit.purr.purr',
  'translation-off-outside-host-partition': 'trampoline.rfid',
  'partition-changes-through-reserved-lpid': 'guest.partition.reserve',
  'host-partition-returns': 'exit.partition.lpcr',
  'guest-runs-in-its-partition': 'guest.partition.sdr1',
  'guest-starts-synchronised': 'guest.tlb.ptesync-behind',
  'host-slb-returns': 'exit.bolted.load',
  'guest-slb-starts-from-vcpu': 'guest.slb.load',
  'guest-slb-survives': 'exit.slb.save',
  'guest-starts-without-cached-segments': 'guest.slb-clear.slbia',
  'host-returns-without-cached-segments': 'exit.slb-clear.slbia',
  'others-are-let-in-when-the-guest-starts': 'guest.partition.in-guest',
  'partition-is-in-force-when-the-others-are-let-in': 'guest.partition.isync',
  'hosts-partition-is-in-force-when-the-others-are-let-go': 'exit.partition.isync',
  'segments-are-gone-when-a-thread-counts-itself-out': 'exit.slb-clear.ptesync',
  'stale-translations-are-dropped': 'guest.tlb.tlbiel',
  'real-mode-reaches-what-it-touches': insertBefore('guest.data.dar', {
    stray: step('load r0 from the area of vmalloc', ({ load }, words) => [
      { register: 'r0', value: load(words.literal(VMALLOC), 8) },
    ]),
  }),
  'where-the-vcpu-ran-is-recorded': 'guest.tlb.last-vcpu',
  'stores-stay-home': 'load-fp.blr',
  'vpa-counts-the-entry': 'guest.vpa.yield',
  'vpa-counts-the-exit': 'exit.vpa.yield',
  'vpa-does-not-count-a-resumption': insertBefore('exit.leftover.resume', {
    stray: transfers(LEAVING).put(constant(0n), '0').into('vpa.yield_count'),
  }),
  'virtual-core-is-left-as-often-as-entered': insertBefore('exit.partition.hdec', {
    stray: transfers({ vcore: 'hstate.kvm_vcore' }).put(constant(1n), '1').into('vcore.in_guest'),
  }),
  'vpa-counts-the-refusal': 'exit.vpa.yield',
  'guest-starts-without-a-reservation-on-its-memory': insertBefore('guest.purr.host-purr', {
    stray: reserveInVpa,
  }),
  'guest-resumes-with-no-reservation-but-its-own': insertBefore('exit.leftover.resume', {
    stray: reserveInVpa,
  }),
  'lost-reservation-loses-no-update': insertBefore('exit.fault.dar', {
    stray: step('stwcx. r0', storedConditionally('r0', transfers(LEAVING).address('vcpu.dec'), 4)),
  }),
  'stack-frame-is-chained': replace(
    'entry.frame.push',
    set(
      'r1',
      (view, words) => words.sub(view.register('r1'), words.literal(view.layout.frameBytes)),
      'r1 - SWITCH_FRAME_SIZE, and no back chain',
    ),
  ),
  'interrupts-stay-hard-disabled': 'entry.msr.ee-off',
  'interrupts-are-off-before-real-mode': 'entry.msr.ee-off',
  'entry-is-unrecoverable-while-srr-is-live': 'trampoline.ri-off',
  'exit-is-unrecoverable-while-srr-is-live': 'exit.go.ri-off',
  'hypervisor-runs-in-64-bit-mode': putIn('MSR', 'exit.fp.save'),
  'vectors-know-that-a-guest-runs': 'guest.go.in-guest',
  'vectors-know-that-no-guest-runs': 'exit.sprs.in-guest',
  'vectors-know-when-translation-is-not-the-hosts': 'guest.arrive.in-guest',
  'guest-ends-when-hdec-does': 'guest.partition.lpcr',
  'only-hypervisor-interrupts-end-a-guest': 'guest.partition.lpcr',
  'interrupts-from-a-guest-go-to-kvm': 'exit.interrupted.trap',
  'host-vector-runs-for-its-interrupts': 'exit.go.external',
  'leftover-hdec-returns-to-guest': 'exit.interrupted.pc',
  'expired-hdec-ends-the-guest': 'exit.leftover.hdec-negative',
  'leftover-hdec-never-ends-the-guest': 'exit.leftover.resume',
  'mediated-interrupt-goes-to-guest': 'exit.bounce.resume',
  'only-mediated-interrupts-resume': 'exit.mediated.masked',
  'handler-is-of-its-hypercall': insertBefore('exit.hcall.beyond', {
    stray: set('r3', constant(0xcn), 'H_READ'),
  }),
  'only-the-guests-kernel-is-answered': 'exit.hcall.problem-state',
  'listed-hypercall-reaches-its-handler': 'exit.hcall.entry',
  'handler-gets-the-vcpu-and-the-arguments': 'exit.hcall.vcpu',
  'handler-runs-as-the-kernel': 'exit.gprs.host-r1',
  'only-a-handler-resumes-a-hypercall': insertBefore('exit.hcall.number', {
    'at-once': copy('r9', 'r4'),
    stray: goTo('guest.go'),
  }),
  'answer-is-what-the-guest-finds': 'exit.answer.r3',
  'too-hard-is-no-answer': 'exit.answer.too-hard',
  'answered-hypercall-does-not-end-the-guest': 'exit.answer.resume',
  'set-dabr-sets-the-breakpoint': insertBefore('h-set-dabr.answer', {
    stray: transfers({ vcpu: 'r3' }).put(constant(0n), '0').into('vcpu.dabr'),
  }),
  'loads-find-something': 'exit.hcall.beyond',
  'resumed-guest-keeps-its-registers': 'exit.bounce.pc',
  'resumed-guest-keeps-its-counters': resumedWith('MMCR1'),
  'resumed-guest-keeps-its-time': resumedWith('DEC'),
  'resumed-guest-keeps-its-segments': insertBefore('exit.leftover.resume', { stray: clearEntry0 }),
  'resumed-guest-keeps-its-partition': resumedWith('RMOR'),
  'host-runs-at-medium-priority': 'vector-c00.guest.priority',
  'resumed-guest-has-its-priority-or-medium': insertBefore('exit.leftover.resume', {
    stray: lowPriority,
  }),
  'host-pcr-returns': putIn('PCR', 'return.frame.blr'),
  'host-hmer-returns': putIn('HMER', 'return.frame.blr'),
  'host-hmeer-returns': putIn('HMEER', 'return.frame.blr'),
  'hypervisor-stays-where-it-is': putIn('HRMOR', 'exit.sprs.dscr'),
  'host-timebase-continues': insertBefore('return.frame.blr', {
    stray: step('mtspr 286, r5', setTimebase('upper40', 'r5')),
  }),
  'counters-are-read-once-frozen': insertBefore('exit.freeze.isync', {
    stray: step('mfspr r3, PMC1', moveFromSpr('r3', 'PMC1')),
  }),
  'host-hsprg0-returns': putIn('HSPRG0', 'return.frame.blr'),
  'one-partition-per-core': putIn('SIBLINGS', 'guest.purr.host-purr'),
};

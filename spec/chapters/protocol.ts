// Core protocol: how the threads of a core enter one guest partition together, leave it together, and nap while they are not needed.
//
// These clauses are judged on every order in which threads can take the path's own steps, as each thread sees it.

import { chapter } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
import {
  add,
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
  whenWritten,
} from '../terms.ts';
import { LPCR, MMCR0_FC, MSR } from '../vocabulary/bits.ts';
import { lowBits } from '../vocabulary/words.ts';

const hypervisor = nonzero(has(now('MSR'), MSR.HV));
const inGuest = no(hypervisor);
const naps = now('thread.naps');
const ENTRY = kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry');
const TOO_LATE = kernel('book3s_hv_rmhandlers.S', 'secondary_too_late');
const NAP = kernel('book3s_hv_rmhandlers.S', 'secondary_nap');
const RUN_CORE = kernel('book3s_hv.c', 'kvmppc_run_core');
const ONE_PARTITION = message('one-partition');

/** LPCR[PECE0]: external interrupts end a nap. */
const PECE0 = 0x4000n;

/** LPCR[PECE1]: the decrementer ends a nap. */
const PECE1 = 0x2000n;

/** A count of threads that leave, in the high byte of entry_exit_count, is not 0 from here on. */
const SOME_LEAVE = 0x100n;

export const protocol = chapter(
  'Core protocol',
  'The threads of a core enter one guest partition together, leave it together, and nap while they are not needed.',
  {
    'siblings-run-in-one-partition': {
      says: "While the guest of a thread runs, LPIDR and SDR1 are its VM's.",
      cite: [ONE_PARTITION, ENTRY],
      over: 'protocol',
      claim: throughout(
        each(equal(now('LPIDR'), now('kvm.lpid')), equal(now('SDR1'), now('kvm.sdr1'))),
        { while: inGuest },
      ),
    },
    'kernel-runs-in-the-hosts-partition': {
      says: "While a thread executes in hypervisor state with translation on, LPIDR and SDR1 are the host's.",
      cite: [ONE_PARTITION, kernel('exceptions-64s.S', 'system_reset_pSeries')],
      over: 'protocol',
      claim: throughout(
        each(equal(now('LPIDR'), now('kvm.host_lpid')), equal(now('SDR1'), now('kvm.host_sdr1'))),
        { while: and(hypervisor, nonzero(has(now('MSR'), MSR.IR | MSR.DR))) },
      ),
    },
    'partition-changes-while-no-sibling-translates': {
      says: 'LPIDR and SDR1 are written only while no other thread of the core runs its guest, or executes in hypervisor state with translation on.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'VCORE_ENTRY_EXIT'),
        isa('III-S', 'Logical Partition Identification Register'),
      ],
      over: 'protocol',
      claim: whenWritten(
        ['LPIDR', 'SDR1'],
        each(
          holds('siblings.in_guest', no(now('siblings.in_guest'))),
          holds('siblings.translating', no(now('siblings.translating'))),
        ),
      ),
    },
    'no-thread-enters-once-one-leaves': {
      says: 'A thread counts itself in only while no thread has counted itself out: the high byte of vcore.entry_exit_count is 0.',
      cite: [ENTRY, kernel('kvm_host.h', 'VCORE_EXIT_COUNT')],
      over: 'protocol',
      claim: whenWritten(
        ['thread.counted'],
        given(
          now('thread.counted'),
          holds(
            'vcore.entry_exit_count',
            atMost(now('vcore.entry_exit_count'), literal(SOME_LEAVE - 1n)),
          ),
        ),
      ),
    },
    'guest-runs-only-counted-in': {
      says: 'While the guest of a thread runs, the thread has counted itself in, and not out.',
      cite: [ENTRY, kernel('kvm_host.h', 'VCORE_ENTRY_COUNT')],
      over: 'protocol',
      claim: throughout(holds('thread.counted', now('thread.counted')), { while: inGuest }),
    },
    'thread-naps-only-counted-out': {
      says: 'A thread that naps has not counted itself in, or has counted itself out again.',
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'hdec_soon')],
      over: 'protocol',
      claim: throughout(holds('thread.counted', no(now('thread.counted'))), { while: naps }),
    },
    'guest-runs-with-its-flag': {
      says: 'While the guest of a thread runs, hstate.in_guest is 1, so the vectors hand its interrupts to KVM.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'HSTATE_IN_GUEST')],
      over: 'protocol',
      claim: throughout(equal(now('hstate.in_guest'), literal(1n)), { while: inGuest }),
    },
    'thread-naps-without-a-guests-flag': {
      says: "While a thread naps that is not called, hstate.in_guest is 0, so the vectors leave the host's interrupts to the host.",
      cite: [kernel('exception-64s.h', 'KVMTEST'), kernel('book3s_hv.c', 'kvmppc_start_thread')],
      over: 'protocol',
      claim: throughout(equal(now('hstate.in_guest'), literal(0n)), {
        while: and(naps, no(now('thread.called'))),
      }),
    },
    'thread-naps-with-the-hosts-keys': {
      says: 'While a thread naps, AMR and UAMOR are 0.',
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'SPRN_AMR')],
      over: 'protocol',
      claim: throughout(each(equal(now('AMR'), literal(0n)), equal(now('UAMOR'), literal(0n))), {
        while: naps,
      }),
    },
    'thread-naps-with-the-hosts-breakpoint': {
      says: "While a thread naps, DABR is the host's, hstate.dabr.",
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'HSTATE_DABR')],
      over: 'protocol',
      claim: throughout(equal(now('DABR'), now('hstate.dabr')), { while: naps }),
    },
    'thread-naps-with-the-hosts-dscr': {
      says: "While a thread naps, DSCR is the host's, hstate.host_dscr.",
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'HSTATE_DSCR')],
      over: 'protocol',
      claim: throughout(equal(now('DSCR'), now('hstate.host_dscr')), { while: naps }),
    },
    'thread-naps-with-counters-frozen': {
      says: 'While a thread naps, MMCR0 has FC set: no counter runs, and none can raise an alert.',
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'MMCR0_FC')],
      over: 'protocol',
      claim: throughout(holds('MMCR0', has(now('MMCR0'), MMCR0_FC)), { while: naps }),
    },
    'thread-naps-with-the-hosts-lpcr': {
      says: "While a thread naps, LPCR is the host's but for PECE, which lets external interrupts end the nap; of a thread that is back, the decrementer does not.",
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'LPCR_PECE0'),
        isa('III-S', 'Logical Partitioning Control Register'),
      ],
      over: 'protocol',
      claim: throughout(
        each(
          equal(now('LPCR'), now('kvm.host_lpcr'), { mask: lowBits(64) & ~LPCR.PECE }),
          equal(now('LPCR'), literal(PECE0), { mask: PECE0 }),
          given(now('thread.back'), equal(now('LPCR'), literal(0n), { mask: PECE1 })),
        ),
        { while: naps },
      ),
    },
    'thread-is-back-in-the-hosts-partition': {
      says: "While a thread naps that was woken for this run, and is back, LPIDR and SDR1 are the host's.",
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCORE_IN_GUEST'), TOO_LATE, ONE_PARTITION],
      over: 'protocol',
      claim: throughout(
        each(equal(now('LPIDR'), now('kvm.host_lpid')), equal(now('SDR1'), now('kvm.host_sdr1'))),
        { while: and(naps, now('thread.back')) },
      ),
    },
    'thread-naps-once-its-stores-are-seen': {
      says: 'While a thread naps, every store that it has made is visible to others.',
      cite: [NAP, isa('III-S', 'Entering and Exiting Power-Saving Mode')],
      over: 'protocol',
      claim: throughout(holds('thread.unseen', no(now('thread.unseen'))), { while: naps }),
    },
    'thread-naps-with-its-interrupts-ended': {
      says: 'While a thread naps, it has ended each interrupt that it has acknowledged, so the next one is presented and ends the nap.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'XICS_XIRR')],
      over: 'protocol',
      claim: throughout(holds('thread.unended', no(now('thread.unended'))), { while: naps }),
    },
    'interrupt-is-cleared-before-it-is-ended': {
      says: 'A thread ends an interrupt that it has acknowledged once it has cleared QIRR, so the same one is not presented again.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'XICS_QIRR')],
      over: 'protocol',
      claim: throughout(holds('thread.interrupted_again', no(now('thread.interrupted_again')))),
    },
    'thread-naps-once-its-guest-is-saved': {
      says: 'A thread whose guest has run naps once what is saved of the guest, up to vcpu.vrsave, is stored.',
      cite: [NAP, kernel('book3s_hv_rmhandlers.S', 'kvmppc_save_fp')],
      over: 'protocol',
      claim: throughout(holds('thread.unsaved', no(now('thread.unsaved'))), { while: naps }),
    },
    'yield-count-says-whether-it-runs': {
      says: 'The yield count of the VPA is even while the guest of the thread runs, and odd while the thread naps.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT'),
        kernel('book3s_hv.c', 'init_vpa'),
      ],
      over: 'protocol',
      claim: throughout(
        each(
          given(inGuest, holds('vpa.yield_count', no(has(now('vpa.yield_count'), 1n)))),
          given(naps, holds('vpa.yield_count', has(now('vpa.yield_count'), 1n))),
        ),
      ),
    },
    'exits-are-handled-once-all-nap': {
      says: 'When the C code handles the exits of a run, no other thread is called: each that was woken naps again.',
      cite: [RUN_CORE, kernel('book3s_hv.c', 'kvmppc_wait_for_nap')],
      over: 'protocol',
      claim: throughout(holds('siblings.called', no(now('siblings.called'))), {
        while: now('thread.handles'),
      }),
    },
    'vcpu-is-left-before-the-nap-is-counted': {
      says: 'A thread that is back writes neither hstate.kvm_vcpu nor hstate.in_guest: from then on the C code may give it the next vcpu.',
      cite: [NAP, kernel('book3s_hv.c', 'kvmppc_start_thread')],
      over: 'protocol',
      claim: whenWritten(
        ['hstate.kvm_vcpu', 'hstate.in_guest'],
        holds('thread.back', no(now('thread.back'))),
      ),
    },
    'each-nap-is-counted-once': {
      says: 'While a thread is back, vcore.nap_count is not more than the threads that are: none has counted itself twice.',
      cite: [NAP, kernel('book3s_hv.c', 'kvmppc_wait_for_nap')],
      over: 'protocol',
      claim: throughout(
        holds(
          'vcore.nap_count',
          atMost(now('vcore.nap_count'), add(now('thread.back'), now('siblings.back'))),
        ),
        { while: now('thread.back') },
      ),
    },
    'saved-state-is-seen-by-the-host': {
      says: 'When the C code handles the exits of a run, every store by another thread is visible to it.',
      cite: [RUN_CORE, NAP, isa('II', 'Memory Barrier Instructions')],
      over: 'protocol',
      claim: throughout(holds('siblings.unseen', no(now('siblings.unseen'))), {
        while: now('thread.handles'),
      }),
    },
    'everyone-comes-to-rest': {
      says: 'From every state the core can come to rest, where all threads take their steps, and no guest need end by itself once a thread has begun to leave.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'SPRN_HDEC'),
        kernel('book3s_hv.c', 'kvmppc_wait_for_nap'),
      ],
      over: 'protocol',
      claim: throughout(holds('core.finishes', now('core.finishes'))),
    },
    'some-siblings-run-guests-together': {
      says: 'Some thread runs its guest while another thread of the core runs its own.',
      cite: [ONE_PARTITION],
      over: 'protocol',
      claim: reachable(and(inGuest, nonzero(now('siblings.in_guest')))),
    },
    'some-thread-comes-too-late': {
      says: 'Some thread naps again whose guest did not run, as others had begun to leave.',
      cite: [TOO_LATE],
      over: 'protocol',
      claim: reachable(
        and(
          and(naps, now('thread.back')),
          and(
            no(now('vcpu.trap')),
            no(or(inGuest, same(now('vcore.entry_exit_count'), literal(0n)))),
          ),
        ),
      ),
    },
  },
);

// Stores: the switch stores only to the fields that it owns.
import { chapter } from '../chapter.ts';
import { kernel, message, seed } from '../cite.ts';
import {
  add,
  each,
  equal,
  given,
  has,
  literal,
  neverWrites,
  now,
  onlyWrites,
  shifted,
  unchanged,
  was,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { lowBits } from '../vocabulary/words.ts';
import { reservations } from './reservations.ts';

/** Fields of the vcpu that the C code owns: the switch reads them. */
const READ_ONLY: readonly string[] = [
  'vcpu.slb_nr',
  'vcpu.pending_exceptions',
  'vcpu.vpa',
  'vcpu.kvm',
  'vcpu.vcpu_id',
  'vcpu.ptid',
  'hstate.kvm_vcpu',
  'hstate.kvm_vcore',
  'hstate.xics_phys',
  'caller.back_chain',
];

const owned = (places: readonly Place[]) => places.filter((place) => !READ_ONLY.includes(place));

export const stores = chapter('Stores', 'What the switch stores, and where.', {
  'stores-stay-home': {
    says: "The switch stores only to the fields that it owns: the registers in the vcpu and what it records there of an exit, hstate except its pointers, the exception save areas, its stack frame, the fields for CR and LR in its caller's frame, the record of which vcpu ran where, the virtual core, yield_count of the VPA, and fields of these structures that are not described here.",
    cite: [
      message('state-is-in-the-vcpu'),
      kernel('kvm_book3s_asm.h', 'kvmppc_host_state'),
      seed('44-50, 54, 58, 62, 80-82, 89-94, 106, 109'),
    ],
    over: 'switch',
    claim: onlyWrites([
      ...owned(fieldsOf('vcpu')),
      ...owned(fieldsOf('hstate')),
      ...owned(fieldsOf('caller')),
      ...fieldsOf('frame'),
      ...fieldsOf('paca').filter((place) => place.startsWith('paca.ex')),
      ...fieldsOf('kvm').filter((place) => place.startsWith('kvm.last_vcpu')),
      ...fieldsOf('vcore'),
      'vpa.yield_count',
      ...fieldsOf('spare'),
    ]),
  },
  'vcpu-breakpoint-changes-by-hypercall-only': {
    says: 'An entry does not store to vcpu.dabr: only the guest, through H_SET_DABR, and the C code change it.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_h_set_dabr')],
    over: 'entry',
    claim: neverWrites(['vcpu.dabr']),
  },
  'vcpu-breakpoint-survives-the-exit': {
    says: 'An exit does not store to vcpu.dabr.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_h_set_dabr')],
    over: 'exit',
    claim: neverWrites(['vcpu.dabr']),
  },
  'vpa-counts-the-entry': {
    says: 'When the guest starts, the yield_count of its VPA, if it has one, is one more than at the call.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT')],
    over: 'entry',
    claim: given(
      was('vcpu.vpa'),
      equal(now('vpa.yield_count'), add(was('vpa.yield_count'), literal(1n)), {
        mask: lowBits(32),
      }),
    ),
  },
  'vpa-counts-the-exit': {
    says: "After the exit, the yield_count of the guest's VPA, if it has one, is one more than the guest left it.",
    cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT')],
    over: 'exit',
    claim: given(
      was('vcpu.vpa'),
      equal(now('vpa.yield_count'), add(was('vpa.yield_count'), literal(1n)), {
        mask: lowBits(32),
      }),
    ),
  },
  'vpa-counts-the-refusal': {
    says: "When no guest is entered, the yield_count of the guest's VPA, if it has one, is two more than at the call: the guest was dispatched and preempted.",
    cite: [
      kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT'),
      kernel('book3s_hv_rmhandlers.S', 'hdec_soon'),
    ],
    over: 'refusal',
    claim: given(
      was('vcpu.vpa'),
      equal(now('vpa.yield_count'), add(was('vpa.yield_count'), literal(2n)), {
        mask: lowBits(32),
      }),
    ),
  },
  'vpa-does-not-count-a-resumption': {
    says: 'A guest that is resumed after an interrupt finds the yield_count of its VPA, if it has one, as it left it: it was not preempted.',
    cite: [kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT, fast_guest_return')],
    over: 'resume',
    claim: unchanged('vpa.yield_count'),
  },
  'virtual-core-is-left-as-often-as-entered': {
    says: 'When the switch returns, vcore.entry_exit_count says that as many threads have left the virtual core (all above its low byte) as have entered it (the low byte), vcore.in_guest is 0, and vcore.nap_count is what it was.',
    cite: [
      kernel('book3s_hv_rmhandlers.S', 'VCORE_ENTRY_EXIT, VCORE_IN_GUEST'),
      kernel('kvm_host.h', 'kvmppc_vcore'),
    ],
    over: 'switch',
    claim: each(
      equal(shifted(now('vcore.entry_exit_count'), 8), has(now('vcore.entry_exit_count'), 0xffn)),
      equal(now('vcore.in_guest'), literal(0n)),
      unchanged('vcore.nap_count'),
    ),
  },
  ...reservations,
  'stack-frame-is-chained': {
    says: "The stack frame that the switch pushes points back to its caller's frame, and the caller's frame holds the return address.",
    cite: [seed('43-47'), kernel('asm-offsets.c', 'SWITCH_FRAME_SIZE')],
    over: 'switch',
    claim: each(equal(now('frame.back_chain'), was('r1')), equal(now('caller.lr_save'), was('LR'))),
  },
});

// Guest state: what the guest starts from, and what is saved of it in the vcpu while it does not run.
//
// The guest runs on the real registers, so each one that it can read must be loaded from the vcpu, or the guest reads the
// host's value; and each must be saved, or the guest loses it.

import { chapter } from '../chapter.ts';
import { isa, kernel, message, seed } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  add,
  at,
  below,
  choose,
  each,
  elapsed,
  equal,
  given,
  has,
  holds,
  literal,
  no,
  now,
  or,
  same,
  signed,
  was,
  whenWritten,
  without,
} from '../terms.ts';
import { HSRR_VECTORS, MSR, SRR1_STATUS, UNSYNCED } from '../vocabulary/bits.ts';
import { placesOf } from '../vocabulary/registers.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { guestSurvives, savedRegisters } from './from-ledger.ts';
import { earlyExit } from './refused-guest.ts';

const UNITS = MSR.FP | MSR.VEC | MSR.VSX;
const ENTRY = kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry');
const EXIT = kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt');

/** MSR after a return from interrupt: without the status bits, and with the bits that problem state implies. */
const returned = (saved: Term): Term =>
  or(
    without(saved, SRR1_STATUS),
    choose(has(saved, MSR.PR), literal(MSR.EE | MSR.IR | MSR.DR), literal(0n)),
  );

/** 1 when the interrupt that the span begins with recorded what it interrupted in HSRR0 and HSRR1. */
const usedHsrr: Term = HSRR_VECTORS.map((vector) => same(was('NIA'), literal(vector))).reduce(or);

export const guestState = chapter(
  'Guest state',
  'What the guest starts from, and what is saved of it in the vcpu while it does not run.',
  {
    'guest-starts-from-vcpu': {
      says: "At the guest's first instruction, every guest register that is saved in a field of the vcpu holds the value that the field held at the call; of CTRL only the run latch counts. MSR, the address, the clocks, the SLB and the counters have clauses of their own. CFAR and PPR are saved in no field: every branch writes the first, and every interrupt vector the second.",
      cite: [ENTRY, message('state-is-in-the-vcpu')],
      over: 'entry',
      claim: each(
        ...savedRegisters.map(({ place, field, bits }) =>
          equal(now(place), was(field), { mask: bits }),
        ),
      ),
    },
    'guest-resumes-at-pc': {
      says: 'The guest starts at the address in vcpu.pc, of which hrfid ignores the two low bits.',
      cite: [ENTRY, isa('III-S', 'Hypervisor Return From Interrupt Doubleword')],
      over: 'entry',
      claim: equal(now('NIA'), without(was('vcpu.pc'), 3n)),
    },
    'guest-msr-is-the-vcpus': {
      says: 'The guest starts with the MSR in vcpu.msr, without HV and the status bits that hrfid does not copy, and with ME; problem state implies EE, IR and DR.',
      cite: [
        message('supervisor-mode'),
        ENTRY,
        isa('III-S', 'Hypervisor Return From Interrupt Doubleword'),
      ],
      over: 'entry',
      claim: equal(now('MSR'), or(without(returned(was('vcpu.msr')), MSR.HV), literal(MSR.ME))),
    },
    'guest-runs-without-hv': {
      says: 'While hstate.in_guest is 1, which says that a guest runs, hypervisor code writes no MSR value with HV set.',
      cite: [message('supervisor-mode'), isa('III-S', 'Machine State Register')],
      over: 'switch',
      claim: whenWritten(
        ['MSR'],
        given(same(now('hstate.in_guest'), literal(1n)), holds('MSR', no(has(now('MSR'), MSR.HV)))),
      ),
    },
    'guest-breakpoint-is-the-vcpus': {
      says: 'The guest starts with the breakpoint in vcpu.dabr, which watches problem and supervisor state (DABRX = 3).',
      cite: [ENTRY, isa('III-S', 'Data Address Breakpoint Register')],
      over: 'entry',
      claim: each(equal(now('DABR'), was('vcpu.dabr')), equal(now('DABRX'), literal(3n))),
    },
    'pc-and-msr-come-from-the-right-pair': {
      says: 'After the exit, vcpu.pc and vcpu.msr hold what the interrupt saved: HSRR0 and HSRR1, or SRR0 and SRR1, depending on its kind.',
      cite: [EXIT, isa('III-S', 'Interrupt Definitions')],
      over: 'exit',
      claim: each(
        equal(now('vcpu.pc'), choose(usedHsrr, was('HSRR0'), was('SRR0'))),
        equal(now('vcpu.msr'), choose(usedHsrr, was('HSRR1'), was('SRR1'))),
      ),
    },
    'trap-names-the-interrupt': {
      says: 'After the exit, vcpu.trap and r12 hold the vector of the interrupt that caused the exit.',
      cite: [EXIT, seed('126')],
      over: 'exit',
      claim: each(equal(now('vcpu.trap'), was('NIA')), equal(now('r12'), was('NIA'))),
    },
    'fault-is-recorded': {
      says: 'After the exit, vcpu.fault_dar and vcpu.fault_dsisr hold HDAR and HDSISR if a hypervisor data storage interrupt caused the exit, otherwise DAR and DSISR; vcpu.last_inst holds HEIR if an emulation assistance interrupt did, otherwise all ones.',
      cite: [EXIT, isa('III-S', 'Hypervisor Data Storage Interrupt')],
      over: 'exit',
      claim: each(
        equal(now('vcpu.fault_dar'), choose(at('H_DATA_STORAGE'), was('HDAR'), was('DAR'))),
        equal(now('vcpu.fault_dsisr'), choose(at('H_DATA_STORAGE'), was('HDSISR'), was('DSISR'))),
        equal(
          now('vcpu.last_inst'),
          choose(at('H_EMUL_ASSIST'), was('HEIR'), literal(0xffffffffn)),
        ),
      ),
    },
    ...earlyExit,
    'guest-is-not-entered-late': {
      says: 'The guest is entered only if HDEC, with the ticks that have passed since the call added back, has ten or more left: an entry that finds ten or more left when it tests HDEC, early or late, satisfies this.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'hdec_soon')],
      over: 'entry',
      claim: holds('HDEC', no(below(add(signed(now('HDEC'), 32), elapsed), literal(10n)))),
    },
    'units-are-on-while-transferred': {
      says: 'Whenever a half of a vector-scalar register, FPSCR or VSCR is loaded or saved, MSR[FP], [VEC] and [VSX] are on and have taken effect.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_load_fp, kvmppc_save_fp'),
        isa('III-S', 'VSX Unavailable Interrupt'),
      ],
      over: 'switch',
      claim: whenWritten(
        [
          ...(['VSR', 'FPSCR', 'VSCR'] as const).flatMap(placesOf),
          ...fieldsOf('vcpu').filter((field) => /^vcpu\.(?:vsr|fpscr|vscr)/u.test(field)),
        ],
        each(
          equal(now('MSR'), literal(UNITS), { mask: UNITS }),
          holds('UNSYNCED', no(has(now('UNSYNCED'), UNSYNCED.UNITS))),
        ),
      ),
    },
    ...guestSurvives,
  },
);

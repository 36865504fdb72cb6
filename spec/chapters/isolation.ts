// Isolation: claims about two runs. What differs only in secrets of one side looks the same to the other.
//
// What the other side can see is read off the ledger and the table of registers: a guest sees what problem or supervisor state
// may access, a host is owed the registers that have a fate, and all memory outside the vcpu.

import { chapter } from '../chapter.ts';
import { isa, kernel, message, seed } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  clocks,
  controls,
  counts,
  notes,
  observableByGuest,
  observableByHost,
  observableMemory,
} from '../observables.ts';
import {
  and,
  atMost,
  each,
  given,
  has,
  literal,
  nonzero,
  now,
  or,
  reachable,
  same,
  sameInBoth,
  was,
} from '../terms.ts';
import { CR_KEPT, SLB_VALID } from '../vocabulary/bits.ts';
import type { Place } from '../vocabulary/machine.ts';
import { MOMENT } from '../vocabulary/observation.ts';
import { fieldsOf } from '../vocabulary/structures.ts';

const aligned: Term = same(was('moment.kind'), now('moment.kind'));
const isKind = (kind: keyof typeof MOMENT): Term => same(now('moment.kind'), literal(MOMENT[kind]));
/** The guest is about to execute an instruction, in both runs. */
const guestLooks: Term = and(aligned, atMost(now('moment.kind'), literal(MOMENT.RESUMED)));
/** The hypervisor has executed as many instructions in both, so that as much time has passed. */
const atOnce: Term = same(was('moment.spent'), now('moment.spent'));
/** The switch has returned to the host, in both runs. */
const hostLooks: Term = and(aligned, or(isKind('RETURNED'), isKind('REFUSED')));

const numbered = <T>(make: (i: number) => T): readonly T[] =>
  Array.from({ length: 32 }, (_, i) => make(i));

/** Which entries are valid, and all that these hold. */
const segments: Claim = each(
  sameInBoth(
    numbered((i): Place => `SLB[${i}].esid`),
    { mask: SLB_VALID },
  ),
  ...numbered((i) =>
    given(has(now(`SLB[${i}].esid`), SLB_VALID), sameInBoth([`SLB[${i}].esid`, `SLB[${i}].vsid`])),
  ),
);

/** The performance monitor: what it counts goes on with time, what controls it and what it sampled does not. */
const counters = (also: readonly Place[] = []): Claim =>
  each(sameInBoth(controls), given(atOnce, sameInBoth([...counts, ...also])));

export const isolation = chapter(
  'Isolation',
  'Two runs that differ only in secrets of one side look the same to the other.',
  {
    'guest-sees-nothing-of-the-host': {
      says: 'At every instruction of a guest, two hosts that differ only in secrets show it the same registers, and the same VPA.',
      cite: [
        message('privileged-without-trap'),
        message('state-is-in-the-vcpu'),
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry'),
      ],
      over: 'two-hosts',
      claim: given(guestLooks, sameInBoth([...observableByGuest, ...fieldsOf('vpa')])),
    },
    'guest-counters-tell-nothing-of-the-host': {
      says: 'At every instruction of a guest, two hosts that differ only in secrets show it the same controls and samples of the performance monitor, and its counters where the hypervisor has executed equally many instructions for both.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'VCPU_PMC'),
        isa('III-S', 'Performance Monitor Facility'),
      ],
      over: 'two-hosts',
      claim: given(guestLooks, counters()),
    },
    'guest-segments-tell-nothing-of-the-host': {
      says: 'At every instruction of a guest, two hosts that differ only in secrets show it the same valid segments.',
      cite: [
        kernel('book3s_hv_rmhandlers.S', 'VCPU_SLB_MAX'),
        isa('III-S', 'Segment Lookaside Buffer'),
      ],
      over: 'two-hosts',
      claim: given(guestLooks, segments),
    },
    'guest-time-tells-nothing-of-the-host': {
      says: 'At every instruction of a guest, two hosts that differ only in secrets show it the same timebase, decrementer and accounts where the hypervisor has executed equally many instructions for both.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES'), isa('III-S', 'Decrementer')],
      over: 'two-hosts',
      claim: given(guestLooks, given(atOnce, sameInBoth(['TB', ...clocks]))),
    },
    'way-in-tells-nothing-of-the-host': {
      says: 'Two hosts that differ only in secrets enter, resume and end a guest alike: by the same interrupts, and the guest runs after as many instructions.',
      cite: [
        message('privileged-without-trap'),
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry'),
      ],
      over: 'two-hosts',
      claim: each(
        sameInBoth(['moment.kind']),
        given(guestLooks, sameInBoth(['moment.steps'])),
        given(and(aligned, isKind('INTERRUPTED')), sameInBoth(['NIA'])),
      ),
    },
    'host-registers-tell-nothing-of-the-guest': {
      says: 'After the switch, two guests that differ only in secrets have left the host the same registers, as far as they have a fate; CR in the fields that the ABI keeps.',
      cite: [message('partition-zero'), seed('43-65, 110, 131-136')],
      over: 'two-guests',
      claim: given(
        hostLooks,
        each(sameInBoth(observableByHost), sameInBoth(['CR'], { mask: CR_KEPT })),
      ),
    },
    'host-counters-tell-nothing-of-the-guest': {
      says: 'After the switch, two guests that differ only in secrets have left the host the same controls and samples of the performance monitor, if it uses that, and its counters and what is noted of them where the hypervisor has executed equally many instructions for both.',
      cite: [seed('71-94'), kernel('book3s_hv_rmhandlers.S', 'HSTATE_PMC')],
      over: 'two-guests',
      claim: given(hostLooks, given(now('lppaca.pmcregs_in_use'), counters(notes.counters))),
    },
    'host-segments-tell-nothing-of-the-guest': {
      says: 'After the switch, two guests that differ only in secrets have left the host the same valid segments.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'SLB_NUM_BOLTED')],
      over: 'two-guests',
      claim: given(hostLooks, segments),
    },
    'host-time-tells-nothing-of-the-guest': {
      says: 'After the switch, two guests that differ only in secrets have left the host the same timebase, decrementer and accounts, and what is noted of them, where the hypervisor has executed equally many instructions for both.',
      cite: [seed('101-106'), kernel('book3s_hv_rmhandlers.S', 'HSTATE_DECEXP')],
      over: 'two-guests',
      claim: given(hostLooks, given(atOnce, sameInBoth(['TB', ...clocks, ...notes.clocks]))),
    },
    'memory-outside-the-vcpu-tells-nothing-of-the-guest': {
      says: "After the switch, two guests that differ only in secrets have left the host the same memory, but for the vcpu, the guest's own, and what holds a register only while a vector or an exit needs it; of a CR that is kept, the fields that the ABI keeps.",
      cite: [message('state-is-in-the-vcpu'), kernel('kvm_book3s_asm.h', 'kvmppc_host_state')],
      over: 'two-guests',
      claim: given(
        hostLooks,
        each(
          sameInBoth(observableMemory, { unnamed: true }),
          sameInBoth(['caller.cr_save'], { mask: CR_KEPT }),
        ),
      ),
    },
    'way-out-tells-nothing-of-the-guest': {
      says: 'Two guests that differ only in secrets are entered, resumed and ended alike, by the same interrupts.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt')],
      over: 'two-guests',
      claim: each(
        sameInBoth(['moment.kind']),
        given(and(aligned, isKind('INTERRUPTED')), sameInBoth(['NIA'])),
      ),
    },
    'some-hosts-differ': {
      says: 'Some guest runs on two hosts that differ in secrets.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry')],
      over: 'two-hosts',
      claim: reachable(and(guestLooks, nonzero(now('moment.secrets')))),
    },
    'some-guests-differ': {
      says: 'Some host is returned to by two guests that differ in secrets, and ran.',
      cite: [kernel('book3s_hv_interrupts.S', 'kvmppc_handler_highmem')],
      over: 'two-guests',
      claim: reachable(and(and(aligned, isKind('RETURNED')), nonzero(now('moment.secrets')))),
    },
  },
);

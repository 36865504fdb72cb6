// Isolation: claims about two runs. What differs only in secrets of one side looks the same to the other.
//
// What the other side can see is read off the ledger and the table of registers: a guest sees what problem or supervisor state
// may access, a host is owed the registers that have a fate, and all memory outside the vcpu.

import { isa, kernel, message, seed } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import { clocks, controls, counts, noted, owed, owedMemory, readable } from '../seen.ts';
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
const IN_STEP = 'where the hypervisor has executed equally many instructions for both';
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

/** At every instruction, two guests on hosts that differ see the same. */
const toGuest = (name: string, says: string, cite: Clause['cite'], claim: Claim): Clause => ({
  name,
  says: `At every instruction of a guest, two hosts that differ only in secrets show it the same ${says}.`,
  cite,
  over: 'two-hosts',
  claim: given(guestLooks, claim),
});

/** After the switch, two guests that differ have left the same. */
const toHost = (name: string, says: string, cite: Clause['cite'], claim: Claim): Clause => ({
  name,
  says: `After the switch, two guests that differ only in secrets have left the host the same ${says}.`,
  cite,
  over: 'two-guests',
  claim: given(hostLooks, claim),
});

const wayIn: Clause = {
  name: 'way-in-tells-nothing-of-the-host',
  says: 'Two hosts that differ only in secrets enter, resume and end a guest alike: by the same interrupts, and the guest runs after as many instructions.',
  cite: [message('privileged-without-trap'), kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry')],
  over: 'two-hosts',
  claim: each(
    sameInBoth(['moment.kind']),
    given(guestLooks, sameInBoth(['moment.steps'])),
    given(and(aligned, isKind('INTERRUPTED')), sameInBoth(['NIA'])),
  ),
};

const wayOut: Clause = {
  name: 'way-out-tells-nothing-of-the-guest',
  says: 'Two guests that differ only in secrets are entered, resumed and ended alike, by the same interrupts.',
  cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_interrupt')],
  over: 'two-guests',
  claim: each(
    sameInBoth(['moment.kind']),
    given(and(aligned, isKind('INTERRUPTED')), sameInBoth(['NIA'])),
  ),
};

export const isolation: Chapter = {
  title: 'Isolation',
  about: 'Two runs that differ only in secrets of one side look the same to the other.',
  clauses: [
    toGuest(
      'guest-sees-nothing-of-the-host',
      'registers, and the same VPA',
      [
        message('privileged-without-trap'),
        message('state-is-in-the-vcpu'),
        kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry'),
      ],
      sameInBoth([...readable, ...fieldsOf('vpa')]),
    ),
    toGuest(
      'guest-counters-tell-nothing-of-the-host',
      `controls and samples of the performance monitor, and its counters ${IN_STEP}`,
      [kernel('book3s_hv_rmhandlers.S', 'VCPU_PMC'), isa('III-S', 'Performance Monitor Facility')],
      counters(),
    ),
    toGuest(
      'guest-segments-tell-nothing-of-the-host',
      'valid segments',
      [kernel('book3s_hv_rmhandlers.S', 'VCPU_SLB_MAX'), isa('III-S', 'Segment Lookaside Buffer')],
      segments,
    ),
    toGuest(
      'guest-time-tells-nothing-of-the-host',
      `timebase, decrementer and accounts ${IN_STEP}`,
      [kernel('book3s_hv_rmhandlers.S', 'VCPU_DEC_EXPIRES'), isa('III-S', 'Decrementer')],
      given(atOnce, sameInBoth(['TB', ...clocks])),
    ),
    wayIn,
    toHost(
      'host-registers-tell-nothing-of-the-guest',
      'registers, as far as they have a fate; CR in the fields that the ABI keeps',
      [message('partition-zero'), seed('43-65, 110, 131-136')],
      each(sameInBoth(owed), sameInBoth(['CR'], { mask: CR_KEPT })),
    ),
    toHost(
      'host-counters-tell-nothing-of-the-guest',
      `controls and samples of the performance monitor, if it uses that, and its counters and what is noted of them ${IN_STEP}`,
      [seed('71-94'), kernel('book3s_hv_rmhandlers.S', 'HSTATE_PMC')],
      given(now('lppaca.pmcregs_in_use'), counters(noted.counters)),
    ),
    toHost(
      'host-segments-tell-nothing-of-the-guest',
      'valid segments',
      [kernel('book3s_hv_rmhandlers.S', 'SLB_NUM_BOLTED')],
      segments,
    ),
    toHost(
      'host-time-tells-nothing-of-the-guest',
      `timebase, decrementer and accounts, and what is noted of them, ${IN_STEP}`,
      [seed('101-106'), kernel('book3s_hv_rmhandlers.S', 'HSTATE_DECEXP')],
      given(atOnce, sameInBoth(['TB', ...clocks, ...noted.clocks])),
    ),
    toHost(
      'memory-outside-the-vcpu-tells-nothing-of-the-guest',
      "memory, but for the vcpu, the guest's own, and what holds a register only while a vector or an exit needs it; of a CR that is kept, the fields that the ABI keeps",
      [message('state-is-in-the-vcpu'), kernel('kvm_book3s_asm.h', 'kvmppc_host_state')],
      each(
        sameInBoth(owedMemory, { unnamed: true }),
        sameInBoth(['caller.cr_save'], { mask: CR_KEPT }),
      ),
    ),
    wayOut,
    {
      name: 'some-hosts-differ',
      says: 'Some guest runs on two hosts that differ in secrets.',
      cite: [kernel('book3s_hv_rmhandlers.S', 'kvmppc_hv_entry')],
      over: 'two-hosts',
      claim: reachable(and(guestLooks, nonzero(now('moment.secrets')))),
    },
    {
      name: 'some-guests-differ',
      says: 'Some host is returned to by two guests that differ in secrets, and ran.',
      cite: [kernel('book3s_hv_interrupts.S', 'kvmppc_handler_highmem')],
      over: 'two-guests',
      claim: reachable(and(and(aligned, isKind('RETURNED')), nonzero(now('moment.secrets')))),
    },
  ],
};

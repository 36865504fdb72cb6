// What the kernel makes of areas that are in place: that they stay while a vcpu runs, where they lie, and what it stores in a VPA. Part of
// the chapter on areas.
import { clauses } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  add,
  and,
  areasLieInSlots,
  choose,
  each,
  equal,
  given,
  literal,
  no,
  nonzero,
  now,
  or,
  same,
  storesIntoVpas,
  unchanged,
  was,
} from '../terms.ts';
import { areaParts } from '../vocabulary/vcpu-calls.ts';
import { asks, nowRegistered, vcpuNumbers, wasRegistered } from './vcpu-events.ts';

const REGISTERS = kernel('book3s_hv.c', 'do_h_register_vpa');
const PAPR = message('papr-guest');
const SWITCH = kernel('book3s_hv_rmhandlers.S', 'LPPACA_YIELDCOUNT');
const LPPACA = kernel('asm/lppaca.h', 'struct lppaca');

const vpaOf = (i: number) => `vm.vcpu[${i}].vpa` as const;
/** 1 when the vcpu is entered by the event, and 1 when it leaves the guest. */
const isEntered = (i: number): Term =>
  and(now(`vm.vcpu[${i}].in_guest`), no(was(`vm.vcpu[${i}].in_guest`)));
const isLeft = (i: number): Term =>
  and(was(`vm.vcpu[${i}].in_guest`), no(now(`vm.vcpu[${i}].in_guest`)));

/** A VPA is put in place, be it the same again; and one was in place before, and nothing is done about that. */
const isNew = (i: number): Term =>
  and(
    nonzero(now(vpaOf(i))),
    or(
      no(same(now(vpaOf(i)), was(vpaOf(i)))),
      and(was(`vm.vcpu[${i}].vpa_pending`), no(now(`vm.vcpu[${i}].vpa_pending`))),
    ),
  );
const stays = (i: number): Term => and(nonzero(now(vpaOf(i))), no(isNew(i)));

const LOW = 0xffff_ffffn;

/** What the kernel makes of areas that are in place. */
export const areaUse = clauses({
  'areas-stay-while-a-vcpu-runs': {
    says: 'From the entry of a vcpu to its exit the same VPA, log and SLB shadow buffer are in place, whatever is registered or unregistered for it meanwhile.',
    cite: [SWITCH, REGISTERS],
    over: 'event',
    claim: each(
      ...vcpuNumbers.map((i) =>
        given(
          was(`vm.vcpu[${i}].in_guest`),
          each(...areaParts.map((part) => unchanged(`vm.vcpu[${i}].${part}`))),
        ),
      ),
    ),
  },
  'areas-change-by-request-only': {
    says: 'No area is registered or unregistered for a vcpu but by H_REGISTER_VPA.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: given(
      no(asks('H_REGISTER_VPA')),
      each(
        ...vcpuNumbers.flatMap((i) =>
          areaParts.map((part) => equal(nowRegistered(i, part), wasRegistered(i, part))),
        ),
      ),
    ),
  },
  'entered-vcpu-has-its-areas': {
    says: 'When a vcpu is entered, the VPA, log and SLB shadow buffer that are registered for it are in place.',
    cite: [SWITCH, REGISTERS],
    over: 'event',
    claim: each(
      ...vcpuNumbers.map((i) =>
        given(
          isEntered(i),
          each(
            ...areaParts.map((part) => equal(now(`vm.vcpu[${i}].${part}`), wasRegistered(i, part))),
          ),
        ),
      ),
    ),
  },
  'new-vpa-begins-yielded': {
    says: 'When a VPA is put in place, its yield count (32 bits) is 1, or 2 if the vcpu is also entered, and shared_proc is 1.',
    cite: [kernel('book3s_hv.c', 'init_vpa'), LPPACA, PAPR],
    over: 'event',
    claim: each(
      ...vcpuNumbers.map((i) =>
        given(
          isNew(i),
          each(
            equal(
              now(`vm.vcpu[${i}].vpa.yield_count`),
              choose(isEntered(i), literal(2n), literal(1n)),
            ),
            equal(now(`vm.vcpu[${i}].vpa.shared_proc`), literal(1n)),
          ),
        ),
      ),
    ),
  },
  'entry-and-exit-count-in-the-vpa': {
    says: 'Each entry of a vcpu and each exit adds 1 to the yield count of its VPA, if it has one that was in place before.',
    cite: [SWITCH, LPPACA],
    over: 'event',
    claim: each(
      ...vcpuNumbers.map((i) =>
        given(
          and(stays(i), or(isEntered(i), isLeft(i))),
          equal(
            now(`vm.vcpu[${i}].vpa.yield_count`),
            add(was(`vm.vcpu[${i}].vpa.yield_count`), literal(1n)),
            { mask: LOW },
          ),
        ),
      ),
    ),
  },
  'kernel-stores-into-vpas-only': {
    says: 'Of guest memory, the kernel stores only to the first 640 bytes of VPAs that are in place before the event or after it.',
    cite: [SWITCH, kernel('book3s_hv.c', 'init_vpa')],
    over: 'event',
    claim: storesIntoVpas,
  },
  'areas-lie-in-guest-memory': {
    says: 'Every area that is in place lies whole in memory that the VM has: in one page of 16 MB that user space has given it.',
    cite: [REGISTERS, message('nothing-is-paged')],
    over: 'event',
    claim: areasLieInSlots,
  },
});

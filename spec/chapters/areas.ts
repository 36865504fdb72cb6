// Areas that a guest registers for its vcpus: which are accepted, what is recorded, and what the kernel stores in one.
//
// 3.1 stores in a VPA only: it registers dispatch trace logs and SLB shadow buffers, and uses neither.
import { chapter, clauses } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  each,
  equal,
  given,
  literal,
  no,
  nonzero,
  now,
  or,
  reachable,
  same,
  was,
} from '../terms.ts';
import { ANSWERS, AREA_BYTES, type AreaPart, areaParts, LINEAR } from '../vocabulary/vcpu-calls.ts';
import { areaUse } from './area-use.ts';
import {
  all,
  any,
  asks,
  crosses,
  crossesPage,
  happens,
  isNamed,
  isNobody,
  isNotInMemory,
  isOf,
  isTooShort,
  isUnaligned,
  nowRegistered,
  ofNewArea,
  ofRequest,
  requests,
  subfunction,
  vcpuNumbers,
  wasRegistered,
} from './vcpu-events.ts';

const REGISTERS = kernel('book3s_hv.c', 'do_h_register_vpa');
const PAPR = message('papr-guest');
const LPPACA = kernel('asm/lppaca.h', 'struct lppaca');

const answers = (answer: keyof typeof ANSWERS): Claim =>
  equal(now('event.answer'), literal(ANSWERS[answer]));

/** The target exists. */
const isFor: Term = no(isNobody('event.r5'));

/** What holds of the vcpu that the hypercall is about. */
const ofTarget = (claimOf: (i: number) => Claim): Claim =>
  each(...vcpuNumbers.map((i) => given(isNamed(i, 'event.r5'), claimOf(i))));

const anyTarget = (of: (i: number) => Term): Term =>
  any(...vcpuNumbers.map((i) => and(isNamed(i, 'event.r5'), of(i))));

const hadVpa: Term = anyTarget((i) => nonzero(wasRegistered(i, 'vpa')));
const hadOthers: Term = anyTarget((i) =>
  or(nonzero(wasRegistered(i, 'dtl')), nonzero(wasRegistered(i, 'slb_shadow'))),
);

const tooShort: Term = any(
  and(requests('REGISTER_VPA'), isTooShort(AREA_BYTES.VPA)),
  and(requests('REGISTER_DTL'), isTooShort(AREA_BYTES.DTL)),
  and(requests('REGISTER_SLB_SHADOW'), isTooShort(AREA_BYTES.SLB_SHADOW)),
);
const crossesSmall: Term = and(requests('REGISTER_VPA'), crosses(0x1000n));
const isBad: Term = any(isUnaligned, isNotInMemory, tooShort, crossesPage, crossesSmall);
const dependsOnVpa: Term = or(requests('REGISTER_DTL'), requests('REGISTER_SLB_SHADOW'));

/** Registered: where it was to be; `part` is the area, where a subfunction names it. */
const REGISTERED = [
  ['REGISTER_VPA', 'vpa'],
  ['REGISTER_DTL', 'dtl'],
  ['REGISTER_SLB_SHADOW', 'slb_shadow'],
] as const;
const UNREGISTERED = [
  ['UNREGISTER_VPA', 'vpa'],
  ['UNREGISTER_DTL', 'dtl'],
  ['UNREGISTER_SLB_SHADOW', 'slb_shadow'],
] as const;

/** The other areas of the target stay registered as they were. */
const othersStay = (i: number, part: AreaPart): Claim =>
  each(
    ...areaParts
      .filter((other) => other !== part && !(part === 'dtl' && other === 'dtl_end'))
      .map((other) => equal(nowRegistered(i, other), wasRegistered(i, other))),
  );

/** The bytes of whole entries in the log. */
const entries: Term = {
  term: 'apply',
  op: 'multiply',
  to: [was('event.entries'), literal(AREA_BYTES.DTL)],
};

/** Which areas are accepted, and what that makes of a target. */
const registration = clauses({
  'subfunction-without-meaning-is-refused': {
    says: 'H_REGISTER_VPA with subfunction 0 or 4 (bits 45 to 47 of r4, counted from the least significant) returns H_PARAMETER.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofRequest(
      [or(same(subfunction, literal(0n)), same(subfunction, literal(4n)))],
      answers('H_PARAMETER'),
    ),
  },
  'area-begins-at-a-multiple-of-128': {
    says: 'An area whose guest address is no multiple of 128 bytes is refused with H_PARAMETER.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea([isUnaligned], answers('H_PARAMETER')),
  },
  'area-is-registered-in-given-memory': {
    says: 'An area whose guest address is in no slot of the VM is refused with H_PARAMETER.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea([isNotInMemory], answers('H_PARAMETER')),
  },
  'area-is-long-enough': {
    says: 'By the length that the guest has stored at its byte 4, a VPA (16 bits) of less than 640 bytes, a log (32 bits) of less than 48 and an SLB shadow buffer (32 bits) of less than 8 are refused with H_PARAMETER.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea([tooShort], answers('H_PARAMETER')),
  },
  'area-ends-in-its-page': {
    says: 'An area that would go beyond the page of 16 MB in which it begins is refused with H_PARAMETER.',
    cite: [REGISTERS],
    over: 'event',
    claim: ofNewArea([crossesPage], answers('H_PARAMETER')),
  },
  'vpa-is-in-one-4-kb-page': {
    says: 'A VPA that would cross from one 4 KB of guest memory to the next is refused with H_PARAMETER.',
    cite: [LPPACA, REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea([crossesSmall], answers('H_PARAMETER')),
  },
  'log-and-shadow-need-a-vpa': {
    says: 'A log or an SLB shadow buffer with which nothing else is wrong is refused with H_RESOURCE if no VPA is registered for its vcpu.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea([dependsOnVpa, no(isBad), isFor, no(hadVpa)], answers('H_RESOURCE')),
  },
  'vpa-goes-last': {
    says: 'While a log or an SLB shadow buffer is registered for a vcpu, unregistering its VPA returns H_RESOURCE.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofRequest([requests('UNREGISTER_VPA'), hadOthers], answers('H_RESOURCE')),
  },
  'good-area-is-registered': {
    says: 'An area that none of these rules refuses is registered for the vcpu whose id is r5, at the linear-mapping address of the memory behind its guest address, a log up to the end of its last whole entry of 48 bytes; the other areas of that vcpu stay, and the answer is H_SUCCESS.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: ofNewArea(
      [no(isBad), isFor, or(requests('REGISTER_VPA'), hadVpa)],
      each(
        answers('H_SUCCESS'),
        ...REGISTERED.map(([name, part]) =>
          given(
            requests(name),
            ofTarget((i) =>
              each(
                equal(nowRegistered(i, part), add(literal(LINEAR), was('event.real'))),
                othersStay(i, part),
              ),
            ),
          ),
        ),
        given(
          requests('REGISTER_DTL'),
          ofTarget((i) =>
            equal(nowRegistered(i, 'dtl_end'), add(nowRegistered(i, 'dtl'), entries)),
          ),
        ),
      ),
    ),
  },
  'unregistered-area-is-none': {
    says: 'After an area is unregistered, which returns H_SUCCESS but for a VPA that others need, none of its kind is registered for the vcpu whose id is r5; its other areas stay.',
    cite: [REGISTERS, PAPR],
    over: 'event',
    claim: each(
      ...UNREGISTERED.map(([name, part]) =>
        ofRequest(
          [requests(name), isFor, ...(part === 'vpa' ? [no(hadOthers)] : [])],
          each(
            answers('H_SUCCESS'),
            ofTarget((i) => each(equal(nowRegistered(i, part), literal(0n)), othersStay(i, part))),
          ),
        ),
      ),
    ),
  },
});

export const areas = chapter(
  'Areas of a vcpu',
  'Which areas a guest may register for a vcpu, and what the kernel does with those.',
  {
    ...registration,
    ...areaUse,
    'some-area-is-another-vcpus': {
      says: 'Some VPA is registered for another vcpu than the one that makes the hypercall.',
      cite: [REGISTERS],
      over: 'event',
      claim: reachable(
        all(
          asks('H_REGISTER_VPA'),
          requests('REGISTER_VPA'),
          anyTarget((i) => no(isOf(i))),
          same(now('event.answer'), literal(0n)),
        ),
      ),
    },
    'some-target-is-running': {
      says: 'Some VPA is registered for a vcpu that is in the guest, and another unregistered.',
      cite: [REGISTERS],
      over: 'event',
      claim: reachable(
        all(
          asks('H_REGISTER_VPA'),
          or(requests('REGISTER_VPA'), and(requests('UNREGISTER_VPA'), hadVpa)),
          anyTarget((i) => was(`vm.vcpu[${i}].in_guest`)),
        ),
      ),
    },
    'some-memory-is-to-go-from-under-an-area': {
      says: 'Some slot is to be changed or emptied while an area is in place.',
      cite: [kernel('kvm_main.c', '__kvm_set_memory_region')],
      over: 'event',
      claim: reachable(
        all(
          happens('REGION'),
          any(...vcpuNumbers.map((i) => nonzero(was(`vm.vcpu[${i}].vpa`)))),
          any(
            ...[0, 1, 2, 3].map((slot) =>
              and(
                same(was('op.slot'), literal(BigInt(slot))),
                nonzero(was(`vm.slot[${slot}].npages`)),
              ),
            ),
          ),
        ),
      ),
    },
  },
);

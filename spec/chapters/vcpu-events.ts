// The terms in which chapters about hypercalls that the kernel answers are written: which is made, for whom, and what it needs.
import type { Claim, Term } from '../clause.ts';
import {
  and,
  choose,
  given,
  has,
  less,
  literal,
  no,
  now,
  or,
  same,
  shifted,
  was,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import {
  type AreaPart,
  EVENT,
  HCALL,
  SUBFUNCTION,
  SUBFUNCTION_AT,
} from '../vocabulary/vcpu-calls.ts';
import { VCPUS } from '../vocabulary/vm.ts';

/** Every vcpu that a VM can have, by number. */
export const vcpuNumbers: readonly number[] = Array.from({ length: VCPUS }, (_, i) => i);

/** 1 when all of these are not 0, as flags are; and 1 when any is. */
export const all = (...terms: readonly Term[]): Term => terms.reduce(and);
export const any = (...terms: readonly Term[]): Term => terms.reduce(or);

/** 1 when the event is of this kind. */
export const happens = (kind: keyof typeof EVENT): Term =>
  same(was('event.kind'), literal(EVENT[kind]));

/** 1 when the event is this hypercall. */
export const asks = (name: keyof typeof HCALL): Term =>
  and(happens('HYPERCALL'), same(was('event.r3'), literal(HCALL[name])));

/** 1 when the event is of this vcpu. */
export const isOf = (i: number): Term => same(was('event.vcpu'), literal(BigInt(i)));

/** 1 when the vcpu exists and this word, all 64 bits of it, is its id. */
export const isNamed = (i: number, id: Place): Term =>
  and(was(`vm.vcpu[${i}].exists`), same(was(id), was(`vm.vcpu[${i}].id`)));

/** 1 when no vcpu has this id. */
export const isNobody = (id: Place): Term => no(any(...vcpuNumbers.map((i) => isNamed(i, id))));

/** The subfunction of H_REGISTER_VPA. */
export const subfunction: Term = has(shifted(was('event.r4'), SUBFUNCTION_AT), 7n);

/** Of H_REGISTER_VPA: 1 when it is this subfunction, and 1 when it is one of those that register an area. */
export const requests = (name: keyof typeof SUBFUNCTION): Term =>
  same(subfunction, literal(SUBFUNCTION[name]));
const registers: Term = and(less(subfunction, literal(4n)), less(literal(0n), subfunction));

/** The claim counts only where each of these is not 0; what follows one that is 0 is not looked at. */
export const givenAll = (whens: readonly Term[], claim: Claim): Claim =>
  whens.reduceRight((then, when) => given(when, then), claim);

/** What holds of H_REGISTER_VPA where each of these is not 0; and of it where it is to register an area. */
export const ofRequest = (whens: readonly Term[], claim: Claim): Claim =>
  givenAll([asks('H_REGISTER_VPA'), ...whens], claim);
export const ofNewArea = (whens: readonly Term[], claim: Claim): Claim =>
  ofRequest([registers, ...whens], claim);

/** The area's length, as the guest has stored it: 16 bits of a VPA, 32 of the others. */
const length: Term = choose(
  requests('REGISTER_VPA'),
  shifted(was('event.length'), 16),
  was('event.length'),
);

const pendingOf = { vpa: 'vpa', dtl: 'dtl', dtl_end: 'dtl', slb_shadow: 'slb_shadow' } as const;

/** The area that is registered for a vcpu: what its next entry is to put in place, or else what is in place; 0 for none. */
const registeredIn =
  (state: typeof was) =>
  (i: number, part: AreaPart): Term =>
    choose(
      state(`vm.vcpu[${i}].${pendingOf[part]}_pending`),
      state(`vm.vcpu[${i}].next_${part}`),
      state(`vm.vcpu[${i}].${part}`),
    );
export const wasRegistered = registeredIn(was);
export const nowRegistered = registeredIn(now);

const MOST = 1n << 24n;

/** 1 when a block of so many bytes, a power of two, ends inside the area. */
export const crosses = (bytes: bigint): Term =>
  less(literal(bytes), {
    term: 'apply',
    op: 'add',
    to: [has(was('event.r6'), bytes - 1n), length],
  });

/** Why an area is refused with H_PARAMETER, each 1 when it is so: it is no multiple of 128 bytes, not in memory, too short, or it crosses. */
export const isUnaligned: Term = no(no(has(was('event.r6'), 127n)));
export const isNotInMemory: Term = no(was('event.real'));
export const isTooShort = (least: bigint): Term => less(length, literal(least));
export const crossesPage: Term = crosses(MOST);

// Tables that the switch moves between memory and the processor, as claims and terms about all their elements.

import type { Claim, Term } from './clause.ts';
import {
  add,
  address,
  and,
  choose,
  equal,
  less,
  literal,
  now,
  or,
  same,
  shifted,
  sub,
  without,
} from './terms.ts';
import { SLB_INDEX, SLB_VALID } from './vocabulary/bits.ts';

const INDEXES = Array.from({ length: 32 }, (_, i) => i);

/** The CPUs that are the first thread of a core (SMT4), as far as kvm.last_vcpu reaches in the model. */
export const FIRST_THREADS: readonly number[] = [0, 4, 8, 12];

/** The three bolted entries are those of the shadow, in which each has its index. */
export const bolted = [0, 1, 2].flatMap((i): Claim[] => [
  equal(now(`slb_shadow.save_area[${i}].esid`), literal(BigInt(i)), { mask: SLB_INDEX }),
  equal(now(`SLB[${i}].esid`), without(now(`slb_shadow.save_area[${i}].esid`), SLB_INDEX)),
  equal(now(`SLB[${i}].vsid`), now(`slb_shadow.save_area[${i}].vsid`)),
]);

/** Valid entries with distinct indexes: consecutive, starting anywhere. */
export const listed = INDEXES.map((i) =>
  equal(
    now(`vcpu.slb[${i}].esid`),
    or(literal(SLB_VALID), and(add(now('vcpu.slb[0].esid'), literal(BigInt(i))), literal(31n))),
    { mask: SLB_INDEX | SLB_VALID },
  ),
);

/** Granules of POWER7 (128 bytes) that a VPA lies in at most: it has 640 bytes (PAPR, "Register VPA"). */
const VPA_GRANULES = 6n;

/** 1 when a reservation is held on a granule of the VPA. */
export const inVpa = (reserve: Term): Term => {
  const granule = shifted(sub(reserve, literal(1n)), 7);
  return less(sub(granule, shifted(address('vpa'), 7)), literal(VPA_GRANULES));
};

/** 1 when the vcpu last ran on this CPU, and this CPU last ran it. */
export const ranHereLast: Term = and(
  same(now('vcpu.last_cpu'), now('paca.paca_index')),
  same(
    FIRST_THREADS.slice(1).reduce<Term>(
      (rest, cpu) =>
        choose(
          same(now('paca.paca_index'), literal(BigInt(cpu))),
          now(`kvm.last_vcpu[${cpu}]`),
          rest,
        ),
      now('kvm.last_vcpu[0]'),
    ),
    now('vcpu.vcpu_id'),
  ),
);

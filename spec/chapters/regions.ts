// Regions of memory that user space gives a VM: which are accepted, and which are refused. A part of the chapter on memory.
import { clauses } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  choose,
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
  same,
  sub,
  was,
} from '../terms.ts';
import { ERROR, SLOTS } from '../vocabulary/vm.ts';
import { failed, tried } from './operation.ts';

const PREPARES = kernel('book3s_hv.c', 'kvmppc_core_prepare_memory_region');

const PAGE = 24;
const INSIDE_PAGE = (1n << BigInt(PAGE)) - 1n;
const LIMIT = 64n << 30n;

/** 1 when a region is given. */
export const isRegion: Term = tried('SET_REGION');

/** 1 when the operation returned no error. */
export const succeeded: Term = no(failed);

const slots = Array.from({ length: SLOTS }, (_, i) => i);

/** 1 when the first is below the second, as unsigned numbers. */
const less = (a: Term, b: Term): Term => no(atMost(b, a));

/** 1 when the region that is asked for overlaps that of another slot. */
const overlaps: Term = slots
  .map((i) => {
    const base = was(`vm.slot[${i}].base`);
    const bytes: Term = {
      term: 'bits',
      op: 'shiftLeft',
      of: was(`vm.slot[${i}].npages`),
      by: PAGE,
    };
    const [from, size] = [was('op.guest_phys_addr'), was('op.memory_size')];
    const isOther = and(nonzero(bytes), no(same(was('op.slot'), literal(BigInt(i)))));
    return and(isOther, and(less(base, add(from, size)), less(from, add(base, bytes))));
  })
  .reduce(or);

/** Refused; −EEXIST is for a region that overlaps another. */
const isRefused: Claim = holds(
  'op.ret',
  or(
    same(now('op.ret'), literal(ERROR.EINVAL)),
    and(overlaps, same(now('op.ret'), literal(ERROR.EEXIST))),
  ),
);

/** Pages of 16 MB in so many bytes. */
export const pages = (bytes: Term): Term => ({
  term: 'bits',
  op: 'shiftRight',
  of: bytes,
  by: PAGE,
});

/** Which regions are accepted. */
export const regions = clauses({
  'region-is-whole-huge-pages': {
    says: 'A region whose size or guest address is not a multiple of 16 MB is refused: with −EINVAL, or −EEXIST if it also overlaps another slot.',
    cite: [PREPARES, message('huge-pages')],
    over: 'operation',
    claim: given(
      and(
        isRegion,
        nonzero(
          has(
            choose(
              has(was('op.memory_size'), INSIDE_PAGE),
              was('op.memory_size'),
              was('op.guest_phys_addr'),
            ),
            INSIDE_PAGE,
          ),
        ),
      ),
      isRefused,
    ),
  },
  'region-ends-below-64-gb': {
    says: 'A region that ends above 64 GB, or beyond the last address of 64 bits, is refused: with −EINVAL, or −EEXIST if it also overlaps another slot.',
    cite: [PREPARES, kernel('kvm_main.c', '__kvm_set_memory_region')],
    over: 'operation',
    claim: given(
      and(
        isRegion,
        or(
          no(atMost(was('op.guest_phys_addr'), literal(LIMIT))),
          no(atMost(was('op.memory_size'), sub(literal(LIMIT), was('op.guest_phys_addr')))),
        ),
      ),
      isRefused,
    ),
  },
  'region-is-remembered': {
    says: 'A region that is accepted and not empty fills its slot with the guest address, the size and the address in user space that it was given.',
    cite: [kernel('kvm_main.c', '__kvm_set_memory_region')],
    over: 'operation',
    claim: each(
      ...slots.map((i) =>
        given(
          and(
            and(and(isRegion, succeeded), nonzero(was('op.memory_size'))),
            same(was('op.slot'), literal(BigInt(i))),
          ),
          each(
            equal(now(`vm.slot[${i}].base`), was('op.guest_phys_addr')),
            equal(now(`vm.slot[${i}].npages`), pages(was('op.memory_size'))),
            equal(now(`vm.slot[${i}].userspace_addr`), was('op.userspace_addr')),
          ),
        ),
      ),
    ),
  },
  'last-page-below-64-gb-may-be-given': {
    says: 'A region of one huge page that ends at 64 GB is accepted, if the VM has no memory yet, the slot is one of those that there are, and user space has the page.',
    cite: [PREPARES],
    over: 'operation',
    claim: given(
      and(
        and(isRegion, and(no(was('vm.ram_npages')), was('op.backed'))),
        and(
          same(was('op.guest_phys_addr'), literal(LIMIT - 1n - INSIDE_PAGE)),
          and(
            same(was('op.memory_size'), literal(INSIDE_PAGE + 1n)),
            less(was('op.slot'), literal(BigInt(SLOTS))),
          ),
        ),
      ),
      equal(now('op.ret'), literal(0n)),
    ),
  },
  'region-has-huge-pages-behind-it': {
    says: 'A region that is not backed by 16 MB pages of user space throughout is refused: with −EINVAL, or −EEXIST if it also overlaps another slot.',
    cite: [PREPARES, message('huge-pages')],
    over: 'operation',
    claim: given(and(isRegion, no(was('op.backed'))), isRefused),
  },
});

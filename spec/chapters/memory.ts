// Memory: which regions a VM may have, that its pages stay where they are, and that it reaches them through its page table.
import { chapter } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  choose,
  each,
  equal,
  given,
  literal,
  no,
  nonzero,
  now,
  reachable,
  same,
  unchanged,
  was,
} from '../terms.ts';
import { SLOTS } from '../vocabulary/vm.ts';
import { pageTable } from './page-table.ts';
import { isRegion, pages, regions, succeeded } from './regions.ts';

const PREPARES = kernel('book3s_hv.c', 'kvmppc_core_prepare_memory_region');

const slots = Array.from({ length: SLOTS }, (_, i) => i);

const end = (i: number): Term =>
  choose(
    now(`vm.slot[${i}].npages`),
    add(pages(now(`vm.slot[${i}].base`)), now(`vm.slot[${i}].npages`)),
    literal(0n),
  );
const larger = (a: Term, b: Term): Term => choose(atMost(a, b), b, a);
const given16 = slots.map((i): Term => now(`vm.slot[${i}].npages`)).reduce(add);

export const memory = chapter(
  'Memory',
  'Which memory a VM may have, that it stays where it is, and that the guest reaches it.',
  {
    ...regions,
    'given-page-stays': {
      says: 'While a VM lives, a slot that has memory keeps its guest address, its size and its address in user space.',
      cite: [message('nothing-is-paged'), PREPARES],
      over: 'operation',
      claim: each(
        ...slots.map((i) =>
          given(
            and(was(`vm.slot[${i}].npages`), now('vm.exists')),
            each(
              unchanged(`vm.slot[${i}].base`),
              unchanged(`vm.slot[${i}].npages`),
              unchanged(`vm.slot[${i}].userspace_addr`),
            ),
          ),
        ),
      ),
    },
    'given-pages-are-held': {
      says: 'KVM holds exactly as many pages for a VM as its slots have: each page once.',
      cite: [message('nothing-is-paged'), PREPARES],
      over: 'operation',
      claim: given(now('vm.exists'), equal(now('vm.pages_pinned'), given16)),
    },
    'ram-ends-with-the-last-page': {
      says: 'The RAM size of a VM is where the last page of its slots ends.',
      cite: [PREPARES],
      over: 'operation',
      claim: given(now('vm.exists'), equal(now('vm.ram_npages'), slots.map(end).reduce(larger))),
    },
    ...pageTable,
    'some-region-is-taken': {
      says: 'Some region is accepted.',
      cite: [PREPARES],
      over: 'operation',
      claim: reachable(and(isRegion, succeeded)),
    },
    'some-region-is-not-huge': {
      says: 'Some region has a page that is not a huge page.',
      cite: [PREPARES],
      over: 'operation',
      claim: reachable(and(isRegion, no(was('op.backed')))),
    },
    'some-region-follows-another': {
      says: 'Some VM is given memory when it already has some.',
      cite: [PREPARES],
      over: 'operation',
      claim: reachable(and(isRegion, and(nonzero(was('vm.ram_npages')), succeeded))),
    },
    'some-region-leaves-a-gap': {
      says: 'Some VM has a gap in its memory.',
      cite: [PREPARES],
      over: 'operation',
      claim: reachable(and(isRegion, and(succeeded, no(same(now('vm.ram_npages'), given16))))),
    },
  },
);

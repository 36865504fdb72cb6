// Memory: which regions a VM may have, that its pages stay where they are, and that it reaches them through its page table.
import { kernel, message } from '../cite.ts';
import type { Chapter, Clause, Term } from '../clause.ts';
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
import { operation } from './operation.ts';
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

const kept: readonly Clause[] = [
  operation(
    'given-page-stays',
    'While a VM lives, a slot that has memory keeps its guest address, its size and its address in user space.',
    [message('nothing-is-paged'), PREPARES],
    each(
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
  ),
  operation(
    'given-pages-are-held',
    'KVM holds exactly as many pages for a VM as its slots have: each page once.',
    [message('nothing-is-paged'), PREPARES],
    given(now('vm.exists'), equal(now('vm.pages_pinned'), given16)),
  ),
  operation(
    'ram-ends-with-the-last-page',
    'The RAM size of a VM is where the last page of its slots ends.',
    [PREPARES],
    given(now('vm.exists'), equal(now('vm.ram_npages'), slots.map(end).reduce(larger))),
  ),
];

const witness = (name: string, says: string, when: Term): Clause =>
  operation(name, says, [PREPARES], reachable(and(isRegion, when)));

const witnesses: readonly Clause[] = [
  witness('some-region-is-taken', 'Some region is accepted.', succeeded),
  witness(
    'some-region-is-not-huge',
    'Some region has a page that is not a huge page.',
    no(was('op.backed')),
  ),
  witness(
    'some-region-follows-another',
    'Some VM is given memory when it already has some.',
    and(nonzero(was('vm.ram_npages')), succeeded),
  ),
  witness(
    'some-region-leaves-a-gap',
    'Some VM has a gap in its memory.',
    and(succeeded, no(same(now('vm.ram_npages'), given16))),
  ),
];

export const memory: Chapter = {
  title: 'Memory',
  about: 'Which memory a VM may have, that it stays where it is, and that the guest reaches it.',
  clauses: [...regions, ...kept, ...pageTable, ...witnesses],
};

// Memory: which regions a VM may have, that its pages stay where they are, and that it reaches them through its page table.
import { kernel, message } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  below,
  choose,
  each,
  equal,
  given,
  has,
  literal,
  no,
  nonzero,
  now,
  oneOf,
  reachable,
  same,
  unchanged,
  was,
} from '../terms.ts';
import { ERROR, SLOTS } from '../vm-state.ts';
import { failed, operation, tried } from './operation.ts';
import { pageTable } from './page-table.ts';

const PREPARES = kernel('book3s_hv.c', 'kvmppc_core_prepare_memory_region');

const PAGE = 24;
const INSIDE_PAGE = (1n << BigInt(PAGE)) - 1n;
const LIMIT = 64n << 30n;

const isRegion = tried('SET_REGION');
const succeeded = no(failed);
const isRefused: Claim = oneOf(now('op.ret'), [ERROR.EINVAL, ERROR.EEXIST]);
const slots = Array.from({ length: SLOTS }, (_, i) => i);

const pages = (bytes: Term): Term => ({ term: 'bits', op: 'shiftRight', of: bytes, by: PAGE });
const end = (i: number): Term =>
  choose(
    now(`vm.slot[${i}].npages`),
    add(pages(now(`vm.slot[${i}].base`)), now(`vm.slot[${i}].npages`)),
    literal(0n),
  );
const larger = (a: Term, b: Term): Term => choose(atMost(a, b), b, a);
const given16 = slots.map((i): Term => now(`vm.slot[${i}].npages`)).reduce(add);

const regions: readonly Clause[] = [
  operation(
    'region-is-whole-huge-pages',
    'A region whose size or guest address is no multiple of 16 MB is refused: −EINVAL, or −EEXIST if it also overlaps.',
    [PREPARES, message('huge-pages')],
    given(
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
  ),
  operation(
    'region-ends-below-64-gb',
    'A region that reaches beyond 64 GB is refused: −EINVAL, or −EEXIST if it also overlaps.',
    [PREPARES],
    given(
      and(
        isRegion,
        no(atMost(add(was('op.guest_phys_addr'), was('op.memory_size')), literal(LIMIT))),
      ),
      isRefused,
    ),
  ),
  operation(
    'region-is-remembered',
    'A region that is taken, and has a size, fills its slot just as it was given.',
    [kernel('kvm_main.c', '__kvm_set_memory_region')],
    each(
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
  ),
  operation(
    'last-page-below-64-gb-may-be-given',
    'A region of one huge page that ends at 64 GB is taken, if the VM has none yet and user space has the page.',
    [PREPARES],
    given(
      and(
        and(isRegion, and(no(was('vm.ram_npages')), was('op.backed'))),
        and(
          same(was('op.guest_phys_addr'), literal(LIMIT - 1n - INSIDE_PAGE)),
          and(
            same(was('op.memory_size'), literal(INSIDE_PAGE + 1n)),
            below(was('op.slot'), literal(BigInt(SLOTS))),
          ),
        ),
      ),
      equal(now('op.ret'), literal(0n)),
    ),
  ),
  operation(
    'region-has-huge-pages-behind-it',
    'A region of which some page is no 16 MB page of user space is refused: −EINVAL, or −EEXIST if it also overlaps.',
    [PREPARES, message('huge-pages')],
    given(and(isRegion, no(was('op.backed'))), isRefused),
  ),
];

const kept: readonly Clause[] = [
  operation(
    'given-page-stays',
    'While a VM lives, memory that it was given stays where it is.',
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
    'KVM holds just the pages that a VM was given, each once.',
    [message('nothing-is-paged'), PREPARES],
    given(now('vm.exists'), equal(now('vm.pages_pinned'), given16)),
  ),
  operation(
    'ram-ends-with-the-last-page',
    'The RAM size of a VM is where its last page ends.',
    [PREPARES],
    given(now('vm.exists'), equal(now('vm.ram_npages'), slots.map(end).reduce(larger))),
  ),
];

const witness = (name: string, says: string, when: Term): Clause =>
  operation(name, says, [PREPARES], reachable(and(isRegion, when)));

const witnesses: readonly Clause[] = [
  witness('some-region-is-taken', 'Some region is taken.', succeeded),
  witness(
    'some-region-is-not-huge',
    'Some region has a page that is not huge.',
    no(was('op.backed')),
  ),
  witness(
    'some-region-follows-another',
    'Some VM is given memory when it has some.',
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

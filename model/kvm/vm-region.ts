// A VM is given memory: what is checked, which pages are noted and held, the slot, and the entries of its page table.
//
// Checks come in the kernel's order. Left out: dirty logging, and pages of the guest's own entering (H_ENTER).
import { ERROR, SLOTS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { assign, call, loop, returns, step, type VmAt, when } from './vm-state.ts';

const PAGE = 24n;
const SMALL_PAGE = 0x1000n;

/** Pages of 16 MB that a VM may have: 64 GB. */
export const MOST_PAGES = 4096n;

/** The region that user space gives: its slot, its first byte in the guest and in user space, and how many it has. */
const slot = (at: VmAt): number => Number(at('op.slot'));
const first = (at: VmAt): Word => at('op.guest_phys_addr');
const size = (at: VmAt): Word => at('op.memory_size');
const from = (at: VmAt): Word => at('op.userspace_addr');

/** Bytes that its slot has. */
const had = (at: VmAt): Word => at(`vm.slot[${slot(at)}].npages`) << PAGE;

/** Whether the region would share an address with another slot. */
const overlaps = (at: VmAt): boolean =>
  Array.from({ length: SLOTS }, (_, i) => i).some((i) => {
    const bytes = at(`vm.slot[${i}].npages`) << PAGE;
    const base = at(`vm.slot[${i}].base`);
    return (
      i !== slot(at) && bytes !== 0n && first(at) + size(at) > base && first(at) < base + bytes
    );
  });

/** A slot notes a guest address. */
export const noteBase = (base: (given: Word) => Word) =>
  step('the guest address of the slot', (at) => [[`vm.slot[${slot(at)}].base`, base(first(at))]]);

const einval = { einval: returns(ERROR.EINVAL) };

const __kvm_set_memory_region = {
  'small-pages': when(
    (at) => (size(at) | first(at) | from(at)) % SMALL_PAGE !== 0n || slot(at) >= SLOTS,
    einval,
  ),
  wraps: when((at) => first(at) + size(at) > 0xffff_ffff_ffff_ffffn, einval),
  resized: when((at) => had(at) !== 0n && size(at) !== 0n && size(at) !== had(at), einval),
  overlaps: when(overlaps, { eexist: returns(ERROR.EEXIST) }),
  prepare: call('kvmppc_core_prepare_memory_region'),
  refused: when((at) => at('r') !== 0n, { ret: returns() }),
  /** It stays what it was when the slot was first filled, and when it is emptied. */
  userspace_addr: when((at) => had(at) === 0n && size(at) !== 0n, {
    set: step('the address of the slot in user space', (at) => [
      [`vm.slot[${slot(at)}].userspace_addr`, from(at)],
    ]),
  }),
  base: noteBase((given) => given),
  npages: step('the pages of the slot', (at) => [
    [`vm.slot[${slot(at)}].npages`, size(at) >> PAGE],
  ]),
  commit: call('kvmppc_core_commit_memory_region'),
  ok: returns(0n),
};

/** One more than the last page of the region. */
export const endOf = (at: VmAt): Word => BigInt.asUintN(64, first(at) + size(at)) >> PAGE;

/** Whether a region is no whole number of pages of this size, in bytes. */
export const isUneven = (bytes: Word) => (at: VmAt) =>
  size(at) % bytes !== 0n || first(at) % bytes !== 0n;

/** Whether a region ends beyond this number of pages of 16 MB. */
export const endsBeyond = (pages: Word) => (at: VmAt) => endOf(at) > pages;

/** Pages of 16 MB of the region, and where user space's one is that backs the nth of them; 0 is nowhere. */
const pages = (at: VmAt): Word => size(at) >> PAGE;
const backing = (at: VmAt, n: Word): Word => at(`user.page[${Number((from(at) >> PAGE) + n)}]`);

/** Whether some page of the region is none of 16 MB in user space. */
export const lacksPages = (at: VmAt): boolean => {
  for (let n = 0n; n < pages(at); n++) if (backing(at, n) === 0n) return true;
  return false;
};

const kvmppc_core_prepare_memory_region = {
  'huge-pages': when(isUneven(1n << PAGE), einval),
  limit: when(endsBeyond(MOST_PAGES), einval),
  ram_npages: step('the RAM size', (at) => {
    const [now, end] = [at('vm.ram_npages'), endOf(at)];
    return [['vm.ram_npages', end > now ? end : now]];
  }),
  'first-page': assign(() => [['page', 0n]]),
  pages: loop((at) => at('page') < pages(at), {
    real: assign((at) => [['real', backing(at, at('page'))]]),
    'not-huge': when((at) => at('real') === 0n, einval),
    hold: step('a page is held, and noted', (at) => [
      [`vm.ram_pginfo[${Number((first(at) >> PAGE) + at('page'))}]`, at('real')],
      ['vm.pages_pinned', at('vm.pages_pinned') + 1n],
      ['host.pages_pinned', at('host.pages_pinned') + 1n],
    ]),
    next: assign((at) => [['page', at('page') + 1n]]),
  }),
  ok: returns(0n),
};

/** The pages to be mapped, from one on, and how many. */
const mapping = (page: (at: VmAt) => Word, count: (at: VmAt) => Word) =>
  assign((at) => [
    ['page', page(at)],
    ['end', page(at) + count(at)],
  ]);

/** All that the region has. */
export const wholeRegion = mapping((at) => first(at) >> PAGE, pages);

/** All but its last page. */
export const shortOfOne = mapping(
  (at) => first(at) >> PAGE,
  (at) => pages(at) - 1n,
);

/** Whether the region is at 0, and has a page. */
const isAtZero = (at: VmAt): boolean => first(at) === 0n && pages(at) > 0n;

/** Whether it replaces one, or takes one away. */
export const replaces = (at: VmAt): boolean => had(at) !== 0n || size(at) === 0n;

/** All from 0 on are mapped when the region there comes. */
const kvmppc_core_commit_memory_region = {
  vrma: when(isAtZero, {
    range: mapping(
      () => 0n,
      (at) => at('vm.ram_npages'),
    ),
    map: call('kvmppc_map_vrma'),
  }),
};

export const regionRoutines = {
  __kvm_set_memory_region,
  kvmppc_core_prepare_memory_region,
  kvmppc_core_commit_memory_region,
};

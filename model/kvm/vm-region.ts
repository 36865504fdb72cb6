// A VM is given memory: what is checked, which pages are noted and held, the slot, and the entries of its page table.
//
// Checks come in the kernel's order. Left out: dirty logging, and pages of the guest's own entering (H_ENTER).
import { SLOTS } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Desk } from './vm-desk.ts';
import { negative } from './vm-life.ts';
import type { VmRules } from './vm-rules.ts';
import { mapPages } from './vrma.ts';

const [EEXIST, EINVAL] = [-17n, -22n];
const PAGE = 24n;
const SMALL_PAGE = 0x1000n;

interface Region {
  readonly slot: number;
  readonly at: Word;
  readonly size: Word;
  readonly from: Word;
}

/** `__kvm_set_memory_region`, with what 3.1 does for this architecture in it. */
export function setRegion(rules: VmRules, desk: Desk): Word {
  const region: Region = {
    slot: Number(desk.read('op.slot')),
    at: desk.read('op.guest_phys_addr'),
    size: desk.read('op.memory_size'),
    from: desk.read('op.userspace_addr'),
  };
  const error = generalError(rules, desk, region) ?? prepareError(rules, desk, region);
  if (error !== undefined) return negative(error);
  fillSlot(rules, desk, region);
  const [first, count] = [Number(region.at >> PAGE), Number(region.size >> PAGE)];
  if (rules.vrma.eachRegion) mapPages(rules.vrma, desk, first, count);
  else if (region.at === 0n && count > 0)
    mapPages(rules.vrma, desk, 0, Number(desk.read('vm.ram_npages')));
  return 0n;
}

/** What is wrong for any architecture. */
function generalError(rules: VmRules, desk: Desk, region: Region): Word | undefined {
  const { slot, at, size, from } = region;
  if ((size | at | from) % SMALL_PAGE !== 0n || slot >= SLOTS) return EINVAL;
  if (!rules.region.wraps && at + size > 0xffff_ffff_ffff_ffffn) return EINVAL;
  const had = desk.read(`vm.slot[${slot}].npages`) << PAGE;
  if (had !== 0n && size !== 0n && size !== had) return EINVAL;
  if (overlaps(desk, region)) return EEXIST;
  return rules.region.final && (had !== 0n || size === 0n) ? EINVAL : undefined;
}

const overlaps = (desk: Desk, { slot, at, size }: Region): boolean =>
  Array.from({ length: SLOTS }, (_, i) => i).some((i) => {
    const bytes = desk.read(`vm.slot[${i}].npages`) << PAGE;
    const base = desk.read(`vm.slot[${i}].base`);
    return i !== slot && bytes !== 0n && at + size > base && at < base + bytes;
  });

/** `kvmppc_core_prepare_memory_region`: what is wrong here; if nothing is, the pages are noted and held. */
function prepareError(rules: VmRules, desk: Desk, { at, size, from }: Region): Word | undefined {
  const { alignment, most, huge, checkedFirst, refused } = rules.region;
  if (size % alignment !== 0n || at % alignment !== 0n) return refused;
  const end = BigInt.asUintN(64, at + size) >> PAGE;
  if (end > most) return refused;
  const [first, count] = [Number(at >> PAGE), Number(size >> PAGE)];
  const real = (i: number): Word => desk.read(`user.page[${Number(from >> PAGE) + i}]`);
  const bad = huge ? indexes(count).find((i) => real(i) === 0n) : undefined;
  if (bad !== undefined && checkedFirst) return refused;
  desk.step('kvmppc_core_prepare_memory_region.ram_npages.raise', 'the RAM size', [
    ['vm.ram_npages', rules.region.size(desk.read('vm.ram_npages'), end)],
  ]);
  for (const i of indexes(bad ?? count)) holdPage(rules, desk, first + i, real(i));
  return bad === undefined ? undefined : refused;
}

/** `hva_to_page`: user space's page is held, and where it is is noted. */
const holdPage = (rules: VmRules, desk: Desk, page: number, real: Word): void =>
  desk.step('kvmppc_core_prepare_memory_region.page.hold', 'a page is held, and noted', [
    [`vm.ram_pginfo[${page}]`, real],
    ['vm.pages_pinned', desk.read('vm.pages_pinned') + rules.region.pins],
    ['host.pages_pinned', desk.read('host.pages_pinned') + rules.region.pins],
  ]);

/** The address in user space stays what it was when the slot was first filled, and when it is emptied. */
function fillSlot(rules: VmRules, desk: Desk, { slot, at, size, from }: Region): void {
  const had = desk.read(`vm.slot[${slot}].npages`);
  const kept = had !== 0n || size === 0n;
  desk.step('__kvm_set_memory_region.slot.fill', `slot ${slot}`, [
    [`vm.slot[${slot}].base`, rules.region.noted(at)],
    [`vm.slot[${slot}].npages`, size >> PAGE],
    [`vm.slot[${slot}].userspace_addr`, kept ? desk.read(`vm.slot[${slot}].userspace_addr`) : from],
  ]);
}

const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

// The page table of a VM: the register that names it, whose it is, what it translates, and how its entries are made. A part of the
// chapter on memory.
import { isa, kernel, message } from '../cite.ts';
import type { Clause } from '../clause.ts';
import {
  add,
  each,
  equal,
  given,
  hpteMapsUserMemory,
  hptePublishedLast,
  literal,
  now,
  vrmaMapsSlots,
} from '../terms.ts';
import { operation } from './operation.ts';

const MAPS = kernel('book3s_64_mmu_hv.c', 'kvmppc_map_vrma');
const ALIGNMENT = 0xffffffn;

export const pageTable: readonly Clause[] = [
  operation(
    'sdr1-names-the-page-table',
    'SDR1 of a VM is the real address of its page table, aligned to 16 MB, and in its low bits the size of 16 MB as the architecture encodes it (HTABSIZE = 6).',
    [
      message('hpt-maps-vrma'),
      kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt'),
      isa('III-S', 'Storage Description Register 1'),
    ],
    given(
      now('vm.exists'),
      each(
        equal(now('vm.sdr1'), add(now('vm.hpt'), literal(6n))),
        equal(now('vm.hpt'), literal(0n), { mask: ALIGNMENT }),
      ),
    ),
  ),
  operation(
    'page-table-is-nobody-elses',
    'No other VM that lives has its page table at the same address.',
    [message('hpt-maps-vrma'), kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt')],
    given(now('vm.exists'), equal(now('vm.table_users'), literal(1n))),
  ),
  operation(
    'page-table-leads-to-users',
    "Every entry of the page table that becomes valid leads to a page of user space, at whatever virtual address: none leads to memory of the kernel, such as the vcpu's registers, or to what the memory of the table held before.",
    [
      message('no-shared-page'),
      message('hpt-maps-vrma'),
      MAPS,
      kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt'),
    ],
    hpteMapsUserMemory,
  ),
  operation(
    'guest-memory-translates',
    'With translation off, a guest reaches every page that user space gave it, for loads, stores and fetches, through its page table, and no other page.',
    [message('hpt-maps-vrma'), MAPS, isa('III-S', 'Virtual Real Mode Addressing Mechanism')],
    given(now('vm.exists'), vrmaMapsSlots),
  ),
  operation(
    'table-entry-becomes-valid-last',
    'The second doubleword of a page table entry is stored first, then comes a barrier, then the first doubleword, which makes the entry valid.',
    [MAPS, isa('III-S', 'Page Table Updates')],
    hptePublishedLast,
  ),
];

// The page table of a VM: the register that names it, whose it is, what it translates, and how its entries are made. A part of the
// chapter on memory.
import { clauses } from '../chapter.ts';
import { isa, kernel, message } from '../cite.ts';
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

const MAPS = kernel('book3s_64_mmu_hv.c', 'kvmppc_map_vrma');
const ALIGNMENT = 0xffffffn;

export const pageTable = clauses({
  'sdr1-names-the-page-table': {
    says: 'SDR1 of a VM is the real address of its page table, aligned to 16 MB, and in its low bits the size of 16 MB as the architecture encodes it (HTABSIZE = 6).',
    cite: [
      message('hpt-maps-vrma'),
      kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt'),
      isa('III-S', 'Storage Description Register 1'),
    ],
    over: 'operation',
    claim: given(
      now('vm.exists'),
      each(
        equal(now('vm.sdr1'), add(now('vm.hpt'), literal(6n))),
        equal(now('vm.hpt'), literal(0n), { mask: ALIGNMENT }),
      ),
    ),
  },
  'page-table-is-nobody-elses': {
    says: 'No other VM that lives has its page table at the same address.',
    cite: [message('hpt-maps-vrma'), kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt')],
    over: 'operation',
    claim: given(now('vm.exists'), equal(now('vm.table_users'), literal(1n))),
  },
  'page-table-leads-to-users': {
    says: "Every entry of the page table that becomes valid leads to a page of user space, at whatever virtual address: none leads to memory of the kernel, such as the vcpu's registers, or to what the memory of the table held before.",
    cite: [
      message('no-shared-page'),
      message('hpt-maps-vrma'),
      MAPS,
      kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt'),
    ],
    over: 'operation',
    claim: hpteMapsUserMemory,
  },
  'guest-memory-translates': {
    says: 'With translation off, a guest reaches every page that user space gave it, for loads, stores and fetches, through its page table, and no other page.',
    cite: [message('hpt-maps-vrma'), MAPS, isa('III-S', 'Virtual Real Mode Addressing Mechanism')],
    over: 'operation',
    claim: given(now('vm.exists'), vrmaMapsSlots),
  },
  'table-entry-becomes-valid-last': {
    says: 'The second doubleword of a page table entry is stored first, then comes a barrier, then the first doubleword, which makes the entry valid.',
    cite: [MAPS, isa('III-S', 'Page Table Updates')],
    over: 'operation',
    claim: hptePublishedLast,
  },
});

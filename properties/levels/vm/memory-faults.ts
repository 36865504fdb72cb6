// Faults of how a VM gets memory and gives it back: what goes wrong with each, what it breaks, and the edits that plant it.
import { allocateTable, noteSdr1 } from '../../../model/kvm/vm-life.ts';
import {
  endOf,
  endsBeyond,
  isUneven,
  MOST_PAGES,
  noteBase,
  shortOfOne,
} from '../../../model/kvm/vm-region.ts';
import { returns, step, vmEdits } from '../../../model/kvm/vm-state.ts';
import { firstWord, hashGroup, secondWord } from '../../../model/kvm/vrma.ts';
import { ERROR } from '../../../spec/vocabulary/vm.ts';
import type { VmFault } from './fault.ts';

const { drop, guard, insertAfter, replace, swap, twice } = vmEdits;

/** Where a region is checked and its pages are held, and where entries of the page table are made. */
const PREPARE = 'kvmppc_core_prepare_memory_region';
const ENTRIES = 'kvmppc_map_vrma.pages';

/** Memory that is not cleared is full of what it held: each doubleword of an entry, of which one is told. */
const leaveEntry = step('the table holds what its memory held before', (at) => {
  const held = at('op.memory_held');
  const group = Number(held >> 8n) & 0xffff;
  return [
    [`hpt[${group}].[0].r`, held],
    [`hpt[${group}].[0].v`, held],
  ];
});

/** Memory, from the first check to the last page that is let go. */
export const memoryFaults = {
  'pages-not-let-go': {
    text: 'The pages of a VM are still held when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    edits: [drop('kvm_arch_destroy_vm.pages')],
  },
  'page-table-not-freed': {
    text: 'The page table of a VM is not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    edits: [drop('kvm_arch_destroy_vm.hpt')],
  },
  'vcpus-not-freed': {
    text: 'The vcpus of a VM are not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    edits: [drop('kvm_arch_destroy_vm.vcpus')],
  },
  'virtual-cores-not-freed': {
    text: 'The virtual cores of a VM are not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    defect: 'virtual-cores-not-freed',
  },
  'page-table-not-cleared': {
    text: 'A page table holds what its memory held before.',
    breaks: ['page-table-leads-to-users'],
    edits: [insertAfter('kvmppc_alloc_hpt.hpt', { leave: leaveEntry })],
  },
  'page-table-of-another': {
    text: 'Every VM gets the page table of the first.',
    breaks: ['page-table-is-nobody-elses'],
    edits: [
      replace(
        'kvmppc_alloc_hpt.hpt',
        allocateTable(() => 0n),
      ),
    ],
  },
  'region-in-small-pages': {
    text: 'A region may begin and end at any multiple of 4 KB.',
    breaks: [
      'region-is-whole-huge-pages',
      'ram-ends-with-the-last-page',
      'region-ends-below-64-gb',
    ],
    edits: [guard(`${PREPARE}.huge-pages`, isUneven(0x1000n))],
  },
  'limit-off-by-one': {
    text: 'A region may reach one page beyond 64 GB.',
    breaks: ['region-ends-below-64-gb'],
    edits: [guard(`${PREPARE}.limit`, endsBeyond(MOST_PAGES + 1n))],
  },
  'limit-one-page-short': {
    text: 'The last page below 64 GB is refused.',
    breaks: ['last-page-below-64-gb-may-be-given'],
    edits: [guard(`${PREPARE}.limit`, endsBeyond(MOST_PAGES - 1n))],
  },
  'region-wraps-around': {
    text: 'A region may begin at the last addresses of 64 bits and end at the first.',
    breaks: [
      'region-ends-below-64-gb',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
    ],
    edits: [drop('__kvm_set_memory_region.wraps')],
  },
  'region-refused-as-overlap': {
    text: 'A region that is refused is said to overlap, whatever is wrong with it.',
    breaks: [
      'region-ends-below-64-gb',
      'region-has-huge-pages-behind-it',
      'region-is-whole-huge-pages',
    ],
    edits: ['huge-pages', 'limit', 'backed'].map((check) =>
      replace(`${PREPARE}.${check}.einval`, returns(ERROR.EEXIST)),
    ),
  },
  'region-of-any-pages': {
    text: 'Nobody looks whether pages of a region are huge.',
    breaks: [
      'region-has-huge-pages-behind-it',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
    ],
    edits: [drop(`${PREPARE}.backed`), drop(`${PREPARE}.pages.not-huge`)],
  },
  'region-checked-after-change': {
    text: 'RAM size and pages are changed before every page has been looked at.',
    breaks: [
      'failed-operation-changes-nothing',
      'destroyed-vm-holds-nothing',
      'given-pages-are-held',
      'ram-ends-with-the-last-page',
    ],
    defect: 'region-checked-after-change',
  },
  'region-may-go': {
    text: 'A region may be moved and taken away, and its pages stay noted, held and mapped.',
    breaks: [
      'given-page-stays',
      'destroyed-vm-holds-nothing',
      'given-pages-are-held',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
      'region-is-remembered',
    ],
    defect: 'region-may-go',
  },
  'slot-noted-a-page-off': {
    text: 'A slot notes a guest address that is one page off.',
    breaks: [
      'region-is-remembered',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
    ],
    edits: [
      replace(
        '__kvm_set_memory_region.base',
        noteBase((given) => given ^ (1n << 24n)),
      ),
    ],
  },
  'page-held-twice': {
    text: 'Each page of a region is held twice.',
    breaks: ['given-pages-are-held', 'destroyed-vm-holds-nothing'],
    edits: [twice(`${PREPARE}.pages.hold`)],
  },
  'ram-size-of-the-last-region': {
    text: 'The RAM size ends with the region that came last.',
    breaks: ['ram-ends-with-the-last-page', 'destroyed-vm-holds-nothing'],
    edits: [
      replace(
        `${PREPARE}.ram_npages`,
        step('the RAM size', (at) => [['vm.ram_npages', endOf(at)]]),
      ),
    ],
  },
  'sdr1-size-wrong': {
    text: 'SDR1 says that the page table is half as large.',
    breaks: ['sdr1-names-the-page-table', 'guest-memory-translates'],
    edits: [replace('kvmppc_alloc_hpt.sdr1', noteSdr1(5n))],
  },
  'vrma-one-page-short': {
    text: 'The last page of a region is not mapped.',
    breaks: ['guest-memory-translates'],
    edits: [replace('kvmppc_core_commit_memory_region.vrma.range', shortOfOne)],
  },
  'vrma-only-from-zero': {
    text: 'Only a region at 0 has pages mapped, up to the first gap.',
    breaks: ['guest-memory-translates'],
    defect: 'vrma-only-from-zero',
  },
  'vrma-wrong-order': {
    text: 'The first word of an entry is stored before the second.',
    breaks: ['table-entry-becomes-valid-last'],
    edits: [swap(`${ENTRIES}.first`, `${ENTRIES}.second`)],
  },
  'vrma-without-barrier': {
    text: 'No barrier stands between the two words of an entry.',
    breaks: ['table-entry-becomes-valid-last'],
    edits: [drop(`${ENTRIES}.barrier`)],
  },
  'vrma-hash-without-the-vsid': {
    text: 'The group of an entry is the page number alone.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.group`,
        hashGroup((page) => page & 0xffffn),
      ),
    ],
  },
  'vrma-entry-not-large': {
    text: 'Entries are for small pages.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.hpte_v`,
        firstWord((word) => word & ~4n),
      ),
    ],
  },
  'vrma-entry-of-256-mb-segment': {
    text: 'Entries are for segments of 256 MB.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.hpte_v`,
        firstWord((word) => word & ~(1n << 62n)),
      ),
    ],
  },
  'vrma-read-only': {
    text: 'Entries grant no store.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.hpte_r`,
        secondWord((word) => word | 3n),
      ),
    ],
  },
  'vrma-without-change-bit': {
    text: 'Entries have the change bit clear.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.hpte_r`,
        secondWord((word) => word & ~0x80n),
      ),
    ],
  },
  'vrma-cache-inhibited': {
    text: 'Entries are cache-inhibited.',
    breaks: ['guest-memory-translates'],
    edits: [
      replace(
        `${ENTRIES}.hpte_r`,
        secondWord((word) => word | 0x20n),
      ),
    ],
  },
} as const satisfies Readonly<Record<string, VmFault>>;

// Faults of the rules by which a VM gets memory and gives it back: what goes wrong with each, what it breaks, and the rules.
import { repaired } from '../../../model/kvm/vm-rules.ts';
import { letsGo, region, type VmFault, withEntry, withRegion, withVrma } from './rules-with.ts';

/** Memory, from the first check to the last page that is let go. */
export const memoryFaults = {
  'pages-not-let-go': {
    text: 'The pages of a VM are still held when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    rules: { ...repaired, letsGo: { ...letsGo, pages: false } },
  },
  'page-table-not-freed': {
    text: 'The page table of a VM is not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    rules: { ...repaired, letsGo: { ...letsGo, table: false } },
  },
  'vcpus-not-freed': {
    text: 'The vcpus of a VM are not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    rules: { ...repaired, letsGo: { ...letsGo, vcpus: false } },
  },
  'virtual-cores-not-freed': {
    text: 'The virtual cores of a VM are not freed when it has ended.',
    breaks: ['destroyed-vm-holds-nothing'],
    rules: { ...repaired, letsGo: { ...letsGo, vcores: false } },
  },
  'page-table-not-cleared': {
    text: 'A page table holds what its memory held before.',
    breaks: ['page-table-leads-to-users'],
    rules: { ...repaired, table: { ...repaired.table, cleared: false } },
  },
  'page-table-of-another': {
    text: 'Every VM gets the page table of the first.',
    breaks: ['page-table-is-nobody-elses'],
    rules: { ...repaired, table: { ...repaired.table, at: () => 0 } },
  },
  'region-in-small-pages': {
    text: 'A region may begin and end at any multiple of 4 KB.',
    breaks: [
      'region-is-whole-huge-pages',
      'ram-ends-with-the-last-page',
      'region-ends-below-64-gb',
    ],
    rules: withRegion({ alignment: 0x1000n }),
  },
  'limit-off-by-one': {
    text: 'A region may reach one page beyond 64 GB.',
    breaks: ['region-ends-below-64-gb'],
    rules: withRegion({ most: region.most + 1n }),
  },
  'limit-one-page-short': {
    text: 'The last page below 64 GB is refused.',
    breaks: ['last-page-below-64-gb-may-be-given'],
    rules: withRegion({ most: region.most - 1n }),
  },
  'region-wraps-around': {
    text: 'A region may begin at the last addresses of 64 bits and end at the first.',
    breaks: [
      'region-ends-below-64-gb',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
    ],
    rules: withRegion({ wraps: true }),
  },
  'region-refused-as-overlap': {
    text: 'A region that is refused is said to overlap, whatever is wrong with it.',
    breaks: [
      'region-ends-below-64-gb',
      'region-has-huge-pages-behind-it',
      'region-is-whole-huge-pages',
    ],
    rules: withRegion({ refused: -17n }),
  },
  'region-of-any-pages': {
    text: 'Nobody looks whether pages of a region are huge.',
    breaks: [
      'region-has-huge-pages-behind-it',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
    ],
    rules: withRegion({ huge: false }),
  },
  'region-checked-after-change': {
    text: 'RAM size and pages are changed before every page has been looked at.',
    breaks: [
      'failed-operation-changes-nothing',
      'destroyed-vm-holds-nothing',
      'given-pages-are-held',
      'ram-ends-with-the-last-page',
    ],
    rules: withRegion({ checkedFirst: false }),
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
    rules: withRegion({ final: false }),
  },
  'slot-noted-a-page-off': {
    text: 'A slot notes a guest address that is one page off.',
    breaks: [
      'region-is-remembered',
      'destroyed-vm-holds-nothing',
      'guest-memory-translates',
      'ram-ends-with-the-last-page',
    ],
    rules: withRegion({ noted: (base) => base ^ (1n << 24n) }),
  },
  'page-held-twice': {
    text: 'Each page of a region is held twice.',
    breaks: ['given-pages-are-held', 'destroyed-vm-holds-nothing'],
    rules: withRegion({ pins: 2n }),
  },
  'ram-size-of-the-last-region': {
    text: 'The RAM size ends with the region that came last.',
    breaks: ['ram-ends-with-the-last-page', 'destroyed-vm-holds-nothing'],
    rules: withRegion({ size: (_now, end) => end }),
  },
  'sdr1-size-wrong': {
    text: 'SDR1 says that the page table is half as large.',
    breaks: ['sdr1-names-the-page-table', 'guest-memory-translates'],
    rules: { ...repaired, sdr1: (table) => table | 5n },
  },
  'vrma-one-page-short': {
    text: 'The last page of a region is not mapped.',
    breaks: ['guest-memory-translates'],
    rules: withVrma({ mapped: (pages) => pages - 1 }),
  },
  'vrma-only-from-zero': {
    text: 'Only a region at 0 has pages mapped, up to the first gap.',
    breaks: ['guest-memory-translates'],
    rules: withVrma({ eachRegion: false }),
  },
  'vrma-wrong-order': {
    text: 'The first word of an entry is stored before the second.',
    breaks: ['table-entry-becomes-valid-last'],
    rules: withVrma({ order: ['first', 'barrier', 'second'] }),
  },
  'vrma-without-barrier': {
    text: 'No barrier stands between the two words of an entry.',
    breaks: ['table-entry-becomes-valid-last'],
    rules: withVrma({ order: ['second', 'first'] }),
  },
  'vrma-hash-without-the-vsid': {
    text: 'The group of an entry is the page number alone.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ v }) => ({ group: Number((v >> 8n) & 0xffffn) })),
  },
  'vrma-entry-not-large': {
    text: 'Entries are for small pages.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ v }) => ({ v: v & ~4n })),
  },
  'vrma-entry-of-256-mb-segment': {
    text: 'Entries are for segments of 256 MB.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ v }) => ({ v: v & ~(1n << 62n) })),
  },
  'vrma-read-only': {
    text: 'Entries grant no store.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ r }) => ({ r: r | 3n })),
  },
  'vrma-without-change-bit': {
    text: 'Entries have the change bit clear.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ r }) => ({ r: r & ~0x80n })),
  },
  'vrma-cache-inhibited': {
    text: 'Entries are cache-inhibited.',
    breaks: ['guest-memory-translates'],
    rules: withEntry(({ r }) => ({ r: r | 0x20n })),
  },
} as const satisfies Readonly<Record<string, VmFault>>;

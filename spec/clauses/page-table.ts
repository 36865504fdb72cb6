// The page table of a VM: the register that names it, what it translates, and how its entries come. A part of the chapter on memory.
import { isa, kernel, message } from '../cite.ts';
import type { Clause } from '../clause.ts';
import { add, each, equal, given, literal, now } from '../terms.ts';
import { operation } from './operation.ts';

const MAPS = kernel('book3s_64_mmu_hv.c', 'kvmppc_map_vrma');
const ALIGNMENT = 0xffffffn;

export const pageTable: readonly Clause[] = [
  operation(
    'sdr1-names-the-page-table',
    'SDR1 of a VM is the address of its page table, which is 16 MB large and aligned, and its size as the architecture writes it.',
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
    'guest-memory-translates',
    'With translation off, a guest reaches every byte that user space gave it, for reading and writing, through its page table, and no other.',
    [message('hpt-maps-vrma'), MAPS, isa('III-S', 'Virtual Real Mode Addressing Mechanism')],
    given(now('vm.exists'), { claim: 'translates' }),
  ),
  operation(
    'table-entry-becomes-valid-last',
    'Of an entry of the page table the second word is stored first, then comes a barrier, then the first word, which makes it valid.',
    [MAPS, isa('III-S', 'Page Table Updates')],
    { claim: 'valid-last' },
  ),
];

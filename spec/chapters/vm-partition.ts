// The partition of a VM: its LPID, its LPCR, and what it records of the host. A part of the chapter on virtual machines.

import { kernel } from '../cite.ts';
import type { Clause, Term } from '../clause.ts';
import {
  and,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  lowestClearBit,
  no,
  now,
  oneBitToggled,
  or,
  same,
  unchanged,
  was,
} from '../terms.ts';
import { LPCR, LPID_RSVD } from '../vocabulary/bits.ts';
import { ERROR, lpidWords } from '../vocabulary/vm.ts';
import { lowBits } from '../vocabulary/words.ts';
import { did, operation, tried } from './operation.ts';

const SETS_UP = kernel('book3s_hv.c', 'kvmppc_core_init_vm');
const ALLOCATES = kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt');
const FREES = kernel('book3s_64_mmu_hv.c', 'kvmppc_free_hpt');

/** 1 when every LPID was in use. */
export const noneFree: Term = lpidWords
  .map((place) => same(was(place), literal(lowBits(64))))
  .reduce((all, one) => and(all, one));

/** Which LPID a VM has, from its beginning to its end. */
export const lpids: readonly Clause[] = [
  operation(
    'new-vm-has-the-lowest-free-lpid',
    'A new VM gets the lowest LPID that is not in use.',
    [ALLOCATES],
    given(did('CREATE_VM'), lowestClearBit(now('vm.lpid'), lpidWords)),
  ),
  operation(
    'lpid-is-nobody-elses',
    "The LPID of a VM is neither the host's nor the reserved one.",
    [kernel('book3s_64_mmu_hv.c', 'kvmppc_mmu_hv_init')],
    given(
      now('vm.exists'),
      holds(
        'vm.lpid',
        no(or(same(now('vm.lpid'), was('host.lpid')), same(now('vm.lpid'), literal(LPID_RSVD)))),
      ),
    ),
  ),
  operation(
    'lpid-is-taken-with-the-vm',
    'A new VM makes its LPID one in use, and changes no other.',
    [ALLOCATES],
    given(did('CREATE_VM'), oneBitToggled(now('vm.lpid'), lpidWords)),
  ),
  operation(
    'lpid-is-freed-with-the-vm',
    'When a VM is destroyed its LPID is free again, and no other changes.',
    [FREES],
    given(did('DESTROY_VM'), oneBitToggled(was('vm.lpid'), lpidWords)),
  ),
  operation(
    'no-vm-without-an-lpid',
    'When no LPID is free, no VM is made: the answer is −ENOMEM.',
    [ALLOCATES],
    given(
      and(tried('CREATE_VM'), noneFree),
      each(equal(now('op.ret'), literal(ERROR.ENOMEM)), equal(now('vm.exists'), literal(0n))),
    ),
  ),
];

/** The other registers that make its partition. */
export const settings: readonly Clause[] = [
  operation(
    'guest-lpcr-is-virtual-real-mode',
    "The LPCR of a VM has the host's PECE and LPES, DPFD = 4, HDICE, VPM0 and VRMA_L, and nothing else.",
    [SETS_UP],
    given(
      did('CREATE_VM'),
      equal(
        now('vm.lpcr'),
        or(
          has(was('host.lpcr'), LPCR.PECE | LPCR.LPES),
          literal(LPCR.DPFD | LPCR.HDICE | LPCR.VPM0 | LPCR.VRMA_L),
        ),
      ),
    ),
  ),
  operation(
    'vm-knows-its-host',
    "A new VM records the host's SDR1, LPIDR and LPCR, to be restored on exit.",
    [SETS_UP],
    given(
      did('CREATE_VM'),
      each(
        equal(now('vm.host_sdr1'), was('host.sdr1')),
        equal(now('vm.host_lpid'), was('host.lpid')),
        equal(now('vm.host_lpcr'), was('host.lpcr')),
      ),
    ),
  ),
  operation(
    'vm-keeps-its-partition',
    'While a VM lives, its LPID, LPCR, RMOR, SDR1 and the address of its page table do not change.',
    [SETS_UP],
    given(
      and(was('vm.exists'), now('vm.exists')),
      each(...(['vm.lpid', 'vm.lpcr', 'vm.rmor', 'vm.sdr1', 'vm.hpt'] as const).map(unchanged)),
    ),
  ),
];

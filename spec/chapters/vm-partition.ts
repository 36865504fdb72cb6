// The partition of a VM: its LPID, its LPCR, and what it records of the host. A part of the chapter on virtual machines.

import { clauses } from '../chapter.ts';
import { kernel } from '../cite.ts';
import type { Term } from '../clause.ts';
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
import { did, tried } from './operation.ts';

const SETS_UP = kernel('book3s_hv.c', 'kvmppc_core_init_vm');
const ALLOCATES = kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt');
const FREES = kernel('book3s_64_mmu_hv.c', 'kvmppc_free_hpt');

/** 1 when every LPID was in use. */
export const noneFree: Term = lpidWords
  .map((place) => same(was(place), literal(lowBits(64))))
  .reduce((all, one) => and(all, one));

/** Which LPID a VM has, from its beginning to its end. */
export const lpids = clauses({
  'new-vm-has-the-lowest-free-lpid': {
    says: 'A new VM gets the lowest LPID that is not in use.',
    cite: [ALLOCATES],
    over: 'operation',
    claim: given(did('CREATE_VM'), lowestClearBit(now('vm.lpid'), lpidWords)),
  },
  'lpid-is-nobody-elses': {
    says: "The LPID of a VM is neither the host's nor the reserved one.",
    cite: [kernel('book3s_64_mmu_hv.c', 'kvmppc_mmu_hv_init')],
    over: 'operation',
    claim: given(
      now('vm.exists'),
      holds(
        'vm.lpid',
        no(or(same(now('vm.lpid'), was('host.lpid')), same(now('vm.lpid'), literal(LPID_RSVD)))),
      ),
    ),
  },
  'lpid-is-taken-with-the-vm': {
    says: 'A new VM makes its LPID one in use, and changes no other.',
    cite: [ALLOCATES],
    over: 'operation',
    claim: given(did('CREATE_VM'), oneBitToggled(now('vm.lpid'), lpidWords)),
  },
  'lpid-is-freed-with-the-vm': {
    says: 'When a VM is destroyed its LPID is free again, and no other changes.',
    cite: [FREES],
    over: 'operation',
    claim: given(did('DESTROY_VM'), oneBitToggled(was('vm.lpid'), lpidWords)),
  },
  'no-vm-without-an-lpid': {
    says: 'When no LPID is free, no VM is made: the answer is −ENOMEM.',
    cite: [ALLOCATES],
    over: 'operation',
    claim: given(
      and(tried('CREATE_VM'), noneFree),
      each(equal(now('op.ret'), literal(ERROR.ENOMEM)), equal(now('vm.exists'), literal(0n))),
    ),
  },
});

/** The other registers that make its partition. */
export const settings = clauses({
  'guest-lpcr-is-virtual-real-mode': {
    says: "The LPCR of a VM has the host's PECE and LPES, DPFD = 4, HDICE, VPM0 and VRMA_L, and nothing else.",
    cite: [SETS_UP],
    over: 'operation',
    claim: given(
      did('CREATE_VM'),
      equal(
        now('vm.lpcr'),
        or(
          has(was('host.lpcr'), LPCR.PECE | LPCR.LPES),
          literal(LPCR.DPFD | LPCR.HDICE | LPCR.VPM0 | LPCR.VRMA_L),
        ),
      ),
    ),
  },
  'vm-knows-its-host': {
    says: "A new VM records the host's SDR1, LPIDR and LPCR, to be restored on exit.",
    cite: [SETS_UP],
    over: 'operation',
    claim: given(
      did('CREATE_VM'),
      each(
        equal(now('vm.host_sdr1'), was('host.sdr1')),
        equal(now('vm.host_lpid'), was('host.lpid')),
        equal(now('vm.host_lpcr'), was('host.lpcr')),
      ),
    ),
  },
  'vm-keeps-its-partition': {
    says: 'While a VM lives, its LPID, LPCR, RMOR, SDR1 and the address of its page table do not change.',
    cite: [SETS_UP],
    over: 'operation',
    claim: given(
      and(was('vm.exists'), now('vm.exists')),
      each(...(['vm.lpid', 'vm.lpcr', 'vm.rmor', 'vm.sdr1', 'vm.hpt'] as const).map(unchanged)),
    ),
  },
});

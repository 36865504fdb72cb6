// Virtual machines: which kind a kernel has, what a VM is made of, and that one that ends leaves nothing behind.
import { chapter } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Term } from '../clause.ts';
import {
  add,
  and,
  each,
  equal,
  given,
  literal,
  no,
  now,
  reachable,
  same,
  unchanged,
  was,
} from '../terms.ts';
import { lpidWords, slotFields, VCPUS, vcpuFields, vmFields } from '../vocabulary/vm.ts';
import { did, failed, tried } from './operation.ts';
import { processor, vcpus } from './vcpus.ts';
import { lpids, noneFree, settings } from './vm-partition.ts';

const SETS_UP = kernel('book3s_hv.c', 'kvmppc_core_init_vm');
const FREES = kernel('book3s_64_mmu_hv.c', 'kvmppc_free_hpt');
const MAKES_VCPU = kernel('book3s_hv.c', 'kvmppc_core_vcpu_create');

const CHANGES = [
  ...vmFields,
  ...slotFields,
  ...vcpuFields,
  ...lpidWords,
  'host.pages_pinned',
  'host.tables',
  'host.vcpu_bytes',
  'host.vcores',
] as const;

/** Bytes that were allocated for the vcpus of the VM. */
const vcpuBytes = Array.from({ length: VCPUS }, (_, i): Term => was(`vm.vcpu[${i}].bytes`)).reduce(
  add,
);

export const machines = chapter(
  'Virtual machines',
  'Which kind of guest a kernel has, what a VM is made of, and that one that ends leaves nothing behind.',
  {
    'kernel-has-one-kind-of-guest': {
      says: 'A kernel that is asked for guests in hypervisor mode is configured for these, and for none in user mode; any other is configured for guests in user mode only. None is configured for both, whatever is asked for.',
      cite: [
        message('one-kind-per-kernel'),
        kernel('Kconfig', 'KVM_BOOK3S_64_HV, KVM_BOOK3S_64_PR'),
      ],
      over: 'configuration',
      claim: each(
        equal(now('host.config_hv'), was('host.wants_hv')),
        equal(now('host.config_pr'), no(was('host.wants_hv'))),
      ),
    },
    ...processor,
    ...lpids,
    ...settings,
    ...vcpus,
    'failed-operation-changes-nothing': {
      says: 'An operation that returns an error leaves the partition, slots, vcpus and counts of the VM as they were, and of the host the LPIDs in use, the pages that are held, and the page tables, vcpus and virtual cores that are allocated.',
      cite: [SETS_UP, kernel('book3s_hv.c', 'kvmppc_core_prepare_memory_region'), MAKES_VCPU],
      over: 'operation',
      claim: given(failed, each(...CHANGES.map(unchanged))),
    },
    'destroyed-vm-holds-nothing': {
      says: 'When a VM is destroyed, its page table, its vcpus, its virtual cores and every page that was held for it are given back.',
      cite: [
        kernel('book3s_hv.c', 'kvmppc_core_destroy_vm'),
        kernel('powerpc.c', 'kvm_arch_destroy_vm'),
        FREES,
      ],
      over: 'operation',
      claim: given(
        did('DESTROY_VM'),
        each(
          equal(add(now('host.pages_pinned'), was('vm.pages_pinned')), was('host.pages_pinned')),
          equal(add(now('host.tables'), literal(1n)), was('host.tables')),
          equal(add(now('host.vcpu_bytes'), vcpuBytes), was('host.vcpu_bytes')),
          equal(add(now('host.vcores'), was('vm.vcores')), was('host.vcores')),
          equal(now('vm.exists'), literal(0n)),
        ),
      ),
    },
    'some-vm-finds-no-lpid': {
      says: 'Some VM is asked for when every LPID is in use.',
      cite: [SETS_UP],
      over: 'operation',
      claim: reachable(and(tried('CREATE_VM'), noneFree)),
    },
    'some-lpid-is-used-again': {
      says: 'Some VM gets the LPID of one that has ended.',
      cite: [SETS_UP],
      over: 'operation',
      claim: reachable(and(did('CREATE_VM'), same(now('vm.lpid'), was('host.lpid_freed_last')))),
    },
    'some-vm-cannot-be-made-for-want-of-memory': {
      says: 'Some VM is asked for when the host has no memory for it.',
      cite: [SETS_UP],
      over: 'operation',
      claim: reachable(and(tried('CREATE_VM'), no(was('op.host_has_memory')))),
    },
    'some-vcpu-runs': {
      says: 'Some vcpu runs.',
      cite: [SETS_UP],
      over: 'operation',
      claim: reachable(did('RUN')),
    },
  },
);

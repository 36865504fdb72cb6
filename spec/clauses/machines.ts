// Virtual machines: what one is made of, that it shares nothing with another, and that it goes without a trace.
import { kernel, message } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  each,
  equal,
  given,
  holds,
  literal,
  no,
  now,
  reachable,
  same,
  sub,
  unchanged,
  was,
} from '../terms.ts';
import { lpidWords, slotFields, VCPU_BYTES, VCPUS, vcpuFields, vmFields } from '../vm-state.ts';
import { did, failed, operation, tried } from './operation.ts';
import { lpids, noneFree, settings } from './vm-partition.ts';

const SETS_UP = kernel('book3s_hv.c', 'kvmppc_core_init_vm');
const FREES = kernel('book3s_64_mmu_hv.c', 'kvmppc_free_hpt');
const MAKES_VCPU = kernel('book3s_hv.c', 'kvmppc_core_vcpu_create');

const slots = Array.from({ length: VCPUS }, (_, i) => i);

/** What holds of each vcpu that there is behind the operation. */
const ofEachVcpu = (claimOf: (i: number) => Claim): Claim =>
  each(...slots.map((i) => given(now(`vm.vcpu[${i}].exists`), claimOf(i))));

const kinds: readonly Clause[] = [
  operation(
    'kernel-has-one-kind-of-guest',
    'A kernel that runs guests in hypervisor mode is not configured for guests in user mode.',
    [message('one-kind-per-kernel'), kernel('Kconfig', 'KVM_BOOK3S_64_HV')],
    each(equal(now('host.config_hv'), literal(1n)), equal(now('host.config_pr'), literal(0n))),
  ),
  operation(
    'guest-has-the-host-processor',
    'A vcpu has the PVR of the processor that it runs on.',
    [message('no-other-architecture'), MAKES_VCPU],
    ofEachVcpu((i) => equal(now(`vm.vcpu[${i}].pvr`), was('host.pvr'))),
  ),
];

const vcpus: readonly Clause[] = [
  operation(
    'shared-registers-are-in-the-vcpu',
    'The registers that a shared page would hold are a part of the vcpu.',
    [message('no-shared-page'), MAKES_VCPU],
    ofEachVcpu((i) =>
      holds(
        `vm.vcpu[${i}].shared`,
        atMost(
          sub(now(`vm.vcpu[${i}].shared`), now(`vm.vcpu[${i}].address`)),
          literal(VCPU_BYTES - 8n),
        ),
      ),
    ),
  ),
  operation(
    'vcpu-is-in-the-linear-mapping',
    'A vcpu lies in the linear mapping, and so is contiguous in real memory.',
    [message('vcpu-is-contiguous'), MAKES_VCPU],
    ofEachVcpu((i) =>
      equal(now(`vm.vcpu[${i}].address`), literal(0xcn << 60n), { mask: 0xfn << 60n }),
    ),
  ),
  operation(
    'vcpu-ids-differ',
    'No two vcpus of a VM have the same id: for one that is taken the answer is −EEXIST.',
    [kernel('kvm_main.c', 'kvm_vm_ioctl_create_vcpu')],
    each(
      ...slots.map((i) =>
        given(
          and(and(did('CREATE_VCPU'), was(`vm.vcpu[${i}].exists`)), no(failed)),
          holds('op.id', no(same(was('op.id'), was(`vm.vcpu[${i}].id`)))),
        ),
      ),
    ),
  ),
];

const CHANGES = [...vmFields, ...slotFields, ...vcpuFields, ...lpidWords] as const;

const ends: readonly Clause[] = [
  operation(
    'failed-operation-changes-nothing',
    'An operation that returns an error leaves the VM and the host as they were.',
    [SETS_UP, kernel('book3s_hv.c', 'kvmppc_core_prepare_memory_region'), MAKES_VCPU],
    given(
      failed,
      each(...CHANGES.map(unchanged), unchanged('host.pages_pinned'), unchanged('host.tables')),
    ),
  ),
  operation(
    'destroyed-vm-holds-nothing',
    'With the end of a VM its page table and every page that was held for it are given back.',
    [kernel('book3s_hv.c', 'kvmppc_core_destroy_vm'), FREES],
    given(
      did('DESTROY_VM'),
      each(
        equal(add(now('host.pages_pinned'), was('vm.pages_pinned')), was('host.pages_pinned')),
        equal(add(now('host.tables'), literal(1n)), was('host.tables')),
        equal(now('vm.exists'), literal(0n)),
      ),
    ),
  ),
];

const witness = (name: string, says: string, when: Term): Clause =>
  operation(name, says, [SETS_UP], reachable(when));

const witnesses: readonly Clause[] = [
  witness(
    'some-vm-finds-no-lpid',
    'Some VM is wanted when every LPID is in use.',
    and(tried('CREATE_VM'), noneFree),
  ),
  witness(
    'some-lpid-is-used-again',
    'Some VM gets the LPID of one that has ended.',
    and(did('CREATE_VM'), same(now('vm.lpid'), was('host.lpid_freed_last'))),
  ),
  witness(
    'some-vm-cannot-be-made-for-want-of-memory',
    'Some VM is wanted when the host lacks the memory.',
    and(tried('CREATE_VM'), no(was('op.host_has_memory'))),
  ),
  witness('some-vcpu-runs', 'Some vcpu runs.', did('RUN')),
];

export const machines: Chapter = {
  title: 'Virtual machines',
  about:
    'What a VM is made of, that it shares nothing with another, and that it goes without a trace.',
  clauses: [...kinds, ...lpids, ...settings, ...vcpus, ...ends, ...witnesses],
};

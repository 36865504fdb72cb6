// Virtual machines: what one is made of, that it shares nothing with another, and that it goes without a trace.
import { LPCR, LPID_RSVD } from '../bits.ts';
import { kernel, message } from '../cite.ts';
import type { Chapter, Claim, Clause, Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  below,
  each,
  equal,
  given,
  has,
  holds,
  literal,
  lowestClear,
  no,
  now,
  or,
  reachable,
  same,
  sub,
  toggled,
  unchanged,
  was,
} from '../terms.ts';
import {
  ERROR,
  lpidWords,
  OPERATION,
  slotFields,
  VCPU_BYTES,
  VCPUS,
  vcpuFields,
  vmFields,
} from '../vm-state.ts';
import { lowBits } from '../words.ts';

const SETS_UP = kernel('book3s_hv.c', 'kvmppc_core_init_vm');
const ALLOCATES = kernel('book3s_64_mmu_hv.c', 'kvmppc_alloc_hpt');
const FREES = kernel('book3s_64_mmu_hv.c', 'kvmppc_free_hpt');
const MAKES_VCPU = kernel('book3s_hv.c', 'kvmppc_core_vcpu_create');

const failed = below(now('op.ret'), literal(0n));
const did = (kind: keyof typeof OPERATION): Term =>
  and(same(was('op.kind'), literal(OPERATION[kind])), no(failed));
const tried = (kind: keyof typeof OPERATION): Term =>
  same(was('op.kind'), literal(OPERATION[kind]));
const slots = Array.from({ length: VCPUS }, (_, i) => i);

/** What holds of each vcpu that there is behind the operation. */
const ofEachVcpu = (claimOf: (i: number) => Claim): Claim =>
  each(...slots.map((i) => given(now(`vm.vcpu[${i}].exists`), claimOf(i))));

const noneFree = lpidWords
  .map((place) => same(was(place), literal(lowBits(64))))
  .reduce((all, one) => and(all, one));

const operation = (name: string, says: string, cite: Clause['cite'], claim: Claim): Clause => ({
  name,
  says,
  cite,
  over: 'operation',
  claim,
});

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

const lpids: readonly Clause[] = [
  operation(
    'new-vm-has-the-lowest-free-lpid',
    'A new VM gets the lowest LPID that is not in use.',
    [ALLOCATES],
    given(did('CREATE_VM'), lowestClear(now('vm.lpid'), lpidWords)),
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
    'With a new VM its LPID comes into use, and no other changes.',
    [ALLOCATES],
    given(did('CREATE_VM'), toggled(now('vm.lpid'), lpidWords)),
  ),
  operation(
    'lpid-is-freed-with-the-vm',
    'With the end of a VM its LPID is free again, and no other changes.',
    [FREES],
    given(did('DESTROY_VM'), toggled(was('vm.lpid'), lpidWords)),
  ),
  operation(
    'no-vm-without-an-lpid',
    'When no LPID is free, no VM is made, and the answer is −ENOMEM.',
    [ALLOCATES],
    given(and(tried('CREATE_VM'), noneFree), equal(now('op.ret'), literal(ERROR.ENOMEM))),
  ),
];

const settings: readonly Clause[] = [
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
    "A new VM notes the host's SDR1, LPIDR and LPCR, for the way back.",
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
    'While a VM lives, its LPID, LPCR, RMOR, SDR1 and page table stay what they are.',
    [SETS_UP],
    given(
      and(was('vm.exists'), now('vm.exists')),
      each(...(['vm.lpid', 'vm.lpcr', 'vm.rmor', 'vm.sdr1', 'vm.hpt'] as const).map(unchanged)),
    ),
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

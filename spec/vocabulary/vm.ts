// State of KVM's C code around virtual machines: what an operation on one finds and leaves, as named places.
//
// Every word is 64 bits wide unless stated; counts and flags hold small numbers. The places are those of the one VM
// that the operation is about, of the host, of user space's memory and of the call. Model scale: four slots, four vcpus.
import type { CallPlace } from './vcpu-calls.ts';

/** Slots of memory of a VM that are modelled; 3.1 has 32. */
export const SLOTS = 4;

/** vcpus of a VM that are modelled. */
export const VCPUS = 4;

/** Words of the bitmap of LPIDs in use: 1024 bits. */
const LPID_WORDS = 16;

const fixedOfHost = [
  /** Whether guests in hypervisor mode, and guests in user mode, are requested when the kernel is configured (1 or 0). */
  'host.wants_hv',
  'host.wants_pr',
  /** Whether it is then configured for them (1 or 0). */
  'host.config_hv',
  'host.config_pr',
  /** The host's own LPCR, SDR1, LPIDR and PVR. */
  'host.lpcr',
  'host.sdr1',
  'host.lpid',
  'host.pvr',
  /** References to pages that KVM holds for all its VMs, in pages of 16 MB (`get_user_pages_fast`, `put_page`). */
  'host.pages_pinned',
  /** Hashed page tables that are allocated for guests. */
  'host.tables',
  /** Bytes that are allocated for vcpus, and the number of virtual cores that are allocated (`struct kvmppc_vcore`). */
  'host.vcpu_bytes',
  'host.vcores',
  /** The LPID that was freed last; 0 before the first. */
  'host.lpid_freed_last',
  /** 1 while a store may still be seen after a later one (no `wmb` since). */
  'host.stores_unordered',
] as const;

/** The VM (`kvm.arch`). If there is none, exists and all the others are 0. */
export const vmFields = [
  'vm.exists',
  'vm.lpid',
  'vm.lpcr',
  'vm.sdr1',
  'vm.rmor',
  'vm.host_lpid',
  'vm.host_lpcr',
  'vm.host_sdr1',
  /** Real address of the hashed page table (`hpt_virt`, as a real address). */
  'vm.hpt',
  /** One more than the number of the last page of 16 MB that was given. */
  'vm.ram_npages',
  /** References to pages that KVM holds for it. */
  'vm.pages_pinned',
  /** Its virtual cores, and the sum of their threads (`vcore.num_threads`). */
  'vm.vcores',
  'vm.vcore_threads',
] as const;

const operationPlaces = [
  /** Which operation: see OPERATION. */
  'op.kind',
  /** What it returned: 0, or minus an error number. */
  'op.ret',
  /** The id of a new vcpu. */
  'op.id',
  /** The PVR that user space sets or gets (32 bits). */
  'op.pvr',
  /** What every doubleword of memory that the host allocates held before. */
  'op.memory_held',
  /** Of a memory region: slot, guest real address, bytes, address in user space. */
  'op.slot',
  'op.guest_phys_addr',
  'op.memory_size',
  'op.userspace_addr',
  /** Whether a page of 16 MB of user space backs every page of the region (1 or 0). */
  'op.backed',
  /** Whether the host has the memory that the operation asks for (1 or 0). */
  'op.host_has_memory',
] as const;

/** A vcpu. */
const vcpuParts = [
  'exists',
  'id',
  'pvr',
  /** Effective address and size in bytes of its allocation, and the address of the registers that PR would share with the guest. */
  'address',
  'bytes',
  'shared',
  /** Initial MMCR0, CTRL and CPU that it last ran on; and some other doubleword of it that is not 0, if there is one. */
  'mmcr0',
  'ctrl',
  'last_cpu',
  'rest',
] as const;

type SlotField = `vm.slot[${number}].${'base' | 'npages' | 'userspace_addr'}`;
type VcpuField = `vm.vcpu[${number}].${(typeof vcpuParts)[number]}`;

/** A place of the state around VMs. `vm.ram_pginfo` is the kernel's own note of the real address of a guest page. */
export type VmPlace =
  | (typeof fixedOfHost)[number]
  | `host.lpid_inuse[${number}]`
  | (typeof vmFields)[number]
  | (typeof operationPlaces)[number]
  | CallPlace
  /** A slot of memory: first byte in the guest, pages of 16 MB, where user space has it. */
  | SlotField
  | VcpuField
  | `vm.ram_pginfo[${number}]`
  /** A word of an entry of the VM's hashed page table, by group and slot. */
  | `hpt[${number}].[${number}].${'v' | 'r'}`
  /** Real address of the 16 MB page that backs the nth 16 MB of user space; 0 where there is none of that size. */
  | `user.page[${number}]`
  /** Whether the nth 16 MB of real memory are such a page (1 or 0). */
  | `real.is_users[${number}]`
  /** Living VMs whose page table is at the same address as this one's, including this one. */
  | 'vm.table_users';

/** What `op.kind` may be. */
export const OPERATION = {
  CREATE_VM: 1n,
  DESTROY_VM: 2n,
  CREATE_VCPU: 3n,
  SET_REGION: 4n,
  RUN: 5n,
  SET_SREGS: 6n,
  GET_SREGS: 7n,
} as const;

/** Error numbers, as the negative words that an operation returns. */
export const ERROR = {
  ENOMEM: BigInt.asUintN(64, -12n),
  EEXIST: BigInt.asUintN(64, -17n),
  EINVAL: BigInt.asUintN(64, -22n),
} as const;

/** Bytes of a `struct kvm_vcpu`, at model scale. */
export const VCPU_BYTES = 0x4000n;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** The bitmap, in words from the lowest LPID on. */
export const lpidWords: readonly `host.lpid_inuse[${number}]`[] = upTo(LPID_WORDS).map(
  (i) => `host.lpid_inuse[${i}]` as const,
);

/** The places of all slots, and of all vcpus. */
export const slotFields: readonly SlotField[] = upTo(SLOTS).flatMap((i) => [
  `vm.slot[${i}].base` as const,
  `vm.slot[${i}].npages` as const,
  `vm.slot[${i}].userspace_addr` as const,
]);
export const vcpuFields: readonly VcpuField[] = upTo(VCPUS).flatMap((i) =>
  vcpuParts.map((part): VcpuField => `vm.vcpu[${i}].${part}`),
);

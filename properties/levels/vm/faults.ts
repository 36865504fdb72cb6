// Faults of the C code of a VM's life: what goes wrong with each, the clauses that it breaks, and the edits that plant it.
import { allocateVcpu, fill, fillShared } from '../../../model/kvm/vcpu-life.ts';
import { vmKernels } from '../../../model/kvm/vm-kernels.ts';
import {
  clearLpid,
  composeLpcr,
  findLpid,
  guestLpcr,
  lowestFree,
  NR_LPIDS,
} from '../../../model/kvm/vm-life.ts';
import { returns, step, type VmAt, vmEdits } from '../../../model/kvm/vm-state.ts';
import { LPCR } from '../../../spec/vocabulary/bits.ts';
import { ERROR, lpidWords, VCPU_BYTES } from '../../../spec/vocabulary/vm.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { planted } from '../code-faults.ts';
import type { VmFault } from './fault.ts';
import { memoryFaults } from './memory-faults.ts';

const { drop, insertAfter, insertBefore, replace } = vmEdits;

const isFree = (at: VmAt, lpid: Word): boolean => {
  const place = lpidWords[Number(lpid >> 6n)];
  return place !== undefined && ((at(place) >> (lpid & 63n)) & 1n) === 0n;
};

/** The highest LPID that is not in use; NR_LPIDS where none is. */
function highestFree(at: VmAt): Word {
  for (let lpid = NR_LPIDS - 1n; lpid >= 0n; lpid--) if (isFree(at, lpid)) return lpid;
  return NR_LPIDS;
}

/** The registers' page of 4 KB at the top of the guest's addresses, as guests in user mode have it. */
const mapShared = {
  'shared-page': step('the registers are mapped for the guest', (at) => [
    [
      'hpt[511].[0].r',
      (at(`vm.vcpu[${Number(at('i'))}].shared`) & 0x0fff_ffff_ffff_f000n) | 0x190n,
    ],
    ['host.stores_unordered', 1n],
  ]),
  'shared-barrier': step('stores stay in order', () => [['host.stores_unordered', 0n]]),
  'shared-valid': step('the entry becomes valid', () => [['hpt[511].[0].v', 0x1ff_ff01n]]),
};

/** What a VM is made of. */
const machineFaults = {
  'hv-and-pr-both': {
    text: 'A kernel is configured for guests in user mode whether or not it is for those in hypervisor mode.',
    breaks: ['kernel-has-one-kind-of-guest'],
    edits: [
      replace(
        'Kconfig.KVM_BOOK3S_64_PR',
        step('guests in user mode', () => [['host.config_pr', 1n]]),
      ),
    ],
  },
  'pr-by-its-own-option': {
    text: 'Guests in user mode have an option of their own, which nothing excludes.',
    breaks: ['kernel-has-one-kind-of-guest'],
    edits: [
      replace(
        'Kconfig.KVM_BOOK3S_64_PR',
        step('guests in user mode', (at) => [['host.config_pr', at('host.wants_pr')]]),
      ),
    ],
  },
  'vcpu-pvr-made-up': {
    text: 'A vcpu gets the PVR of one processor, whatever the host is.',
    breaks: ['guest-has-the-host-processor'],
    edits: [
      replace(
        'kvmppc_core_vcpu_create.pvr',
        fill('pvr', () => 0x003f0201n),
      ),
    ],
  },
  'pvr-of-user-space': {
    text: 'KVM_SET_SREGS gives a vcpu any PVR that user space likes.',
    breaks: ['guest-has-the-host-processor', 'other-processor-is-refused'],
    defect: 'pvr-of-user-space',
  },
  'other-pvr-passed-over': {
    text: "KVM_SET_SREGS passes another PVR than the host's over, and says that all is well.",
    breaks: ['other-processor-is-refused'],
    edits: [replace('kvm_arch_vcpu_ioctl_set_sregs.other.einval', returns(0n))],
  },
  'pvr-not-told': {
    text: 'KVM_GET_SREGS clears what it tells user space after it has put the PVR in.',
    breaks: ['user-space-is-told-the-processor'],
    defect: 'pvr-not-told',
  },
  'lpid-zero-given': {
    text: "LPID 0, the host's, is given to a VM when it looks free.",
    breaks: ['lpid-is-nobody-elses'],
    edits: [drop('kvmppc_mmu_hv_init.host_lpid')],
  },
  'lpid-reserved-given': {
    text: 'LPID 0x3ff, which switches go through, is given to a VM.',
    breaks: ['lpid-is-nobody-elses'],
    edits: [drop('kvmppc_mmu_hv_init.rsvd_lpid')],
  },
  'lpid-highest-given': {
    text: 'A VM gets the highest LPID that is free.',
    breaks: ['new-vm-has-the-lowest-free-lpid'],
    edits: [replace('kvmppc_alloc_hpt.find-lpid', findLpid(highestFree))],
  },
  'lpid-given-twice': {
    text: 'When no LPID is free, a VM gets LPID 1 all the same.',
    breaks: [
      'no-vm-without-an-lpid',
      'failed-operation-changes-nothing',
      'lpid-is-freed-with-the-vm',
      'lpid-is-taken-with-the-vm',
      'new-vm-has-the-lowest-free-lpid',
    ],
    edits: [
      replace(
        'kvmppc_alloc_hpt.find-lpid',
        findLpid((at) => (lowestFree(at) === NR_LPIDS ? 1n : lowestFree(at))),
      ),
    ],
  },
  'lpid-not-freed': {
    text: 'An LPID stays in use when its VM has ended.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
    edits: [drop('kvmppc_free_lpid.clear')],
  },
  'lpid-next-freed-too': {
    text: 'With an LPID the next one is freed too.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
    edits: [insertAfter('kvmppc_free_lpid.clear', { next: clearLpid((at) => at('lpid') + 1n) })],
  },
  'lpid-leaks-on-error': {
    text: 'A VM that cannot be made for want of memory keeps its LPID in use.',
    breaks: ['failed-operation-changes-nothing'],
    edits: [drop('kvmppc_alloc_hpt.no-memory.undo')],
  },
  'lpid-exhausted-is-einval': {
    text: 'When no LPID is free, the answer is −EINVAL.',
    breaks: ['no-vm-without-an-lpid'],
    edits: [replace('kvmppc_alloc_hpt.no-lpid.enomem', returns(ERROR.EINVAL))],
  },
  'lpcr-without-vpm0': {
    text: 'The LPCR of a VM lacks VPM0.',
    breaks: ['guest-lpcr-is-virtual-real-mode', 'guest-memory-translates'],
    edits: [
      replace(
        'kvmppc_core_init_vm.lpcr',
        composeLpcr((host) => guestLpcr(host) & ~LPCR.VPM0),
      ),
    ],
  },
  'lpcr-without-lpes': {
    text: "The LPCR of a VM lacks the host's LPES.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
    edits: [
      replace(
        'kvmppc_core_init_vm.lpcr',
        composeLpcr((host) => guestLpcr(host & ~LPCR.LPES)),
      ),
    ],
  },
  'lpcr-with-the-hosts-mer': {
    text: "The LPCR of a VM takes over the host's MER.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
    edits: [
      replace(
        'kvmppc_core_init_vm.lpcr',
        composeLpcr((host) => guestLpcr(host) | (host & LPCR.MER)),
      ),
    ],
  },
  'lpcr-follows-the-host': {
    text: 'The LPCR of a VM is made anew at each run, with MER.',
    breaks: ['vm-keeps-its-partition'],
    edits: [
      insertBefore('kvmppc_vcpu_run.ok', {
        lpcr: step('LPCR for this run', (at) => [
          ['vm.lpcr', at('vm.lpcr') | (at('host.lpcr') & LPCR.PECE) | LPCR.MER],
        ]),
      }),
    ],
  },
  'host-lpid-noted-wrongly': {
    text: "A VM notes its own LPID as the host's.",
    breaks: ['vm-knows-its-host'],
    edits: [
      replace(
        'kvmppc_core_init_vm.host_lpid',
        step("its own LPID as the host's", (at) => [['vm.host_lpid', at('lpid')]]),
      ),
    ],
  },
  'shared-registers-on-their-own-page': {
    text: 'The registers of a vcpu are on a page of their own.',
    breaks: ['shared-registers-are-in-the-vcpu'],
    edits: [replace('kvmppc_core_vcpu_create.shared', fillShared(0x10_0000n))],
  },
  'shared-registers-mapped': {
    text: 'The page with the registers of a vcpu is mapped for the guest, as for a guest in user mode.',
    breaks: ['page-table-leads-to-users'],
    edits: [insertAfter('kvmppc_core_vcpu_create.exists', mapShared)],
  },
  'vcpu-not-cleared': {
    text: 'A vcpu is allocated by kmalloc, and its registers begin with what the memory held.',
    breaks: ['new-vcpu-holds-nothing-old'],
    edits: [replace('kvmppc_core_vcpu_create.vcpu', allocateVcpu('kmalloc'))],
  },
  'vcpu-begins-counting': {
    text: 'A vcpu begins with MMCR0 = 0, so that its counters count.',
    breaks: ['new-vcpu-holds-nothing-old'],
    edits: [drop('kvmppc_core_vcpu_create.mmcr0')],
  },
  'vcpu-inside-that-of-pr': {
    text: 'A vcpu is allocated inside the structure of guests in user mode.',
    breaks: ['only-the-vcpu-is-allocated'],
    edits: [replace('kvmppc_core_vcpu_create.vcpu', allocateVcpu('kzalloc', VCPU_BYTES + 0x1000n))],
  },
  'vcpu-from-vmalloc': {
    text: 'A vcpu is allocated by vmalloc.',
    breaks: ['vcpu-is-in-the-linear-mapping'],
    edits: [replace('kvmppc_core_vcpu_create.vcpu', allocateVcpu('vzalloc'))],
  },
  'vcpu-id-taken-twice': {
    text: 'A second vcpu may have the id of the first.',
    breaks: ['vcpu-ids-differ'],
    edits: [drop('kvmppc_core_vcpu_create.taken')],
  },
  'taken-id-is-einval': {
    text: 'For an id that is taken the answer is −EINVAL.',
    breaks: ['vcpu-ids-differ'],
    edits: [replace('kvmppc_core_vcpu_create.taken.eexist', returns(ERROR.EINVAL))],
  },
  'threads-counted-too-early': {
    text: 'A virtual core is made, and counts a thread, before it is known that its vcpu comes to be.',
    breaks: ['failed-operation-changes-nothing'],
    defect: 'threads-counted-too-early',
  },
} as const satisfies Readonly<Record<string, VmFault>>;

/** Every fault, by name, with the code that has it. */
export const vmFaults = planted(vmKernels, { ...machineFaults, ...memoryFaults });

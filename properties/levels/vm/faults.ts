// Faults of the rules for VMs: what goes wrong with each, and the clauses that it breaks.
import type { faultyRules } from '../../../model/kvm/vm-faults.ts';
import { memoryFaults } from './memory-faults.ts';

interface Told {
  readonly text: string;
  /** The first is the one that the fault is about. */
  readonly breaks: readonly [string, ...string[]];
}

/** What a VM is made of. */
const machineFaults = {
  'hv-and-pr-both': {
    text: 'A kernel is configured for guests in user mode whether or not it is for those in hypervisor mode.',
    breaks: ['kernel-has-one-kind-of-guest'],
  },
  'pr-by-its-own-option': {
    text: 'Guests in user mode have an option of their own, which nothing excludes.',
    breaks: ['kernel-has-one-kind-of-guest'],
  },
  'vcpu-pvr-made-up': {
    text: 'A vcpu gets the PVR of one processor, whatever the host is.',
    breaks: ['guest-has-the-host-processor'],
  },
  'pvr-of-user-space': {
    text: 'KVM_SET_SREGS gives a vcpu any PVR that user space likes.',
    breaks: ['guest-has-the-host-processor', 'other-processor-is-refused'],
  },
  'other-pvr-passed-over': {
    text: "KVM_SET_SREGS passes another PVR than the host's over, and says that all is well.",
    breaks: ['other-processor-is-refused'],
  },
  'pvr-not-told': {
    text: 'KVM_GET_SREGS clears what it tells user space after it has put the PVR in.',
    breaks: ['user-space-is-told-the-processor'],
  },
  'lpid-zero-given': {
    text: "LPID 0, the host's, is given to a VM when it looks free.",
    breaks: ['lpid-is-nobody-elses'],
  },
  'lpid-reserved-given': {
    text: 'LPID 0x3ff, which switches go through, is given to a VM.',
    breaks: ['lpid-is-nobody-elses'],
  },
  'lpid-highest-given': {
    text: 'A VM gets the highest LPID that is free.',
    breaks: ['new-vm-has-the-lowest-free-lpid'],
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
  },
  'lpid-not-freed': {
    text: 'An LPID stays in use when its VM has ended.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
  },
  'lpid-next-freed-too': {
    text: 'With an LPID the next one is freed too.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
  },
  'lpid-leaks-on-error': {
    text: 'A VM that cannot be made for want of memory keeps its LPID in use.',
    breaks: ['failed-operation-changes-nothing'],
  },
  'lpid-exhausted-is-einval': {
    text: 'When no LPID is free, the answer is −EINVAL.',
    breaks: ['no-vm-without-an-lpid'],
  },
  'lpcr-without-vpm0': {
    text: 'The LPCR of a VM lacks VPM0.',
    breaks: ['guest-lpcr-is-virtual-real-mode', 'guest-memory-translates'],
  },
  'lpcr-without-lpes': {
    text: "The LPCR of a VM lacks the host's LPES.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
  },
  'lpcr-with-the-hosts-mer': {
    text: "The LPCR of a VM takes over the host's MER.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
  },
  'lpcr-follows-the-host': {
    text: 'The LPCR of a VM is made anew at each run, with MER.',
    breaks: ['vm-keeps-its-partition'],
  },
  'host-lpid-noted-wrongly': {
    text: "A VM notes its own LPID as the host's.",
    breaks: ['vm-knows-its-host'],
  },
  'shared-registers-on-their-own-page': {
    text: 'The registers of a vcpu are on a page of their own.',
    breaks: ['shared-registers-are-in-the-vcpu'],
  },
  'shared-registers-mapped': {
    text: 'The page with the registers of a vcpu is mapped for the guest, as for a guest in user mode.',
    breaks: ['page-table-leads-to-users'],
  },
  'vcpu-not-cleared': {
    text: 'A vcpu is allocated by kmalloc, and its registers begin with what the memory held.',
    breaks: ['new-vcpu-holds-nothing-old'],
  },
  'vcpu-begins-counting': {
    text: 'A vcpu begins with MMCR0 = 0, so that its counters count.',
    breaks: ['new-vcpu-holds-nothing-old'],
  },
  'vcpu-inside-that-of-pr': {
    text: 'A vcpu is allocated inside the structure of guests in user mode.',
    breaks: ['only-the-vcpu-is-allocated'],
  },
  'vcpu-from-vmalloc': {
    text: 'A vcpu is allocated by vmalloc.',
    breaks: ['vcpu-is-in-the-linear-mapping'],
  },
  'vcpu-id-taken-twice': {
    text: 'A second vcpu may have the id of the first.',
    breaks: ['vcpu-ids-differ'],
  },
  'taken-id-is-einval': {
    text: 'For an id that is taken the answer is −EINVAL.',
    breaks: ['vcpu-ids-differ'],
  },
  'threads-counted-too-early': {
    text: 'A virtual core is made, and counts a thread, before it is known that its vcpu comes to be.',
    breaks: ['failed-operation-changes-nothing'],
  },
} as const satisfies Readonly<Record<string, Told>>;

export const vmFaults: Readonly<Record<keyof typeof faultyRules, Told>> = {
  ...machineFaults,
  ...memoryFaults,
};

// Faults of the rules for VMs: what goes wrong with each, the clauses that it breaks, and the rules that have it.
import { lowestFree, repaired } from '../../../model/kvm/vm-rules.ts';
import { LPCR } from '../../../spec/vocabulary/bits.ts';
import { memoryFaults } from './memory-faults.ts';
import { type VmFault, vcpu, withVcpu } from './rules-with.ts';

const highestFree = (inUse: bigint): bigint | undefined => {
  for (let lpid = 1023n; lpid >= 0n; lpid--) if (((inUse >> lpid) & 1n) === 0n) return lpid;
  return undefined;
};

/** What a VM is made of. */
const machineFaults = {
  'hv-and-pr-both': {
    text: 'A kernel is configured for guests in user mode whether or not it is for those in hypervisor mode.',
    breaks: ['kernel-has-one-kind-of-guest'],
    rules: { ...repaired, config: ({ hv }) => ({ hv, pr: true }) },
  },
  'pr-by-its-own-option': {
    text: 'Guests in user mode have an option of their own, which nothing excludes.',
    breaks: ['kernel-has-one-kind-of-guest'],
    rules: { ...repaired, config: ({ hv, pr }) => ({ hv, pr }) },
  },
  'vcpu-pvr-made-up': {
    text: 'A vcpu gets the PVR of one processor, whatever the host is.',
    breaks: ['guest-has-the-host-processor'],
    rules: withVcpu({ pvr: () => 0x003f0201n }),
  },
  'pvr-of-user-space': {
    text: 'KVM_SET_SREGS gives a vcpu any PVR that user space likes.',
    breaks: ['guest-has-the-host-processor', 'other-processor-is-refused'],
    rules: withVcpu({ otherPvr: 'taken' }),
  },
  'other-pvr-passed-over': {
    text: "KVM_SET_SREGS passes another PVR than the host's over, and says that all is well.",
    breaks: ['other-processor-is-refused'],
    rules: withVcpu({ otherPvr: 'ignored' }),
  },
  'pvr-not-told': {
    text: 'KVM_GET_SREGS clears what it tells user space after it has put the PVR in.',
    breaks: ['user-space-is-told-the-processor'],
    rules: withVcpu({ tellsPvr: false }),
  },
  'lpid-zero-given': {
    text: "LPID 0, the host's, is given to a VM when it looks free.",
    breaks: ['lpid-is-nobody-elses'],
    rules: { ...repaired, reserved: [0x3ffn] },
  },
  'lpid-reserved-given': {
    text: 'LPID 0x3ff, which switches go through, is given to a VM.',
    breaks: ['lpid-is-nobody-elses'],
    rules: { ...repaired, reserved: [0n] },
  },
  'lpid-highest-given': {
    text: 'A VM gets the highest LPID that is free.',
    breaks: ['new-vm-has-the-lowest-free-lpid'],
    rules: { ...repaired, lpid: highestFree },
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
    rules: {
      ...repaired,
      lpid: (inUse) => lowestFree(inUse) ?? 1n,
    },
  },
  'lpid-not-freed': {
    text: 'An LPID stays in use when its VM has ended.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
    rules: { ...repaired, freed: (inUse) => inUse },
  },
  'lpid-next-freed-too': {
    text: 'With an LPID the next one is freed too.',
    breaks: ['lpid-is-freed-with-the-vm', 'failed-operation-changes-nothing'],
    rules: { ...repaired, freed: (inUse, lpid) => inUse & ~(3n << lpid) },
  },
  'lpid-leaks-on-error': {
    text: 'A VM that cannot be made for want of memory keeps its LPID in use.',
    breaks: ['failed-operation-changes-nothing'],
    rules: { ...repaired, undoes: false },
  },
  'lpid-exhausted-is-einval': {
    text: 'When no LPID is free, the answer is −EINVAL.',
    breaks: ['no-vm-without-an-lpid'],
    rules: { ...repaired, exhausted: -22n },
  },
  'lpcr-without-vpm0': {
    text: 'The LPCR of a VM lacks VPM0.',
    breaks: ['guest-lpcr-is-virtual-real-mode', 'guest-memory-translates'],
    rules: { ...repaired, lpcr: (host) => repaired.lpcr(host) & ~LPCR.VPM0 },
  },
  'lpcr-without-lpes': {
    text: "The LPCR of a VM lacks the host's LPES.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
    rules: { ...repaired, lpcr: (host) => repaired.lpcr(host & ~LPCR.LPES) },
  },
  'lpcr-with-the-hosts-mer': {
    text: "The LPCR of a VM takes over the host's MER.",
    breaks: ['guest-lpcr-is-virtual-real-mode'],
    rules: {
      ...repaired,
      lpcr: (host) => repaired.lpcr(host) | (host & LPCR.MER),
    },
  },
  'lpcr-follows-the-host': {
    text: 'The LPCR of a VM is made anew at each run, with MER.',
    breaks: ['vm-keeps-its-partition'],
    rules: {
      ...repaired,
      lpcrAtRun: (guest, host) => guest | (host & LPCR.PECE) | LPCR.MER,
    },
  },
  'host-lpid-noted-wrongly': {
    text: "A VM notes its own LPID as the host's.",
    breaks: ['vm-knows-its-host'],
    rules: { ...repaired, hostLpid: (_host, own) => own },
  },
  'shared-registers-on-their-own-page': {
    text: 'The registers of a vcpu are on a page of their own.',
    breaks: ['shared-registers-are-in-the-vcpu'],
    rules: withVcpu({ shared: 0x10_0000n }),
  },
  'shared-registers-mapped': {
    text: 'The page with the registers of a vcpu is mapped for the guest, as for a guest in user mode.',
    breaks: ['page-table-leads-to-users'],
    rules: withVcpu({ mapsShared: true }),
  },
  'vcpu-not-cleared': {
    text: 'A vcpu is allocated by kmalloc, and its registers begin with what the memory held.',
    breaks: ['new-vcpu-holds-nothing-old'],
    rules: withVcpu({ allocator: 'kmalloc' }),
  },
  'vcpu-begins-counting': {
    text: 'A vcpu begins with MMCR0 = 0, so that its counters count.',
    breaks: ['new-vcpu-holds-nothing-old'],
    rules: withVcpu({ mmcr0: 0n }),
  },
  'vcpu-inside-that-of-pr': {
    text: 'A vcpu is allocated inside the structure of guests in user mode.',
    breaks: ['only-the-vcpu-is-allocated'],
    rules: withVcpu({ bytes: vcpu.bytes + 0x1000n }),
  },
  'vcpu-from-vmalloc': {
    text: 'A vcpu is allocated by vmalloc.',
    breaks: ['vcpu-is-in-the-linear-mapping'],
    rules: withVcpu({ allocator: 'vzalloc' }),
  },
  'vcpu-id-taken-twice': {
    text: 'A second vcpu may have the id of the first.',
    breaks: ['vcpu-ids-differ'],
    rules: withVcpu({ idsDiffer: false }),
  },
  'taken-id-is-einval': {
    text: 'For an id that is taken the answer is −EINVAL.',
    breaks: ['vcpu-ids-differ'],
    rules: withVcpu({ idTaken: -22n }),
  },
  'threads-counted-too-early': {
    text: 'A virtual core is made, and counts a thread, before it is known that its vcpu comes to be.',
    breaks: ['failed-operation-changes-nothing'],
    rules: withVcpu({ countedLast: false }),
  },
} as const satisfies Readonly<Record<string, VmFault>>;

/** Every fault, by name. */
export const vmFaults = { ...machineFaults, ...memoryFaults } as const;

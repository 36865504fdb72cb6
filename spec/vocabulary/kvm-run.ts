// What the C code around the switch keeps, beyond the fields that the assembly reaches: the page that it shares with user
// space, the vcpu's counts, and the environment that the loop reads. Places have their C names if they have any.
//
// The places in the page are what user space reads there, at the offsets of KVM's interface, whatever the kernel meant to store.

/** The places, with what they hold. Widths are those of the C fields. */
const fields = {
  'run.exit_reason': 'why KVM_RUN returned (struct kvm_run, 32 bits)',
  'run.papr_hcall.nr': 'number of the hypercall that user space is to answer (64 bits)',
  'run.papr_hcall.ret': 'the result of the hypercall, from user space (64 bits)',
  'vcpu.hcall_needed': 'whether a hypercall waits for its answer (8 bits)',
  'vcpu.stat.sum_exits': 'exits of the guest that were handled',
  'vcpu.stat.dec_exits': 'of these, exits by the hypervisor decrementer',
  'vcpu.stat.ext_intr_exits': 'of these, exits by an external interrupt',
  'guest.exits': 'how often the guest was ended by an interrupt',
  'guest.entries': 'how often the guest was entered',
  'guest.dec': 'what the switch loads into DEC for the guest (32 bits)',
  'host.signal': 'whether a signal is pending for the task (1 bit)',
  'host.bug': 'whether the kernel has stopped at a BUG (1 bit)',
  'ioctl.ret': 'what KVM_RUN returned: 0, or a negative error number (64 bits)',
} as const;

/** Arguments of a hypercall: r4 to r12. */
export const ARGUMENTS = 9;

export type RunPlace = keyof typeof fields | `run.papr_hcall.args[${number}]`;

/** Each of them by name. */
export const runPlaces: readonly RunPlace[] = [
  ...(Object.keys(fields) as (keyof typeof fields)[]),
  ...Array.from({ length: ARGUMENTS }, (_, i): RunPlace => `run.papr_hcall.args[${i}]`),
];

/** A field of the page: its first byte and its size in bytes; the most significant byte comes first. */
interface PageField {
  readonly at: number;
  readonly bytes: 4 | 8;
}

/** The places in the page. */
export type PagePlace = Extract<RunPlace, `run.${string}`>;

const HEAD = { exit_reason: 8, nr: 32, ret: 40, args: 48 } as const;

/** The offset of each in KVM's interface (linux/kvm.h, struct kvm_run: the union of exits begins at byte 32). */
export const pageFields: ReadonlyMap<PagePlace, PageField> = new Map<PagePlace, PageField>([
  ['run.exit_reason', { at: HEAD.exit_reason, bytes: 4 }],
  ['run.papr_hcall.nr', { at: HEAD.nr, bytes: 8 }],
  ['run.papr_hcall.ret', { at: HEAD.ret, bytes: 8 }],
  ...Array.from({ length: ARGUMENTS }, (_, i): [PagePlace, PageField] => [
    `run.papr_hcall.args[${i}]`,
    { at: HEAD.args + 8 * i, bytes: 8 },
  ]),
]);

/** Why KVM_RUN returned (linux/kvm.h). */
export const KVM_EXIT = { UNKNOWN: 0n, INTR: 10n, PAPR_HCALL: 19n } as const;

/** Errors, as KVM_RUN returns them: negative, in 64 bits. */
export const ERROR = {
  EINTR: -4n & 0xffffffffffffffffn,
  EBUSY: -16n & 0xffffffffffffffffn,
} as const;

/** Interrupts that are pending for the guest, by their bit in vcpu.pending_exceptions (BOOK3S_IRQPRIO_*, lowest first). */
export const PENDING = {
  SYSCALL: 1n << 10n,
  EXTERNAL: 1n << 13n,
  DECREMENTER: 1n << 14n,
  EXTERNAL_LEVEL: 1n << 16n,
} as const;

/** The vectors of the guest's own interrupts. */
export const GUEST_VECTOR = {
  DATA_STORAGE: 0x300n,
  INST_STORAGE: 0x400n,
  EXTERNAL: 0x500n,
  PROGRAM: 0x700n,
  DECREMENTER: 0x900n,
  SYSTEM_CALL: 0xc00n,
} as const;

/** Bits of SRR1 that give the guest the cause: not in the page table; illegal instruction; the causes that 0x700 may have. */
export const CAUSE = { NO_HPTE: 0x08000000n, ILLEGAL: 0x80000n, PROGRAM: 0x1f0000n } as const;

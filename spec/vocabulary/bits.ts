// Bits and values that have names: in MSR, LPCR, MMCR0, CTRL, and the interrupt vectors.
//
// Bits are numbered from the least significant, as in the kernel (the ISA numbers them from the other end).
import { bit, type Word } from './words.ts';

/** Machine state register (Power ISA 2.06B, Book III-S 3.2.1). */
export const MSR = {
  SF: bit(63),
  HV: bit(60),
  VEC: bit(25),
  VSX: bit(23),
  EE: bit(15),
  PR: bit(14),
  FP: bit(13),
  ME: bit(12),
  SE: bit(10),
  BE: bit(9),
  IR: bit(5),
  DR: bit(4),
  PMM: bit(2),
  RI: bit(1),
  LE: bit(0),
} as const;

/** Bits in which an interrupt records its cause in SRR1 or HSRR1, and which rfid and hrfid do not copy (ISA 33:36 and 42:47). */
export const SRR1_STATUS: Word = 0x783f0000n;

/** Logical partition control register (Book III-S 2.2). */
export const LPCR = {
  VPM0: bit(63),
  VRMA_L: bit(51),
  DPFD: 4n << 52n,
  PECE: 0x7000n,
  MER: 0x800n,
  LPES: 0xcn,
  /** Interrupts that have no hypervisor vector do not set MSR[HV]. */
  LPES1: 0x4n,
  HDICE: 0x1n,
} as const;

/** The LPID that no partition has: every change of partition goes through it. */
export const LPID_RSVD: Word = 0x3ffn;

/** MMCR0[FC]: freeze counters. */
export const MMCR0_FC: Word = 0x80000000n;

/** MMCR0[PMAE]: performance monitor alerts, and with them samples, are enabled (MMCR0_PMXE in the kernel). */
export const MMCR0_PMAE: Word = 0x04000000n;

/** CTRL[RUN]: the run latch. */
export const CTRL_RUN: Word = 1n;

/** SLB entry valid, in the ESID doubleword (SLB_ESID_V), and its index in the twelve low bits. */
export const SLB_VALID: Word = 0x08000000n;
export const SLB_INDEX: Word = 0xfffn;

/** Interrupt vectors that reach the hypervisor from a guest (Book III-S 6.5). */
export const VECTOR = {
  SYSTEM_RESET: 0x100n,
  MACHINE_CHECK: 0x200n,
  EXTERNAL: 0x500n,
  HV_DECREMENTER: 0x980n,
  SYSTEM_CALL: 0xc00n,
  H_DATA_STORAGE: 0xe00n,
  H_INST_STORAGE: 0xe20n,
  H_EMUL_ASSIST: 0xe40n,
} as const;

/** The vectors whose interrupt puts address and MSR into HSRR0 and HSRR1, not SRR0 and SRR1. */
export const HSRR_VECTORS: readonly Word[] = [
  VECTOR.EXTERNAL,
  VECTOR.HV_DECREMENTER,
  VECTOR.H_DATA_STORAGE,
  VECTOR.H_INST_STORAGE,
  VECTOR.H_EMUL_ASSIST,
];

/** CR2, CR3 and CR4 in the condition register: the fields that the ABI preserves across a call. */
export const CR_KEPT: Word = 0x00fff000n;

/** PPR: the program priority, 1 (very low) to 7; the kernel runs at medium. */
export const PPR = { PRIORITY: 0x001c000000000000n, LOW: 2n << 50n, MEDIUM: 4n << 50n } as const;

/** UNSYNCED: what has been altered and may not have taken effect yet (Book III-S chapter 12). */
export const UNSYNCED = {
  /** LPIDR, SDR1, LPCR, RMOR or the SLB was altered, and no context synchronising instruction has come since. */
  TRANSLATION: 1n,
  /** SLB or TLB entries were invalidated; ptesync waits until that is complete. */
  STORAGE: 2n,
  /** MMCR0 was altered, and no context synchronising instruction has come since. */
  COUNTERS: 4n,
  /** LPIDR was altered, and accesses under the old one may be under way; ptesync waits for them. */
  PARTITION: 8n,
  /** MSR[FP], [VEC] or [VSX] was altered, and no context synchronising instruction has come since. */
  UNITS: 16n,
  /** A counter or a sample was read while COUNTERS was set: from before the change or after it. */
  READ_EARLY: 32n,
  /** DABR was written while counters could sample, and may hold something else; nothing has read it back since. */
  DABR_UNREAD: 64n,
  /** It was so, and the read did not find what was written; with DABR_UNREAD, it has been written once more since. */
  DABR_WRONG: 128n,
} as const;

/** The interrupts that vcpu.pending_exceptions holds: external, and external level (BOOK3S_IRQPRIO 13 and 16). */
export const PENDING_EXTERNAL: Word = bit(13) | bit(16);

/**
 * ANSWER grows by 1 with each C function that is called. If the function is in the table of hypercall handlers, ANSWER also grows
 * by one of these: the handler found the hypercall too hard, or answered it.
 */
export const ANSWER = { TOO_HARD: 1n << 32n, GIVEN: 1n << 48n } as const;

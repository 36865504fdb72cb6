// Constants of the architecture and of the kernel's interface to itself, for source that is read
// without its headers. Offsets in structures are not facts of this kind: they depend on how the kernel
// was built, and stay symbols.

const bit = (number: number): bigint => 1n << BigInt(number);

/** Bit numbers of the MSR, counted from the least significant. */
const msr = {
  SF: 63,
  ISF: 61,
  HV: 60,
  VEC: 25,
  VSX: 23,
  POW: 18,
  ILE: 16,
  EE: 15,
  PR: 14,
  FP: 13,
  ME: 12,
  FE0: 11,
  SE: 10,
  BE: 9,
  FE1: 8,
  IP: 6,
  IR: 5,
  DR: 4,
  PMM: 2,
  RI: 1,
  LE: 0,
};

/** Bit numbers of the LPCR. */
const lpcr = {
  MER: 11,
  PECE0: 14,
  PECE1: 13,
  PECE2: 12,
  LPES0: 3,
  LPES1: 2,
  RMI: 1,
  HDICE: 0,
  ILE: 25,
};

/** Interrupt vectors, which KVM uses as exit reasons. */
const interrupts = {
  SYSTEM_RESET: 0x100,
  MACHINE_CHECK: 0x200,
  DATA_STORAGE: 0x300,
  DATA_SEGMENT: 0x380,
  INST_STORAGE: 0x400,
  INST_SEGMENT: 0x480,
  EXTERNAL: 0x500,
  EXTERNAL_LEVEL: 0x501,
  EXTERNAL_HV: 0x502,
  ALIGNMENT: 0x600,
  PROGRAM: 0x700,
  FP_UNAVAIL: 0x800,
  DECREMENTER: 0x900,
  HV_DECREMENTER: 0x980,
  SYSCALL: 0xc00,
  TRACE: 0xd00,
  H_DATA_STORAGE: 0xe00,
  H_INST_STORAGE: 0xe20,
  H_EMUL_ASSIST: 0xe40,
  PERFMON: 0xf00,
  ALTIVEC: 0xf20,
  VSX: 0xf40,
};

/** Priorities of pending guest interrupts, by position. */
const priorities = [
  'SYSTEM_RESET',
  'DATA_SEGMENT',
  'INST_SEGMENT',
  'DATA_STORAGE',
  'INST_STORAGE',
  'ALIGNMENT',
  'PROGRAM',
  'FP_UNAVAIL',
  'ALTIVEC',
  'VSX',
  'SYSCALL',
  'MACHINE_CHECK',
  'DEBUG',
  'EXTERNAL',
  'DECREMENTER',
  'PERFORMANCE_MONITOR',
  'EXTERNAL_LEVEL',
];

const others: Readonly<Record<string, number>> = {
  H_SUCCESS: 0,
  H_TOO_HARD: 9999,
  HID0_HDICE_SH: 40,
  HID4_LPID5_SH: 57,
  KVM_GUEST_MODE_NONE: 0,
  KVM_GUEST_MODE_GUEST: 1,
  KVM_GUEST_MODE_SKIP: 2,
  LPCR_PECE: 0x7000,
  LPCR_LPES: 0xc,
  LPID_RSVD: 0x3ff,
  PPC_LR_STKOFF: 16,
  SLB_ESID_V: 0x0800_0000,
  SLB_NUM_BOLTED: 3,
  STACK_FRAME_OVERHEAD: 112,
};

const entries = (
  prefix: string,
  table: Readonly<Record<string, number>>,
  value: (number: number) => bigint,
): [string, bigint][] =>
  Object.entries(table).map(([name, number]) => [`${prefix}${name}`, value(number)]);

/** The constants, by the names of the kernel's headers. */
export const constants = (): ReadonlyMap<string, bigint> =>
  new Map([
    ...entries('MSR_', msr, bit),
    ...Object.entries(msr).map(([name, number]): [string, bigint] => [
      `MSR_${name}_LG`,
      BigInt(number),
    ]),
    ...entries('LPCR_', lpcr, bit),
    ...entries('BOOK3S_INTERRUPT_', interrupts, BigInt),
    ...priorities.map((name, index): [string, bigint] => [`BOOK3S_IRQPRIO_${name}`, BigInt(index)]),
    ...entries('', others, BigInt),
  ]);

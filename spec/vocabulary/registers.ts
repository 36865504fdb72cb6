// Every register that a switch between host and guest can meet: number, width, privilege, scope.
//
// A row is one register, or several that have everything in common. Power ISA 2.06B, Book I chapters 2 to 7 and Book III-S
// chapters 2 to 11; the numbers are those of mtspr and mfspr. `core` means one for all four threads.

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
export type Gpr = `r${Digit | `1${Digit}` | `2${Digit}` | '30' | '31'}`;

export interface RegisterRow {
  /** Number in mtspr and mfspr, of the first one if there are several; none if it is not an SPR. */
  readonly spr?: number;
  /** Bits. The others read as zero. */
  readonly width: 32 | 64;
  /** Who may write it: problem state, supervisor state, or the hypervisor only. */
  readonly privilege: 'user' | 'supervisor' | 'hypervisor';
  readonly scope: 'thread' | 'core';
  /** Whether the ABI lets a call change it; absent if the ABI does not say, or if it depends on the bit. */
  readonly abi?: 'volatile' | 'nonvolatile';
  readonly is: string;
}

const user = { width: 64, privilege: 'user', scope: 'thread' } as const;
const supervisor = { ...user, privilege: 'supervisor' } as const;
const hypervisor = { ...user, privilege: 'hypervisor' } as const;

/** ELF ABI for 64-bit PowerPC, 3.2.1. */
const volatile = { ...user, abi: 'volatile' } as const;
const nonvolatile = { ...user, abi: 'nonvolatile' } as const;

/** The registers, by the names of the ISA. */
export const registers = {
  r0: { ...volatile, is: 'scratch' },
  r1: { ...user, is: 'stack pointer' },
  r2: { ...user, is: 'TOC pointer' },
  'r3-r12': { ...volatile, is: 'arguments, results, scratch' },
  r13: { ...user, is: 'thread pointer; in the kernel, the PACA' },
  'r14-r31': { ...nonvolatile, is: 'non-volatile' },
  CR: { ...user, width: 32, is: 'condition register, eight fields of four bits' },
  XER: { ...volatile, spr: 1, width: 32, is: 'carry, overflow, string length' },
  LR: { ...user, spr: 8, is: 'link register' },
  CTR: { ...volatile, spr: 9, is: 'count register' },
  VSR: {
    ...user,
    is: '64 vector-scalar registers of two doublewords; they hold FPR0-31 and VR0-31',
  },
  FPSCR: { ...user, is: 'floating-point status and control' },
  VSCR: { ...user, width: 32, is: 'vector status and control' },
  VRSAVE: { ...user, spr: 256, width: 32, is: 'which vector registers are in use' },
  CFAR: { ...supervisor, spr: 28, is: 'the address of the last branch' },
  PPR: { ...supervisor, spr: 896, is: 'program priority' },
  MSR: { ...supervisor, is: 'machine state' },
  NIA: { ...user, is: 'next instruction address' },
  DSCR: { ...supervisor, spr: 17, is: 'data stream control: the prefetcher' },
  DSISR: { ...supervisor, spr: 18, width: 32, is: 'the cause of a data storage interrupt' },
  DAR: { ...supervisor, spr: 19, is: 'the address of a data storage interrupt' },
  DEC: { ...supervisor, spr: 22, width: 32, is: 'decrementer, in ticks of the timebase' },
  SRR0: { ...supervisor, spr: 26, is: 'save/restore: address' },
  SRR1: { ...supervisor, spr: 27, is: 'save/restore: MSR and cause' },
  AMR: { ...supervisor, spr: 29, is: 'authority mask of storage keys' },
  CTRL: { ...supervisor, spr: 152, width: 32, is: 'run latch in bit 0 (136 reads, 152 writes)' },
  UAMOR: { ...supervisor, spr: 157, is: 'which AMR bits a program may change' },
  SPRG0: { ...supervisor, spr: 272, is: "for the operating system's use" },
  SPRG1: { ...supervisor, spr: 273, is: "for the operating system's use" },
  SPRG2: { ...supervisor, spr: 274, is: "for the operating system's use" },
  SPRG3: { ...supervisor, spr: 275, is: "for the operating system's use" },
  MMCRA: { ...supervisor, spr: 786, is: 'performance monitor control: sampling' },
  PMC: { ...supervisor, spr: 787, width: 32, is: 'six performance monitor counters (787 to 792)' },
  MMCR0: { ...supervisor, spr: 795, is: 'performance monitor control; FC, 0x80000000, freezes it' },
  SIAR: { ...supervisor, spr: 796, is: 'sampled instruction address (780 reads it for programs)' },
  SDAR: { ...supervisor, spr: 797, is: 'sampled data address (781 reads it for programs)' },
  MMCR1: { ...supervisor, spr: 798, is: 'performance monitor control: events' },
  SLB: { ...supervisor, is: '32 segment lookaside entries, each an ESID and a VSID doubleword' },
  PURR: { ...hypervisor, spr: 309, is: 'processor utilisation' },
  SPURR: { ...hypervisor, spr: 308, is: 'processor utilisation, scaled' },
  TB: { ...hypervisor, spr: 268, scope: 'core', is: 'timebase, 512 MHz' },
  HDEC: { ...hypervisor, spr: 310, width: 32, scope: 'core', is: 'hypervisor decrementer' },
  SDR1: { ...hypervisor, spr: 25, scope: 'core', is: 'hashed page table: address and size' },
  LPIDR: { ...hypervisor, spr: 319, scope: 'core', is: 'logical partition; 0x3ff is reserved' },
  LPCR: { ...hypervisor, spr: 318, is: 'logical partition control' },
  RMOR: { ...hypervisor, spr: 312, is: 'real mode offset' },
  AMOR: { ...hypervisor, spr: 349, is: 'which AMR and UAMOR bits an operating system may change' },
  DABR: { ...hypervisor, spr: 1013, is: 'data address breakpoint' },
  DABRX: { ...hypervisor, spr: 1015, is: 'data address breakpoint: when' },
  HSPRG0: { ...hypervisor, spr: 304, is: 'the PACA of this thread' },
  HSPRG1: { ...hypervisor, spr: 305, is: 'scratch: r13 while a vector runs' },
  HSRR0: { ...hypervisor, spr: 314, is: 'hypervisor save/restore: address' },
  HSRR1: { ...hypervisor, spr: 315, is: 'hypervisor save/restore: MSR' },
  HDAR: { ...hypervisor, spr: 307, is: 'the address of a hypervisor data storage interrupt' },
  HDSISR: {
    ...hypervisor,
    spr: 306,
    width: 32,
    is: 'the cause of a hypervisor data storage interrupt',
  },
  HEIR: {
    ...hypervisor,
    spr: 339,
    width: 32,
    is: 'the instruction of an emulation assistance interrupt',
  },
  PCR: {
    ...hypervisor,
    spr: 338,
    is: 'processor compatibility: what programs find of an older processor',
  },
  HRMOR: { ...hypervisor, spr: 313, is: 'real mode offset of the hypervisor' },
  HMER: {
    ...hypervisor,
    spr: 336,
    is: 'what hypervisor maintenance waits for; a write clears bits',
  },
  HMEER: { ...hypervisor, spr: 337, is: 'which bits of HMER interrupt' },
  PVR: { ...hypervisor, spr: 287, width: 32, is: 'processor version; only read' },
  PIR: { ...hypervisor, spr: 1023, width: 32, is: 'number of the thread; only read' },
  TB_OFFSET: {
    ...hypervisor,
    scope: 'core',
    is: 'by how much the timebase has been set forward (284 to 286 write it)',
  },
  TLB: {
    ...hypervisor,
    scope: 'core',
    is: "of each of the TLB's 128 congruence classes, whether it may hold a stale translation of the partition TLB_LPID",
  },
  TLB_LPID: {
    ...hypervisor,
    scope: 'core',
    is: 'the partition whose stale translations TLB is of',
  },
  ERAT: {
    ...hypervisor,
    is: 'a segment of which translations may be cached though its SLB entry was overwritten, as slbie names it, and whether there are more; 0 is none',
  },
  UNCACHED: {
    ...hypervisor,
    width: 32,
    is: 'of which SLB entries nothing is cached: translation has been off since slbmte wrote them, or since slbia',
  },
  UNSYNCED: {
    ...hypervisor,
    width: 32,
    is: 'effects of context-altering instructions that may not have taken place yet',
  },
  SIBLINGS: {
    ...hypervisor,
    scope: 'core',
    width: 32,
    is: 'how many other threads of the core execute; of those that run the protocol, only what executes for the host with translation on',
  },
  RESERVE: { ...hypervisor, is: 'the address that lwarx or ldarx reserved, plus 1; 0 is none' },
  LOST: {
    ...hypervisor,
    width: 32,
    is: 'whether the reservation is lost before the next store conditional (bit 0), and before the one after it (bit 1)',
  },
  UNDONE: {
    ...hypervisor,
    is: 'the address, plus 1, to which a store conditional of the hypervisor did not store, and none has since; 0 is none',
  },
  ANSWER: {
    ...hypervisor,
    is: 'what C code answers next, and leaves in the registers that the ABI lets it use',
  },
  LAST_VECTOR: {
    ...hypervisor,
    is: 'the interrupt vector whose code was entered last, by an interrupt or by a branch',
  },
  HANDLER: {
    ...hypervisor,
    is: 'the handlers of hypercalls that were entered since the last interrupt that KVM took: see hypercalls.ts',
  },
} as const satisfies Record<string, RegisterRow>;

export type Register = keyof typeof registers;

/** A register that the ABI lets a call change. */
export type VolatileRegister = {
  [R in Register]: (typeof registers)[R] extends { readonly abi: 'volatile' } ? R : never;
}[Register];

/** The registers that the ABI lets a call change. */
export const volatileRegisters: readonly VolatileRegister[] = (
  Object.keys(registers) as Register[]
).filter(isVolatile);

function isVolatile(register: Register): register is VolatileRegister {
  const row: RegisterRow = registers[register];
  return row.abi === 'volatile';
}

type Family = 'r3-r12' | 'r14-r31' | 'VSR' | 'PMC' | 'SLB' | 'TLB';

/** One register: a row's own name, or a member of a row that stands for several. */
export type Place =
  | Exclude<Register, Family>
  | Gpr
  | `PMC${1 | 2 | 3 | 4 | 5 | 6}`
  | `VSR[${number}].${0 | 1}`
  | `SLB[${number}].${'esid' | 'vsid'}`
  | `TLB[${0 | 1}]`;

/** The places of a row, in number order. */
export function placesOf(register: Register): readonly Place[] {
  switch (register) {
    case 'r3-r12':
      return numbered(3, 12, (n) => `r${n}` as Gpr);
    case 'r14-r31':
      return numbered(14, 31, (n) => `r${n}` as Gpr);
    case 'PMC':
      return numbered(1, 6, (n) => `PMC${n}` as Place);
    case 'VSR':
      return numbered(0, 63, (n): Place[] => [`VSR[${n}].0`, `VSR[${n}].1`]).flat();
    case 'SLB':
      return numbered(0, 31, (n): Place[] => [`SLB[${n}].esid`, `SLB[${n}].vsid`]).flat();
    case 'TLB':
      return ['TLB[0]', 'TLB[1]'];
    default:
      return [register];
  }
}

const numbered = <T>(from: number, to: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: to - from + 1 }, (_, i) => make(from + i));

// The kernel's structures as the switch sees them: fields by the C names, widths in bytes.
//
// Where a structure sits in memory, and at which offset a field, is the model's business (model/layout.ts);
// here a field is only a name and a width. Fields marked `repair` do not exist in Linux 3.1: the repaired
// path needs them for something that the published path does not save.

export interface FieldShape {
  /** Width of one element in bytes. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** Number of elements, if the field is an array. */
  readonly count?: number;
  /** Its address is a multiple of this, if that is more than its width. */
  readonly align?: 16;
  /** Names of the parts of one element, if it has parts; each is `bytes` wide. */
  readonly of?: readonly string[];
  /** Why the field is here although Linux 3.1 has none. */
  readonly repair?: string;
}

type Shape = Readonly<Record<string, FieldShape>>;

/** Registers of a virtual processor while its guest does not run (`kvm_vcpu_arch`), addressed by r4 on entry, by r9 on exit. */
const vcpu = {
  gpr: { bytes: 8, count: 32 },
  cr: { bytes: 4 },
  xer: { bytes: 8 },
  ctr: { bytes: 8 },
  lr: { bytes: 8 },
  pc: { bytes: 8 },
  msr: { bytes: 8 },
  srr0: { bytes: 8 },
  srr1: { bytes: 8 },
  sprg0: { bytes: 8 },
  sprg1: { bytes: 8 },
  sprg2: { bytes: 8 },
  sprg3: { bytes: 8 },
  dar: { bytes: 8 },
  dsisr: { bytes: 4 },
  dec: { bytes: 4 },
  dec_expires: { bytes: 8 },
  dscr: { bytes: 8 },
  dabr: { bytes: 8 },
  amr: { bytes: 8 },
  uamor: { bytes: 8 },
  ctrl: { bytes: 4 },
  mmcr: { bytes: 8, count: 3 },
  pmc: { bytes: 4, count: 8 },
  siar: { bytes: 8, repair: 'the sampled instruction address is saved nowhere in 3.1' },
  sdar: { bytes: 8, repair: 'the sampled data address is saved nowhere in 3.1' },
  purr: { bytes: 8 },
  spurr: { bytes: 8 },
  slb: { bytes: 8, count: 32, of: ['esid', 'vsid'] },
  slb_max: { bytes: 4 },
  slb_nr: { bytes: 4 },
  vsr: { bytes: 8, count: 64, of: ['0', '1'], align: 16 },
  fpscr: { bytes: 8 },
  vscr: { bytes: 4, count: 4, align: 16 },
  vrsave: { bytes: 4 },
  trap: { bytes: 4 },
  last_inst: { bytes: 4 },
  fault_dar: { bytes: 8 },
  fault_dsisr: { bytes: 4 },
  pending_exceptions: { bytes: 8 },
  vpa: { bytes: 8 },
  kvm: { bytes: 8 },
  vcpu_id: { bytes: 4 },
  last_cpu: { bytes: 2 },
  ptid: { bytes: 4 },
} as const satisfies Shape;

/** What the hypervisor saves of the host per hardware thread (`kvmppc_host_state`, "HSTATE_"), part of the PACA. */
const hstate = {
  host_r1: { bytes: 8 },
  host_r2: { bytes: 8 },
  host_msr: { bytes: 8 },
  vmhandler: { bytes: 8 },
  scratch0: { bytes: 8 },
  scratch1: { bytes: 8 },
  in_guest: { bytes: 1 },
  kvm_vcpu: { bytes: 8 },
  kvm_vcore: { bytes: 8 },
  xics_phys: { bytes: 8 },
  dabr: { bytes: 8 },
  host_mmcr: { bytes: 8, count: 3 },
  host_pmc: { bytes: 4, count: 8 },
  host_siar: { bytes: 8, repair: 'the sampled instruction address is saved nowhere in 3.1' },
  host_sdar: { bytes: 8, repair: 'the sampled data address is saved nowhere in 3.1' },
  host_purr: { bytes: 8 },
  host_spurr: { bytes: 8 },
  host_dscr: { bytes: 8 },
  host_vrsave: { bytes: 4, repair: "the host task's VRSAVE is saved nowhere in 3.1" },
  hwthread_req: { bytes: 1, repair: '3.1 asks no thread that naps to stay out of the kernel' },
  hwthread_state: { bytes: 1, repair: '3.1 does not know whether a thread is in the kernel' },
  dec_expires: { bytes: 8 },
} as const satisfies Shape;

/** Per hardware thread, addressed by r13 in the kernel: pointers, the interrupt state, and the areas where a vector saves r9 to r13. */
const paca = {
  kernel_toc: { bytes: 8 },
  lppaca_ptr: { bytes: 8 },
  slb_shadow_ptr: { bytes: 8 },
  paca_index: { bytes: 2 },
  kernelbase: { bytes: 8 },
  kernel_msr: { bytes: 8 },
  emergency_sp: { bytes: 8 },
  cpu_start: { bytes: 1 },
  soft_enabled: { bytes: 1 },
  hard_enabled: { bytes: 1 },
  exgen: { bytes: 8, count: 16 },
  exmc: { bytes: 8, count: 16 },
} as const satisfies Shape;

/** The virtual machine (`struct kvm`), reached through vcpu.kvm. `last_vcpu` has one element a CPU; the model has 16 of them, four cores. */
const kvm = {
  sdr1: { bytes: 8 },
  lpid: { bytes: 4 },
  lpcr: { bytes: 8 },
  rmor: { bytes: 8 },
  host_sdr1: { bytes: 8 },
  host_lpid: { bytes: 4 },
  host_lpcr: { bytes: 8 },
  last_vcpu: { bytes: 2, count: 16 },
} as const satisfies Shape;

/** A virtual core (`kvmppc_vcore`), which 3.1 puts between a VM and its vcpus so that they can share a core. */
const vcore = {
  entry_exit_count: { bytes: 4 },
  in_guest: { bytes: 1 },
  nap_count: { bytes: 4 },
} as const satisfies Shape;

/** The processor area that an operating system shares with its hypervisor; the host has one, a guest may register one (its VPA). */
const lppaca = { pmcregs_in_use: { bytes: 1 }, yield_count: { bytes: 4 } } as const satisfies Shape;

/** The bolted SLB entries of the host, as the kernel keeps them (SLB_NUM_BOLTED is 3). */
const slb_shadow = {
  save_area: { bytes: 8, count: 3, of: ['esid', 'vsid'] },
} as const satisfies Shape;

/** The head of a stack frame as the 64-bit PowerPC ELF ABI lays it out. */
const caller = {
  back_chain: { bytes: 8 },
  cr_save: { bytes: 4 },
  lr_save: { bytes: 8 },
} as const satisfies Shape;

/** The frame that the entry pushes: back chain and r14 to r31, numbered by register. */
const frame = { back_chain: { bytes: 8 }, gpr: { bytes: 8, count: 32 } } as const satisfies Shape;

/**
 * Fields that later kernels have and that are not described here. A layout gives each a home in the structure that it is a field of; all
 * that is said of them is that the switch may store to them.
 */
const spare = { field: { bytes: 8, count: 144 } } as const satisfies Shape;

/** Every structure that the switch accesses, in the order in which the model lays them out; of the kernel's TOC only the address counts. */
export const structures = {
  vcpu,
  paca,
  hstate,
  kvm,
  vcore,
  lppaca,
  vpa: lppaca,
  slb_shadow,
  frame,
  caller,
  spare,
  toc: {},
} as const;

export type Structure = keyof typeof structures;

type Part<F> = F extends { of: readonly (infer P extends string)[] } ? `.${P}` : '';
type Element<F> = F extends { count: number } ? `[${number}]${Part<F>}` : '';
type FieldsOf<S extends Structure> = {
  [F in keyof (typeof structures)[S] & string]: `${S}.${F}${Element<(typeof structures)[S][F]>}`;
}[keyof (typeof structures)[S] & string];

/** A field of a structure by its C name: `vcpu.dscr`, `vcpu.gpr[14]`, `vcpu.slb[0].esid`. */
export type Field = { [S in Structure]: FieldsOf<S> }[Structure];

/** The elements of one field, in memory order. */
export function elementsOf(structure: string, field: string, shape: FieldShape): readonly string[] {
  const indexes = shape.count === undefined ? [''] : range(shape.count).map((i) => `[${i}]`);
  const parts = (shape.of ?? ['']).map((part) => (part === '' ? '' : `.${part}`));
  return indexes.flatMap((index) => parts.map((part) => `${structure}.${field}${index}${part}`));
}

/** Every field of a structure, in memory order. */
export const fieldsOf = (structure: Structure): readonly Field[] =>
  Object.entries<FieldShape>(structures[structure]).flatMap(
    ([field, shape]) => elementsOf(structure, field, shape) as Field[],
  );

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

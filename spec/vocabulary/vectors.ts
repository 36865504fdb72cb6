// Every interrupt vector of POWER7: where the interrupts of a guest go, what saves the interrupted address and MSR, and what Linux 3.1 has
// there. One line each, to be checked against Power ISA 2.06B, Book III-S 6.5 ("Interrupt Definitions") under the LPCR that a VM has
// (LPES1 on, VPM0 on), and against exceptions-64s.S, which has them in this order.
//
// Interrupts that stay in the guest never come to the hypervisor's vector, so its code need not ask for a guest; the others must.

/** An interrupt: what it is, and where it goes when a guest is running. */
interface Vector {
  readonly is: string;
  /** To nobody: POWER7 raises nothing there that the ISA defines. */
  readonly goes: 'to the hypervisor' | 'to the guest' | 'to nobody';
  /** The pair that gets the interrupted address and MSR; where it is HSRR0 and HSRR1, MSR[RI] stays as it was. */
  readonly saves: 'SRR' | 'HSRR';
  /** When it comes while a guest runs: MSR bits are the guest's. */
  readonly comes: string;
  /** What Linux 3.1, built for guests of this kind, has there: the macro that asks whether a guest was running, or none. */
  readonly linux: 'KVMTEST' | 'KVMTEST_PR' | 'NOTEST' | 'no code';
  /** The host's handlers, as labels without `_common`; after the first, names that other trees have for it. */
  readonly handlers: readonly string[];
}

type Rest = readonly [comes: string, linux: Vector['linux'], ...handlers: readonly string[]];

const to =
  (goes: Vector['goes']) =>
  (is: string, saves: Vector['saves'], ...[comes, linux, ...handlers]: Rest): Vector => ({
    is,
    goes,
    saves,
    comes,
    linux,
    handlers,
  });
const hypervisor = to('to the hypervisor');
const guest = to('to the guest');
const nobody = to('to nobody');

const ALWAYS = 'always';
const WITH_EE = 'MSR[EE] is on';
const BY_INSTRUCTION = 'an instruction causes it';
const SOFTWARE = 'never: the architecture reserves it';
const OTHERS = 'never: other processors have it (970, Cell)';

/** Every vector of POWER7, by its real address. */
const vectorTable = {
  '0x100': hypervisor('system reset', 'SRR', ALWAYS, 'NOTEST', 'system_reset'),
  '0x200': hypervisor('machine check', 'SRR', 'MSR[ME] is on', 'KVMTEST', 'machine_check'),
  '0x300': guest('data storage', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'data_access'),
  '0x380': guest('data segment', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'data_access_slb'),
  '0x400': guest('instruction storage', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'instruction_access'),
  '0x480': guest(
    'instruction segment',
    'SRR',
    BY_INSTRUCTION,
    'KVMTEST_PR',
    'instruction_access_slb',
  ),
  '0x500': hypervisor(
    'external',
    'HSRR',
    'always for a device; for LPCR[MER], MSR[EE] is on',
    'KVMTEST',
    'hardware_interrupt',
  ),
  '0x600': guest('alignment', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'alignment'),
  '0x700': guest('program', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'program_check'),
  '0x800': guest(
    'floating-point unavailable',
    'SRR',
    BY_INSTRUCTION,
    'KVMTEST_PR',
    'fp_unavailable',
  ),
  '0x900': guest('decrementer', 'SRR', WITH_EE, 'KVMTEST_PR', 'decrementer'),
  '0x980': hypervisor(
    'hypervisor decrementer',
    'HSRR',
    'LPCR[HDICE] is on',
    'KVMTEST',
    'decrementer',
    'hdecrementer',
  ),
  '0xa00': nobody('reserved', 'SRR', SOFTWARE, 'KVMTEST_PR', 'trap_0a'),
  '0xb00': nobody('reserved', 'SRR', SOFTWARE, 'KVMTEST_PR', 'trap_0b'),
  '0xc00': hypervisor(
    'system call (level 1; level 0 stays in the guest)',
    'SRR',
    BY_INSTRUCTION,
    'KVMTEST',
    'system_call',
  ),
  '0xd00': guest('trace', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'single_step'),
  '0xe00': hypervisor(
    'hypervisor data storage',
    'HSRR',
    BY_INSTRUCTION,
    'KVMTEST',
    'h_data_storage',
  ),
  '0xe20': hypervisor(
    'hypervisor instruction storage',
    'HSRR',
    BY_INSTRUCTION,
    'KVMTEST',
    'h_instr_storage',
  ),
  '0xe40': hypervisor(
    'hypervisor emulation assistance',
    'HSRR',
    BY_INSTRUCTION,
    'KVMTEST',
    'emulation_assist',
  ),
  '0xe60': hypervisor('hypervisor maintenance', 'HSRR', ALWAYS, 'KVMTEST', 'hmi_exception'),
  '0xf00': guest('performance monitor', 'SRR', WITH_EE, 'KVMTEST_PR', 'performance_monitor'),
  '0xf20': guest('vector unavailable', 'SRR', BY_INSTRUCTION, 'KVMTEST_PR', 'altivec_unavailable'),
  '0xf40': guest(
    'vector-scalar unavailable',
    'SRR',
    BY_INSTRUCTION,
    'KVMTEST_PR',
    'vsx_unavailable',
  ),
  '0x1200': nobody('system error', 'HSRR', OTHERS, 'KVMTEST', 'cbe_system_error'),
  '0x1300': nobody(
    'instruction address breakpoint',
    'SRR',
    OTHERS,
    'KVMTEST_PR',
    'instruction_breakpoint',
  ),
  '0x1600': nobody('maintenance', 'HSRR', OTHERS, 'KVMTEST', 'cbe_maintenance'),
  '0x1700': nobody('vector assist', 'SRR', OTHERS, 'KVMTEST_PR', 'altivec_assist'),
  '0x1800': nobody('thermal', 'HSRR', OTHERS, 'KVMTEST', 'cbe_thermal'),
} as const satisfies Readonly<Record<`0x${string}`, Vector>>;

type Address = keyof typeof vectorTable;

/** How a vector's code asks whether a guest was running. */
export interface Asking {
  /** Some path through it asks, and hands a guest's interrupt to KVM. */
  readonly asks: boolean;
  /** Some path through it comes to a handler of the host, to KVM or to another vector, and has not asked. */
  readonly untested: boolean;
}

/** Of a vector's code: whether there is any, and how it asks. */
export type VectorPlace = `vector[${Address}].${'there' | keyof Asking}`;

/** The vectors whose interrupts go there. */
export const vectorsThatGo = (goes: Vector['goes']): readonly Address[] =>
  vectorAddresses.filter((address) => vectorTable[address].goes === goes);

/** All of them, in address order. */
export const vectorAddresses = Object.keys(vectorTable) as readonly Address[];

/** The lines of the table, in address order. */
export const vectorRows: readonly (Vector & { readonly address: bigint })[] = vectorAddresses.map(
  (address) => ({ address: BigInt(address), ...vectorTable[address] }),
);

/** The vector whose interrupts a handler of the host's is for, by its label: this one, if it is one of several; 1 if none is known. */
export function handledBy(label: string, vector: bigint): bigint {
  const name = label.replace(/_common$/u, '');
  const of = vectorRows.filter(({ handlers }) => handlers.includes(name));
  const own = of.find(({ address }) => address === vector) ?? of[0];
  return own?.address ?? 1n;
}

// Where the interrupts of a guest go: Power ISA 2.06B, Book III-S 6.5, under the LPCR that a VM has (LPES1 on, VPM0 on).
//
// Interrupts that stay in the guest never come to the hypervisor's vector, so its code need not ask for a guest; the others must.

/** An interrupt: what it is, and where it goes when a guest is running. */
interface Vector {
  readonly is: string;
  readonly goes: 'to the hypervisor' | 'to the guest';
}

const hypervisor = (is: string): Vector => ({ is, goes: 'to the hypervisor' });
const guest = (is: string): Vector => ({ is, goes: 'to the guest' });

/** Every vector of POWER7, by its real address. */
const vectorTable = {
  '0x100': hypervisor('system reset'),
  '0x200': hypervisor('machine check'),
  '0x300': guest('data storage'),
  '0x380': guest('data segment'),
  '0x400': guest('instruction storage'),
  '0x480': guest('instruction segment'),
  '0x500': hypervisor('external'),
  '0x600': guest('alignment'),
  '0x700': guest('program'),
  '0x800': guest('floating-point unavailable'),
  '0x900': guest('decrementer'),
  '0x980': hypervisor('hypervisor decrementer'),
  '0xc00': hypervisor('system call (level 1; level 0 stays in the guest)'),
  '0xd00': guest('trace'),
  '0xe00': hypervisor('hypervisor data storage'),
  '0xe20': hypervisor('hypervisor instruction storage'),
  '0xe40': hypervisor('hypervisor emulation assistance'),
  '0xe60': hypervisor('hypervisor maintenance'),
  '0xf00': guest('performance monitor'),
  '0xf20': guest('vector unavailable'),
  '0xf40': guest('vector-scalar unavailable'),
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

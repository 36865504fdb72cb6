// What KVM keeps of the vcpus of a VM besides their registers: the areas that a guest registers for each, whether it sleeps, and what
// may wake it; and the event that is judged: a hypercall that the kernel answers, an entry, an exit, or what comes from outside.
//
// Every word is 64 bits wide unless stated; flags are 1 or 0. The VM, its slots and the ids of its vcpus are in vm.ts.
import { bit, type Word } from './words.ts';

/** The areas of a vcpu: each is an effective address in the linear mapping, 0 where there is none (`vcpu.arch.vpa` and its like). */
export const areaParts = [
  /** The virtual processor area (`struct lppaca`). */
  'vpa',
  /** The dispatch trace log (`struct dtl_entry`), and where it ends. */
  'dtl',
  'dtl_end',
  /** The SLB shadow buffer (`struct slb_shadow`). */
  'slb_shadow',
] as const;

export type AreaPart = (typeof areaParts)[number];

/** What else is kept of each vcpu, by its part of a place. */
const otherParts = [
  /** An area that its next entry puts in place of the one above, and whether there is such a request (`struct kvmppc_vpa` of later kernels; 3.1 has none). */
  'next_vpa',
  'next_dtl',
  'next_dtl_end',
  'next_slb_shadow',
  'vpa_pending',
  'dtl_pending',
  'slb_shadow_pending',
  /** It has ceded; it was prodded; interrupts wait for it (`pending_exceptions`); a signal waits for its task. */
  'ceded',
  'prodded',
  'pending_exceptions',
  'signal',
  /** MSR[EE] of the guest, and its r3. */
  'ee',
  'r3',
  /** Its thread is in the wait queue of `kvm_vcpu_block`. */
  'asleep',
  /** It is in the guest. */
  'in_guest',
] as const;

/** Words of its VPA, as guest memory holds them where the area is: yield_count (32 bits) and the bit shared_proc; 0 without a VPA. */
type VpaField = 'vpa.yield_count' | 'vpa.shared_proc';

type CallPart = AreaPart | (typeof otherParts)[number];
type VcpuCallField = `vm.vcpu[${number}].${CallPart}`;

/** A place of the state around hypercalls that the kernel answers. */
export type CallPlace =
  | VcpuCallField
  | `vm.vcpu[${number}].${VpaField}`
  | (typeof eventPlaces)[number]
  /** 32 bits of real memory, by their real address. */
  | `real.word[${number}]`;

const eventPlaces = [
  /** The vcpu, by its number in the VM, not its id. */
  'event.vcpu',
  /** The hypercall: its number in r3, its arguments in r4 to r6, and the 32 bits at byte 4 of an area that it names. */
  'event.r3',
  'event.r4',
  'event.r5',
  'event.r6',
  'event.length',
  /** Which vcpu prods this one between its looking for a prod and its going to sleep: 1 more than its number; 0 where none does. */
  'event.prod_by',
  /** MSR[EE] with which a guest stops. */
  'event.ee',
  /** Real address of the guest address r6, by the slots of the VM and the pages of user space; 0 where no slot has it. */
  'event.real',
  /** Whole entries of 48 bytes in the 32 bits of the length. */
  'event.entries',
  /** r3 of the vcpu. */
  'event.answer',
  /** What the handler of exits is told: RESUME_GUEST, which is 0, or RESUME_HOST, which is 2; −EINTR where no guest was entered. */
  'event.ret',
  /** Which event: see EVENT. */
  'event.kind',
] as const;

/** What `event.kind` may be. */
export const EVENT = {
  HYPERCALL: 1n,
  ENTER: 2n,
  LEAVE: 3n,
  INTERRUPT: 4n,
  SIGNAL: 5n,
  TIMER: 6n,
  REGION: 7n,
} as const;

/** Hypercalls that 3.1 answers in C code, by number (hvcall.h). */
export const HCALL = {
  H_REGISTER_VPA: 0xdcn,
  H_CEDE: 0xe0n,
  H_CONFER: 0xe4n,
  H_PROD: 0xe8n,
} as const;

/** What they return, as 64 bits. */
export const ANSWERS = {
  H_SUCCESS: 0n,
  H_PARAMETER: BigInt.asUintN(64, -4n),
  H_RESOURCE: BigInt.asUintN(64, -16n),
} as const;

/** Where a handled exit goes on. */
export const RESUMES = { GUEST: 0n, HOST: 2n } as const;

/** H_CONFER to every vcpu: −1 in r4. */
export const ALL_VCPUS: Word = BigInt.asUintN(64, -1n);

/** The subfunction of H_REGISTER_VPA: three bits of r4, from this one on (PAPR's bits 16 to 18). */
export const SUBFUNCTION_AT = 45;

/** Subfunctions; 0 and 4 are none. */
export const SUBFUNCTION = {
  REGISTER_VPA: 1n,
  REGISTER_DTL: 2n,
  REGISTER_SLB_SHADOW: 3n,
  UNREGISTER_VPA: 5n,
  UNREGISTER_DTL: 6n,
  UNREGISTER_SLB_SHADOW: 7n,
} as const;

/** The least bytes of each area, and of an entry of the log. */
export const AREA_BYTES = { VPA: 640n, DTL: 48n, SLB_SHADOW: 8n } as const;

/** Fields of a VPA by their first byte, of 32 bits each; shared_proc is one bit of the second (lppaca.h). */
export const VPA = { YIELD_COUNT: 0x100n, STATUS: 8n, SHARED_PROC: bit(17) } as const;

/** Effective addresses of the linear mapping are a real address and these bits. */
export const LINEAR: Word = 0xcn << 60n;

/** Each of these places of a vcpu. */
export const callFieldsOf = (i: number): readonly VcpuCallField[] =>
  [...areaParts, ...otherParts].map((part): VcpuCallField => `vm.vcpu[${i}].${part}`);

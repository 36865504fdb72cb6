// Fields that a tree has and the vocabulary has not: each is given a spare field of the model, with a home in its structure.
//
// Such a field may hold anything when the switch is called, but for those of which the kernel's C code says what they hold. What is
// said here is of the primary thread of a core, whose siblings do not nap.
import type { Holding, SpareField } from '../../model/layout.ts';
import { fieldCells } from '../../model/places.ts';
import { CONTROLLER, HOST_IPI } from '../../spec/vocabulary/controller.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Field, Structure } from '../../spec/vocabulary/structures.ts';
import type { NamedField } from './tree-offsets.ts';

/** What is known of a field: how many doublewords it has, where that is not one, and what it holds at a call. */
interface Knowledge {
  readonly doublewords?: number;
  readonly holds?: Holding;
  /** What another place holds at a call of a kernel that has this field. */
  readonly also?: readonly [Place, Holding];
}

/** Bytes of a frame before what it saves: STACK_FRAME_OVERHEAD, of which asm/ptrace.h lets entry code use the last 16. */
const OVERHEAD = 112;

/** Bytes of the frame that the handler of an interrupt pushes: room for what asm-offsets.c names of it, back chain, registers and more. */
export const INTERRUPT_FRAME = 464;

/** Spare fields that a frame may have, so that such a frame has room for them. */
const OF_FRAME = (INTERRUPT_FRAME - OVERHEAD - 8 * 32) / 8;

/** Bytes of spare fields that are the interrupt controller's; the stack for machine checks follows. */
const CONTROLLER_BYTES = 16;

const ALL_ONES = (1n << 64n) - 1n;

/** By the names of asm-offsets.c; the C code is that of Linux 3.4 to 4.9. */
const known: Readonly<Record<string, Knowledge>> = {
  /** book3s_hv.c, kvmppc_vcore_create. */
  VCORE_KVM: { holds: { addressOf: 'kvm' } },
  /** book3s_hv.c, kvmppc_set_lpcr and kvmppc_update_lpcr: the LPCR of the VM, which since 3.13 each virtual core has. */
  VCORE_LPCR: { holds: { sameAs: 'kvm.lpcr' } },
  /** kvmppc_start_thread: only secondary threads nap, and they are not followed. */
  VCORE_NAPPING_THREADS: { holds: { word: 0n } },
  /** The primary thread; until 3.5 the vcpu says so. */
  HSTATE_PTID: { holds: { word: 0n } },
  VCPU_PTID: { holds: { word: 0n } },
  /** setup_64.c, emergency_stack_init: a stack of its own, of which one frame is used. */
  PACAMCEMERGSP: {
    holds: { addressOf: 'spare', plus: BigInt(CONTROLLER_BYTES + INTERRUPT_FRAME) },
  },
  /** cputable.c, cpu_setup_power.S: the host runs with every facility that POWER7 has. */
  VCORE_PCR: { also: ['PCR', { word: 0n }] },
  /** No machine check is being handled (mce.c). */
  PACA_IN_MCE: { holds: { word: 0n } },
  /** The default of book3s_hv.c, kvmppc_core_vcpu_create_hv: a breakpoint matches in problem and in supervisor state. */
  VCPU_DABRX: { holds: { word: 3n << 32n } },
  /** One VM for each core. */
  HSTATE_SPLIT_MODE: { holds: { word: 0n } },
  /** The guest's timebase is the host's. */
  VCORE_TB_OFFSET: { holds: { word: 0n } },
  /** Translations may be stale on every CPU. */
  KVM_NEED_FLUSH: { holds: { word: ALL_ONES } },
  /** book3s_hv.c, kvmppc_core_vcpu_create_hv: SF and ME. */
  VCPU_INTR_MSR: { holds: { word: (1n << 63n) | (1n << 12n) } },
  /** A bitmap of the hypercalls up to MAX_HCALL_OPCODE, of which those with a handler are on by default (book3s_hv.c, default_hcall_list). */
  KVM_ENABLED_HCALLS: { doublewords: 4, holds: { word: ALL_ONES } },
  /** What the host's SPRG3 is: setup-common.c and vdso.c, vdso_getcpu_init. */
  HSTATE_SPRG3: { holds: { sameAs: 'SPRG3' } },
  PACA_SPRG3: { holds: { sameAs: 'SPRG3' } },
  PACA_SPRG_VDSO: { holds: { sameAs: 'SPRG3' } },
};

/** The spare fields that names of a tree are given. */
export interface Spares {
  readonly fields: readonly SpareField[];
  /** The first field of each name. */
  readonly names: ReadonlyMap<string, Field>;
  /** What other places hold, the pointer to the interrupt controller among them. */
  readonly holds: ReadonlyMap<Place, Holding>;
  /** Names for which there was none left. */
  readonly without: readonly string[];
}

const spareCells: readonly Field[] = fieldCells
  .map(({ place }) => place)
  .filter((place) => place.startsWith('spare.'));

/** Bytes below the entry's frame that further frames of the switch may have: two of the ABI's smallest. */
const BELOW = 224;

/** Names that are always given the same spare field, because claims speak of it. */
const reserved: ReadonlyMap<string, Field> = new Map([['HSTATE_HOST_IPI', HOST_IPI]]);

/** Spare fields that names may be given: the others are reserved, the interrupt controller, and stacks. */
const FREE = spareCells.indexOf(HOST_IPI);

/** Where a frame has room for what functions called from it save: CR and LR. */
const HEAD = [8, 16];

/** Gives names spare fields, in their order. Names of one field share it. */
export function sparesFor(wanted: ReadonlyMap<string, NamedField>): Spares {
  const given: SpareField[] = [];
  const kept: SpareField[] = [];
  const names = new Map<string, Field>();
  const without: string[] = [];
  const byPath = new Map<string, Field>();
  for (const [name, { of, path }] of wanted) {
    const { doublewords = 1, holds } = known[name] ?? {};
    const key = `${of}.${path}`;
    const own = reserved.get(name);
    const first = byPath.get(key) ?? own ?? spareCells[given.length];
    const full = of === 'frame' && given.filter((one) => one.of === of).length >= OF_FRAME;
    const isTooMuch = own === undefined && given.length + doublewords > FREE;
    if (first === undefined || full || isTooMuch) {
      without.push(name);
      continue;
    }
    names.set(name, first);
    if (byPath.has(key)) continue;
    byPath.set(key, first);
    if (own !== undefined) kept.push(spare(own, of, holds));
    else
      for (const field of spareCells.slice(given.length, given.length + doublewords))
        given.push(spare(field, of, holds));
  }
  const unused = spareCells.indexOf(CONTROLLER) - given.length - kept.length;
  const fields = [...given, ...kept].map((one) => behind(one, BigInt(8 * unused)));
  return { fields, names, holds: held([...names.keys()], BigInt(8 * unused)), without };
}

/** What other places hold for the names: the controller lies behind so many bytes of spare fields that no name has. */
function held(names: readonly string[], unused: bigint): ReadonlyMap<Place, Holding> {
  return new Map<Place, Holding>([
    ['hstate.xics_phys', { addressOf: 'spare', plus: unused }],
    ...names.flatMap((name) => {
      const also = known[name]?.also;
      return also === undefined ? [] : [also];
    }),
  ]);
}

/** A field whose pointer into the spare fields leads past those that no name has. */
function behind(one: SpareField, unused: bigint): SpareField {
  const { holds } = one;
  if (holds === undefined || !('addressOf' in holds) || holds.addressOf !== 'spare') return one;
  return { ...one, holds: { ...holds, plus: (holds.plus ?? 0n) + unused } };
}

/** Spare fields for the stack below the entry's frame, the last of all, and where they and what a frame saves lie from that frame. */
export function stackBelow(): {
  readonly fields: readonly SpareField[];
  readonly offsets: ReadonlyMap<Field, number>;
} {
  const words = spareCells.slice(-BELOW / 8);
  const head = spareCells.slice(-BELOW / 8 - HEAD.length, -BELOW / 8);
  return {
    fields: [...head, ...words].map((field) => ({ field, of: 'frame' })),
    offsets: new Map<Field, number>([
      ...head.map((field, i): [Field, number] => [field, HEAD[i] ?? 0]),
      ...words.map((field, i): [Field, number] => [field, 8 * i - BELOW]),
      ['frame.back_chain', 0],
      ['frame.gpr[0]', OVERHEAD],
    ]),
  };
}

const spare = (field: Field, of: Structure, holds: Holding | undefined): SpareField =>
  holds === undefined ? { field, of } : { field, of, holds };

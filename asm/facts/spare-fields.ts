// Fields that a tree has and the vocabulary has not: each is given a spare field of the model, with a home in its structure.
//
// Such a field may hold anything when the switch is called, but for those of which the kernel's C code says what they hold. What is
// said here is of the primary thread of a core, whose siblings do not nap.
import type { Holding, SpareField } from '../../model/layout.ts';
import { fieldCells } from '../../model/places.ts';
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

/** Bytes of the frame that the handler of an interrupt pushes: room for what asm-offsets.c names of it, back chain, registers and more. */
export const INTERRUPT_FRAME = 384;

/** Spare fields that a frame may have, so that such a frame has room for them. */
const OF_FRAME = (INTERRUPT_FRAME - 8 - 8 * 32) / 8;

/** Spare fields that are fields of no structure: first the registers of the interrupt controller, then the stack for machine checks. */
const CONTROLLER = 16;

const ALL_ONES = (1n << 64n) - 1n;

/** By the names of asm-offsets.c; the C code is that of Linux 3.4 to 4.9. */
const known: Readonly<Record<string, Knowledge>> = {
  /** book3s_hv.c, kvmppc_vcore_create. */
  VCORE_KVM: { holds: { addressOf: 'kvm' } },
  /** book3s_hv.c, kvmppc_set_lpcr and kvmppc_update_lpcr: the LPCR of the VM, which since 3.13 each virtual core has. */
  VCORE_LPCR: { holds: { sameAs: 'kvm.lpcr' } },
  /** kvmppc_start_thread: only secondary threads nap, and they are not followed. */
  VCORE_NAPPING_THREADS: { holds: { word: 0n } },
  /** The primary thread. */
  HSTATE_PTID: { holds: { word: 0n } },
  /** setup_64.c, emergency_stack_init: a stack of its own, of which one frame is used. */
  PACAMCEMERGSP: { holds: { addressOf: 'spare', plus: BigInt(CONTROLLER + INTERRUPT_FRAME) } },
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
  /** What other places hold. */
  readonly holds: ReadonlyMap<Place, Holding>;
  /** Names for which there was none left. */
  readonly without: readonly string[];
}

const spareCells: readonly Field[] = fieldCells
  .map(({ place }) => place)
  .filter((place) => place.startsWith('spare.'));

/** Bytes below the entry's frame that further frames of the switch may have: two of the ABI's smallest. */
const BELOW = 224;

/** Spare fields that names may be given: the others are stacks and the interrupt controller. */
const FREE = spareCells.length - (BELOW + CONTROLLER + INTERRUPT_FRAME) / 8;

/** Gives names spare fields, in their order. Names of one field share it. */
export function sparesFor(wanted: ReadonlyMap<string, NamedField>): Spares {
  const fields: SpareField[] = [];
  const names = new Map<string, Field>();
  const without: string[] = [];
  const byPath = new Map<string, Field>();
  for (const [name, { of, path }] of wanted) {
    const { doublewords = 1, holds } = known[name] ?? {};
    const key = `${of}.${path}`;
    const first = byPath.get(key) ?? spareCells[fields.length];
    const full = of === 'frame' && fields.filter((one) => one.of === of).length >= OF_FRAME;
    if (first === undefined || full || fields.length + doublewords > FREE) {
      without.push(name);
      continue;
    }
    names.set(name, first);
    if (byPath.has(key)) continue;
    byPath.set(key, first);
    for (const field of spareCells.slice(fields.length, fields.length + doublewords))
      fields.push(spare(field, of, holds));
  }
  const holds = new Map(
    [...names.keys()].flatMap((name) => {
      const also = known[name]?.also;
      return also === undefined ? [] : [also];
    }),
  );
  return { fields, names, holds, without };
}

/** Spare fields for the stack below the entry's frame, the last of all, and where they lie from that frame. */
export function stackBelow(): {
  readonly fields: readonly SpareField[];
  readonly offsets: ReadonlyMap<Field, number>;
} {
  const words = spareCells.slice(-BELOW / 8);
  return {
    fields: words.map((field) => ({ field, of: 'frame' })),
    offsets: new Map(words.map((field, i) => [field, 8 * i - BELOW])),
  };
}

const spare = (field: Field, of: Structure, holds: Holding | undefined): SpareField =>
  holds === undefined ? { field, of } : { field, of, holds };

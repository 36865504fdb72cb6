// Structure offsets by the kernel's names for assembly (asm-offsets.c): each name is a field of a structure of the model,
// and its value the distance from where the register that reaches it points.
//
// HSTATE_ and PACA names count from the PACA, of which the host state is a part; all others from their own structure.
import type { FieldOffsets, Layout } from '../../model/layout.ts';
import { fieldCells } from '../../model/places.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';

const fields: Readonly<Record<string, Field>> = {
  HSTATE_HOST_R1: 'hstate.host_r1',
  HSTATE_HOST_R2: 'hstate.host_r2',
  HSTATE_HOST_MSR: 'hstate.host_msr',
  HSTATE_VMHANDLER: 'hstate.vmhandler',
  HSTATE_SCRATCH0: 'hstate.scratch0',
  HSTATE_SCRATCH1: 'hstate.scratch1',
  HSTATE_IN_GUEST: 'hstate.in_guest',
  HSTATE_KVM_VCPU: 'hstate.kvm_vcpu',
  HSTATE_KVM_VCORE: 'hstate.kvm_vcore',
  HSTATE_XICS_PHYS: 'hstate.xics_phys',
  HSTATE_DABR: 'hstate.dabr',
  HSTATE_MMCR: 'hstate.host_mmcr[0]',
  HSTATE_PMC: 'hstate.host_pmc[0]',
  HSTATE_SIAR: 'hstate.host_siar',
  HSTATE_SDAR: 'hstate.host_sdar',
  HSTATE_PURR: 'hstate.host_purr',
  HSTATE_SPURR: 'hstate.host_spurr',
  HSTATE_DSCR: 'hstate.host_dscr',
  HSTATE_VRSAVE: 'hstate.host_vrsave',
  HSTATE_DECEXP: 'hstate.dec_expires',
  HSTATE_HWTHREAD_REQ: 'hstate.hwthread_req',
  HSTATE_HWTHREAD_STATE: 'hstate.hwthread_state',
  PACATOC: 'paca.kernel_toc',
  PACALPPACAPTR: 'paca.lppaca_ptr',
  PACA_SLBSHADOWPTR: 'paca.slb_shadow_ptr',
  PACASLBSHADOWPTR: 'paca.slb_shadow_ptr',
  PACAPACAINDEX: 'paca.paca_index',
  PACAKBASE: 'paca.kernelbase',
  PACAKMSR: 'paca.kernel_msr',
  PACAEMERGSP: 'paca.emergency_sp',
  PACAPROCSTART: 'paca.cpu_start',
  PACASOFTIRQEN: 'paca.soft_enabled',
  PACAHARDIRQEN: 'paca.hard_enabled',
  PACA_EXGEN: 'paca.exgen[0]',
  PACA_EXMC: 'paca.exmc[0]',
  VCPU_GPRS: 'vcpu.gpr[0]',
  VCPU_CR: 'vcpu.cr',
  VCPU_XER: 'vcpu.xer',
  VCPU_CTR: 'vcpu.ctr',
  VCPU_LR: 'vcpu.lr',
  VCPU_PC: 'vcpu.pc',
  VCPU_MSR: 'vcpu.msr',
  VCPU_SRR0: 'vcpu.srr0',
  VCPU_SRR1: 'vcpu.srr1',
  VCPU_SPRG0: 'vcpu.sprg0',
  VCPU_SPRG1: 'vcpu.sprg1',
  VCPU_SPRG2: 'vcpu.sprg2',
  VCPU_SPRG3: 'vcpu.sprg3',
  VCPU_DAR: 'vcpu.dar',
  VCPU_DSISR: 'vcpu.dsisr',
  VCPU_DEC: 'vcpu.dec',
  VCPU_DEC_EXPIRES: 'vcpu.dec_expires',
  VCPU_DSCR: 'vcpu.dscr',
  VCPU_DABR: 'vcpu.dabr',
  VCPU_AMR: 'vcpu.amr',
  VCPU_UAMOR: 'vcpu.uamor',
  VCPU_CTRL: 'vcpu.ctrl',
  VCPU_MMCR: 'vcpu.mmcr[0]',
  VCPU_PMC: 'vcpu.pmc[0]',
  VCPU_SIAR: 'vcpu.siar',
  VCPU_SDAR: 'vcpu.sdar',
  VCPU_PURR: 'vcpu.purr',
  VCPU_SPURR: 'vcpu.spurr',
  VCPU_SLB: 'vcpu.slb[0].esid',
  VCPU_SLB_MAX: 'vcpu.slb_max',
  VCPU_SLB_NR: 'vcpu.slb_nr',
  VCPU_VSRS: 'vcpu.vsr[0].0',
  VCPU_FPRS: 'vcpu.vsr[0].0',
  VCPU_VRS: 'vcpu.vsr[32].0',
  VCPU_FPSCR: 'vcpu.fpscr',
  VCPU_VSCR: 'vcpu.vscr[0]',
  VCPU_VRSAVE: 'vcpu.vrsave',
  VCPU_TRAP: 'vcpu.trap',
  VCPU_LAST_INST: 'vcpu.last_inst',
  VCPU_FAULT_DAR: 'vcpu.fault_dar',
  VCPU_FAULT_DSISR: 'vcpu.fault_dsisr',
  VCPU_PENDING_EXC: 'vcpu.pending_exceptions',
  VCPU_VPA: 'vcpu.vpa',
  VCPU_KVM: 'vcpu.kvm',
  VCPU_VCPUID: 'vcpu.vcpu_id',
  VCPU_LAST_CPU: 'vcpu.last_cpu',
  VCPU_PTID: 'vcpu.ptid',
  KVM_SDR1: 'kvm.sdr1',
  KVM_LPID: 'kvm.lpid',
  KVM_LPCR: 'kvm.lpcr',
  KVM_RMOR: 'kvm.rmor',
  KVM_HOST_SDR1: 'kvm.host_sdr1',
  KVM_HOST_LPID: 'kvm.host_lpid',
  KVM_HOST_LPCR: 'kvm.host_lpcr',
  KVM_LAST_VCPU: 'kvm.last_vcpu[0]',
  VCORE_ENTRY_EXIT: 'vcore.entry_exit_count',
  VCORE_IN_GUEST: 'vcore.in_guest',
  VCORE_NAP_COUNT: 'vcore.nap_count',
  LPPACA_PMCINUSE: 'lppaca.pmcregs_in_use',
  LPPACA_YIELDCOUNT: 'lppaca.yield_count',
  SLBSHADOW_SAVEAREA: 'slb_shadow.save_area[0].esid',
  GPR0: 'frame.gpr[0]',
};

/** Names of fields that a tree has besides. */
export type MoreFields = ReadonlyMap<string, Field>;

const NO_MORE: MoreFields = new Map();

/** The value of each name in a layout, in bytes. */
export const offsetsIn = (
  layout: Layout,
  more: MoreFields = NO_MORE,
): ReadonlyMap<string, bigint> =>
  new Map<string, bigint>([
    ...[...named(more)].map(([name, field]): [string, bigint] => [name, layout.distanceTo(field)]),
    ['SWITCH_FRAME_SIZE', layout.frameBytes],
    ['FPSTATE_FPSCR', between(layout, 'vcpu.vsr[0].0', 'vcpu.fpscr')],
    ['VRSTATE_VSCR', between(layout, 'vcpu.vsr[32].0', 'vcpu.vscr[0]')],
    ['VCPU_SLB_E', 0n],
    ['VCPU_SLB_V', between(layout, 'vcpu.slb[0].esid', 'vcpu.slb[0].vsid')],
    ['VCPU_SLB_SIZE', between(layout, 'vcpu.slb[0].esid', 'vcpu.slb[1].esid')],
  ]);

const between = (layout: Layout, from: Field, to: Field): bigint =>
  layout.distanceTo(to) - layout.distanceTo(from);

/** Where the ABI has a frame's back chain, whatever the build. */
const ABI: readonly (readonly [Field, number])[] = [['frame.back_chain', 0]];

/** Where a build has put the fields: its names with their numbers, as asm-offsets.h has them. */
export function givenBy(
  numbers: ReadonlyMap<string, number>,
  more: MoreFields = NO_MORE,
): FieldOffsets {
  const placed = new Map<Field, number>(ABI);
  for (const [name, field] of named(more)) {
    const number = numbers.get(name);
    if (number === undefined) continue;
    for (const one of [field, ...twinsOf(field)]) placed.set(one, number);
  }
  const [table, size, esid, vsid] = ['VCPU_SLB', 'VCPU_SLB_SIZE', 'VCPU_SLB_E', 'VCPU_SLB_V'].map(
    (name) => numbers.get(name),
  );
  if (table !== undefined && size !== undefined && esid !== undefined && vsid !== undefined)
    for (let i = 0; i < 32; i++) {
      placed.set(`vcpu.slb[${i}].esid`, table + i * size + esid);
      placed.set(`vcpu.slb[${i}].vsid`, table + i * size + vsid);
    }
  const frameBytes = numbers.get('SWITCH_FRAME_SIZE');
  return { fields: placed, ...(frameBytes === undefined ? {} : { frameBytes }) };
}

/** All names, each with the field that it has in a tree that has more. */
const named = (more: MoreFields): ReadonlyMap<string, Field> =>
  new Map([...Object.entries(fields), ...more]);

/** A guest's VPA is of the same type as the host's lppaca: fields of one name lie alike. */
const twinsOf = (field: Field): readonly Field[] =>
  field.startsWith('lppaca.')
    ? elsewhere.filter((other) => other === field.replace('lppaca.', 'vpa.'))
    : [];

const elsewhere: readonly Field[] = fieldCells
  .map(({ place }) => place)
  .filter((place) => place.startsWith('vpa.'));

/** The names and numbers that a generated asm-offsets.h defines. */
export const offsetsDefined = (header: string): ReadonlyMap<string, number> =>
  new Map(
    [...header.matchAll(/^[^\S\n]*#[^\S\n]*define[^\S\n]+(\w+)[^\S\n]+(-?\d+)\b/gmu)].map(
      ([, name = '', number = '']): [string, number] => [name, Number(number)],
    ),
  );

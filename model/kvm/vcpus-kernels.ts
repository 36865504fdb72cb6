// The C code around the vcpus of a VM, in every kernel: as Linux 3.1 has it, and what repairs it.

import { ERROR as RUN_ERROR } from '../../spec/vocabulary/kvm-run.ts';
import { ALL_VCPUS, ANSWERS, RESUMES } from '../../spec/vocabulary/vcpu-calls.ts';
import { ERROR, type VmPlace } from '../../spec/vocabulary/vm.ts';
import {
  type Area,
  areaRoutines,
  crosses,
  initVpa,
  newLog,
  newShadow,
  newVpa,
  noLog,
  noShadow,
  noVpa,
  requestArea,
  willHaveArea,
} from './areas.ts';
import type { Edit } from './edits.ts';
import type { LinkedCode } from './execute.ts';
import {
  findVcpu,
  hcallRoutines,
  isRunnableOrProdded,
  namedInR4,
  nobody,
  set,
  wakes,
} from './hcalls.ts';
import { kernelsOf } from './kernels.ts';
import type { Code } from './statements.ts';
import { regionRoutines, replaces } from './vm-region.ts';
import { call, returns, step, type VmAt, type VmLocal, vmEdits, when } from './vm-state.ts';
import { vrmaRoutines } from './vrma.ts';

const { drop, guard, insertAfter, insertBefore, replace } = vmEdits;

const self = (at: VmAt): number => Number(at('i'));

/** As far as one vcpu is concerned; a signal is taken by user space. */
const kvmppc_run_core = {
  signal: when((at) => at(`vm.vcpu[${self(at)}].signal`) !== 0n, {
    taken: set('user space takes the signal', self, 'signal', 0n),
    eintr: returns(RUN_ERROR.EINTR),
  }),
  deliver: set('interrupts that wait are delivered', self, 'pending_exceptions', 0n),
  entry: call('kvmppc_hv_entry'),
  guest: returns(RESUMES.GUEST),
};

/** One exit of the guest. */
const kvmppc_handle_exit = { exit: call('kvmppc_interrupt'), guest: returns(RESUMES.GUEST) };

const routines: Code<VmPlace, VmLocal, undefined> = {
  kvmppc_run_core,
  kvmppc_handle_exit,
  ...hcallRoutines,
  ...areaRoutines,
  ...regionRoutines,
  ...vrmaRoutines,
};

const HCALL_SITE = 'kvmppc_pseries_do_hcall';
const NEW = 'do_h_register_vpa.registers';
const OLD = 'do_h_register_vpa.unregisters';
const parameter = { parameter: returns(ANSWERS.H_PARAMETER) };

/** A vcpu makes the areas its own that were requested for it. */
const takes = (area: Area, parts: readonly ('vpa' | 'dtl' | 'dtl_end' | 'slb_shadow')[]) =>
  step(`${area} as it was requested`, (at: VmAt) => {
    const vcpu = `vm.vcpu[${self(at)}]` as const;
    return [
      ...parts.map((part) => [`${vcpu}.${part}`, at(`${vcpu}.next_${part}`)] as const),
      [`${vcpu}.${area}_pending`, 0n] as const,
    ];
  });

const isPending = (area: Area) => (at: VmAt) => at(`vm.vcpu[${self(at)}].${area}_pending`) !== 0n;

/** What later kernels have as kvmppc_update_vpas. */
const update = {
  'update-vpa': when(isPending('vpa'), {
    take: takes('vpa', ['vpa']),
    init: when((at) => at(`vm.vcpu[${self(at)}].vpa`) !== 0n, { init: initVpa(self) }),
  }),
  'update-dtl': when(isPending('dtl'), { take: takes('dtl', ['dtl', 'dtl_end']) }),
  'update-slb-shadow': when(isPending('slb_shadow'), { take: takes('slb_shadow', ['slb_shadow']) }),
};

const needsVpa = (at: VmAt): boolean => !willHaveArea(at, 'vpa');
const inUse = (at: VmAt): boolean => willHaveArea(at, 'dtl') || willHaveArea(at, 'slb_shadow');

/** Repairs by the name of the defect. */
const repairs = {
  'prod-wakes-the-caller': [
    replace(
      `${HCALL_SITE}.prod.somebody.who`,
      wakes((at) => at('tvcpu') - 1n),
    ),
  ],
  'prodded-vcpu-sleeps-on': [guard('kvm_vcpu_block.runnable', isRunnableOrProdded)],
  'confer-to-nobody': [
    replace(
      `${HCALL_SITE}.confer`,
      when((at) => at('nr') === 0xe4n && at('r4') !== ALL_VCPUS, {
        whom: namedInR4,
        find: call('kvmppc_find_vcpu'),
        nobody,
      }),
    ),
  ],
  'vcpu-id-cut-to-32-bits': [replace('kvmppc_find_vcpu.find', findVcpu(64))],
  'vpa-crosses-4-kb': [
    insertAfter(`${NEW}.vpa.short`, { crosses: when(crosses(0x1000n), parameter) }),
  ],
  'area-outlives-its-memory': [
    insertAfter('__kvm_set_memory_region.overlaps', {
      final: when(replaces, { einval: returns(ERROR.EINVAL) }),
    }),
  ],
  'areas-change-under-a-running-vcpu': [
    replace(
      `${NEW}.vpa.set`,
      requestArea('vpa', 'a VPA for the target, when it is next entered', newVpa),
    ),
    drop(`${NEW}.vpa.init`),
    replace(
      `${NEW}.dtl.set`,
      requestArea('dtl', 'a log for the target, when it is next entered', newLog),
    ),
    guard(`${NEW}.dtl.needs-vpa`, needsVpa),
    replace(
      `${NEW}.slb_shadow.set`,
      requestArea(
        'slb_shadow',
        'an SLB shadow buffer for the target, when it is next entered',
        newShadow,
      ),
    ),
    guard(`${NEW}.slb_shadow.needs-vpa`, needsVpa),
    guard(`${OLD}.vpa.used`, inUse),
    replace(
      `${OLD}.vpa.set`,
      requestArea('vpa', 'no VPA for the target, when it is next entered', noVpa),
    ),
    replace(
      `${OLD}.dtl.set`,
      requestArea('dtl', 'no log for the target, when it is next entered', noLog),
    ),
    replace(
      `${OLD}.slb_shadow.set`,
      requestArea(
        'slb_shadow',
        'no SLB shadow buffer for the target, when it is next entered',
        noShadow,
      ),
    ),
    insertBefore('kvmppc_run_core.entry', update),
  ],
} as const satisfies Readonly<Record<string, readonly Edit<VmPlace, VmLocal, undefined>[]>>;

/** The defects of the published code, by name. */
export type VcpusDefect = keyof typeof repairs;

/** The C code around the vcpus of a VM, of one kernel. */
export type VcpusCode = LinkedCode<VmPlace, VmLocal, undefined>;

export const vcpusKernels = kernelsOf(routines, repairs);

// The vcpus of a VM: what is allocated for one and what that holds, its id, and its processor. A part of the chapter on virtual machines.

import { clauses } from '../chapter.ts';
import { kernel, message } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  add,
  and,
  atMost,
  choose,
  each,
  equal,
  given,
  holds,
  literal,
  no,
  now,
  or,
  same,
  sub,
  was,
} from '../terms.ts';
import { CTRL_RUN, MMCR0_FC } from '../vocabulary/bits.ts';
import { ERROR, VCPU_BYTES, VCPUS } from '../vocabulary/vm.ts';
import { did, failed, tried } from './operation.ts';

const MAKES_VCPU = kernel('book3s_hv.c', 'kvmppc_core_vcpu_create');
const LINEAR = 0xcn << 60n;
const NIBBLE = 0xfn << 60n;

const indexes = Array.from({ length: VCPUS }, (_, i) => i);

/** What holds of each vcpu that there is after the operation, and of those that it made. */
const ofEach = (claimOf: (i: number) => Claim): Claim =>
  each(...indexes.map((i) => given(now(`vm.vcpu[${i}].exists`), claimOf(i))));
const ofEachNew = (claimOf: (i: number) => Claim): Claim =>
  ofEach((i) => given(no(was(`vm.vcpu[${i}].exists`)), claimOf(i)));

/** 1 when a vcpu had the id that is asked for; and when there were as many as may be. */
const idTaken: Term = indexes
  .map((i) => and(was(`vm.vcpu[${i}].exists`), same(was('op.id'), was(`vm.vcpu[${i}].id`))))
  .reduce(or);
const allThere: Term = indexes.map((i) => was(`vm.vcpu[${i}].exists`)).reduce(and);

/** Of the processor, of which there is only one kind. */
export const processor = clauses({
  'guest-has-the-host-processor': {
    says: 'A vcpu has the PVR of the processor that it runs on, whatever user space asks for.',
    cite: [message('no-other-architecture'), MAKES_VCPU],
    over: 'operation',
    claim: ofEach((i) => equal(now(`vm.vcpu[${i}].pvr`), was('host.pvr'))),
  },
  'other-processor-is-refused': {
    says: "KVM_SET_SREGS takes the host's PVR, and refuses every other: −EINVAL.",
    cite: [
      message('no-other-architecture'),
      kernel('book3s_hv.c', 'kvm_arch_vcpu_ioctl_set_sregs'),
    ],
    over: 'operation',
    claim: given(
      tried('SET_SREGS'),
      equal(
        now('op.ret'),
        choose(same(was('op.pvr'), was('host.pvr')), literal(0n), literal(ERROR.EINVAL)),
      ),
    ),
  },
  'user-space-is-told-the-processor': {
    says: 'KVM_GET_SREGS tells user space the PVR of the vcpu.',
    cite: [
      message('no-other-architecture'),
      kernel('book3s_hv.c', 'kvm_arch_vcpu_ioctl_get_sregs'),
    ],
    over: 'operation',
    claim: given(did('GET_SREGS'), equal(now('op.pvr'), was('vm.vcpu[0].pvr'))),
  },
});

/** Of its memory and its id. */
export const vcpus = clauses({
  'shared-registers-are-in-the-vcpu': {
    says: 'The registers that a page shared with the guest would hold are a part of the vcpu.',
    cite: [message('no-shared-page'), MAKES_VCPU],
    over: 'operation',
    claim: ofEach((i) =>
      holds(
        `vm.vcpu[${i}].shared`,
        atMost(
          sub(now(`vm.vcpu[${i}].shared`), now(`vm.vcpu[${i}].address`)),
          literal(VCPU_BYTES - 8n),
        ),
      ),
    ),
  },
  'vcpu-is-in-the-linear-mapping': {
    says: 'A vcpu lies in the linear mapping from its first byte to its last, and so is contiguous in real memory.',
    cite: [message('vcpu-is-contiguous'), MAKES_VCPU],
    over: 'operation',
    claim: ofEach((i) =>
      each(
        equal(now(`vm.vcpu[${i}].address`), literal(LINEAR), { mask: NIBBLE }),
        equal(
          add(now(`vm.vcpu[${i}].address`), sub(now(`vm.vcpu[${i}].bytes`), literal(1n))),
          literal(LINEAR),
          { mask: NIBBLE },
        ),
      ),
    ),
  },
  'only-the-vcpu-is-allocated': {
    says: 'For a new vcpu as many bytes are allocated as a kvm_vcpu has, and no more: the structure of guests in user mode (kvmppc_vcpu_book3s), which has a kvm_vcpu inside, is not.',
    cite: [message('vcpu-is-contiguous'), MAKES_VCPU],
    over: 'operation',
    claim: given(
      did('CREATE_VCPU'),
      equal(sub(now('host.vcpu_bytes'), was('host.vcpu_bytes')), literal(VCPU_BYTES)),
    ),
  },
  'new-vcpu-holds-nothing-old': {
    says: 'A new vcpu begins with MMCR0 = FC, the run latch set in CTRL, and −1 as the CPU that it ran on last; its other registers are 0, whatever its memory held before.',
    cite: [message('vcpu-is-contiguous'), message('state-is-in-the-vcpu'), MAKES_VCPU],
    over: 'operation',
    claim: ofEachNew((i) =>
      each(
        equal(now(`vm.vcpu[${i}].mmcr0`), literal(MMCR0_FC)),
        equal(now(`vm.vcpu[${i}].ctrl`), literal(CTRL_RUN)),
        equal(now(`vm.vcpu[${i}].last_cpu`), literal(0xffffn)),
        equal(now(`vm.vcpu[${i}].rest`), literal(0n)),
      ),
    ),
  },
  'vcpu-ids-differ': {
    says: 'No two vcpus of a VM have the same id: one that is taken is refused, with −EEXIST where there is memory and room for another vcpu.',
    cite: [kernel('kvm_main.c', 'kvm_vm_ioctl_create_vcpu')],
    over: 'operation',
    claim: given(
      and(tried('CREATE_VCPU'), idTaken),
      each(
        holds('op.ret', failed),
        given(
          and(was('op.host_has_memory'), no(allThere)),
          equal(now('op.ret'), literal(ERROR.EEXIST)),
        ),
      ),
    ),
  },
});

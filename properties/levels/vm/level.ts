// The level of virtual machines: a life of KVM, from the time it is loaded, cut into the operations of user space.

import { type VmCode, vmKernels } from '../../../model/kvm/vm-kernels.ts';
import { type Operation as Asked, live } from '../../../model/kvm/vm-operation.ts';
import { hex } from '../../../spec/vocabulary/words.ts';
import type { Level } from '../level.ts';
import { type Definition, sampled } from '../sampled.ts';
import { vmFaults } from './faults.ts';
import { type VmHistory, vmHistories, vmHistory } from './history.ts';

export const vm: Definition<VmCode, VmHistory> = {
  name: 'vm',
  kinds: ['operation', 'configuration'],
  models: vmKernels,
  faults: vmFaults,
  histories: vmHistories,
  play(code, { beginning, operations }) {
    const { spans } = live(code, beginning, operations);
    return { spans, unfinished: [], ending: { end: 'returned' } };
  },
  told: ({ beginning, operations }) => [
    ...wanted(beginning.wanted),
    `LPIDs ${beginning.free.join(', ') || 'none'} are free`,
    ...(beginning.holes.length > 0 ? [`user space has no huge page ${beginning.holes}`] : []),
    ...operations.map(line),
  ],
  schema: vmHistory,
};

export const vmLevel: Level = sampled(vm);

/** What is asked of the kernel's configuration, where that is not hypervisor mode alone. */
const wanted = ({ hv, pr }: VmHistory['beginning']['wanted']): readonly string[] =>
  hv && !pr
    ? []
    : [`the kernel is asked for ${hv ? 'HV and PR' : pr ? 'PR' : 'neither HV nor PR'} guests`];

function line(asked: Asked): string {
  switch (asked.do) {
    case 'create-vm':
      return `VM ${asked.vm} is made${asked.memory ? '' : ', with memory short'}`;
    case 'destroy-vm':
      return `VM ${asked.vm} ends`;
    case 'create-vcpu':
      return `VM ${asked.vm} gets vcpu ${asked.id}${asked.memory ? '' : ', with memory short'}`;
    case 'set-region':
      return `VM ${asked.vm}, slot ${asked.slot}: ${hex(asked.size)} bytes at ${hex(asked.at)} from ${hex(asked.from)}`;
    case 'set-sregs':
      return `user space gives a vcpu of VM ${asked.vm} the PVR ${hex(asked.pvr)}`;
    case 'get-sregs':
      return `user space asks for the PVR of a vcpu of VM ${asked.vm}`;
    case 'run':
      return `a vcpu of VM ${asked.vm} runs`;
  }
}

// How each half of the path reaches the kernel's structures. r13 is the PACA in all of it.
import type { BaseRegisters } from '../steps/transfer.ts';

const throughVcpu = {
  kvm: 'vcpu.kvm',
  vpa: 'vcpu.vpa',
  lppaca: 'paca.lppaca_ptr',
  slb_shadow: 'paca.slb_shadow_ptr',
} as const satisfies BaseRegisters;

/** Entry: r4 is the vcpu; r1 the caller's frame, and once it has pushed one, its own. */
export const ENTERING: BaseRegisters = { ...throughVcpu, vcpu: 'r4', frame: 'r1', caller: 'r1' };

/** Exit: r9 is the vcpu. */
export const LEAVING: BaseRegisters = { ...throughVcpu, vcpu: 'r9', frame: 'r1', caller: 'r1' };

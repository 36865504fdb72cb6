// What faults of VMs are made with: the rules that are right, but for one.

import { entryOf, repaired, type VmRules } from '../../../model/kvm/vm-rules.ts';
import type { ClauseName } from '../../../spec/contract.ts';

/** A fault, what it breaks, and the rules that have it. */
export interface VmFault {
  readonly text: string;
  /** The first is the one that the fault is about. */
  readonly breaks: readonly [ClauseName, ...ClauseName[]];
  readonly rules: VmRules;
}

/** Parts of the rules that are right. */
export const { vcpu, region, letsGo } = repaired;

/** The rules, with one of those about vcpus changed. */
export const withVcpu = (change: Partial<VmRules['vcpu']>): VmRules => ({
  ...repaired,
  vcpu: { ...vcpu, ...change },
});

/** The rules, with one of those about regions changed. */
export const withRegion = (change: Partial<VmRules['region']>): VmRules => ({
  ...repaired,
  region: { ...region, ...change },
});

/** The rules, with one of those about the VRMA changed. */
export const withVrma = (change: Partial<VmRules['vrma']>): VmRules => ({
  ...repaired,
  vrma: { ...repaired.vrma, ...change },
});

/** The rules, with something of each entry of the page table changed. */
export const withEntry = (change: (entry: ReturnType<typeof entryOf>) => Partial<typeof entry>) =>
  withVrma({
    entry(page, real) {
      const entry = entryOf(page, real);
      return { ...entry, ...change(entry) };
    },
  });

// Faults of the rules for VMs: what goes wrong with each, and the clauses that it breaks.
import type { faultyRules } from '../../model/kvm/vm-faults.ts';

interface Told {
  readonly text: string;
  readonly breaks: readonly [string, ...string[]];
}

export const vmFaults: Readonly<Record<keyof typeof faultyRules, Told>> = {};

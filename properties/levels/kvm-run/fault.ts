// A fault of the C code around the switch: the rules that are right, but for one, and the clauses that this breaks.

import { type KvmRules, repairedRules } from '../../../model/kvm/rules.ts';
import type { ClauseName } from '../../../spec/contract.ts';

export interface KvmFault {
  readonly text: string;
  readonly breaks: readonly [ClauseName, ...ClauseName[]];
  readonly rules: KvmRules;
}

/** The fault of one rule. */
export const fault = (
  text: string,
  change: Partial<KvmRules>,
  ...breaks: readonly [ClauseName, ...ClauseName[]]
): KvmFault => ({ text, breaks, rules: { ...repairedRules, ...change } });

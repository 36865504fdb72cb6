// A fault of the C code around the switch: the rules that are right, but for one, and the clauses that this breaks.
import { type KvmRules, repairedRules } from '../../../model/kvm/rules.ts';

export interface KvmFault {
  readonly text: string;
  readonly breaks: readonly [string, ...string[]];
  readonly rules: KvmRules;
}

/** The fault of one rule. */
export const fault = (
  text: string,
  change: Partial<KvmRules>,
  ...breaks: readonly [string, ...string[]]
): KvmFault => ({ text, breaks, rules: { ...repairedRules, ...change } });

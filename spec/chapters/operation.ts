// The words in which chapters about operations on VMs are written: what was asked for, and how it went.
import type { Term } from '../clause.ts';
import { and, below, literal, no, now, same, was } from '../terms.ts';
import { OPERATION } from '../vocabulary/vm.ts';

/** 1 when the operation returned an error. */
export const failed: Term = below(now('op.ret'), literal(0n));

/** 1 when the operation is of this kind, whatever came of it; and when it also succeeded. */
export const tried = (kind: keyof typeof OPERATION): Term =>
  same(was('op.kind'), literal(OPERATION[kind]));
export const did = (kind: keyof typeof OPERATION): Term => and(tried(kind), no(failed));

// Hypercalls that the hypervisor answers in real mode: whether the guest may make them, and what their handlers returned in a span.
//
// The place ANSWER counts the answers: see bits.ts. Handlers that are no C functions are part of the path, and are not counted.

import type { Term } from '../clause.ts';
import { and, at, has, no, nonzero, now, shifted, sub, was } from '../terms.ts';
import { ANSWER, MSR } from '../vocabulary/bits.ts';

const said = (what: bigint): Term =>
  nonzero(has(sub(now('ANSWER'), was('ANSWER')), 0xffffn * what));

/** Half of a word, rounded down: what C code that ANSWER lets answer returns, unless that is odd. */
export const halfOf = (of: Term): Term => shifted(of, 1);

/** 1 if a handler has found a hypercall too hard. */
export const tooHard: Term = said(ANSWER.TOO_HARD);

/** 1 if a handler has been asked about a hypercall, whatever it returned. */
export const asked: Term = nonzero(
  has(sub(now('ANSWER'), was('ANSWER')), 0xffffn * (ANSWER.TOO_HARD | ANSWER.GIVEN)),
);

/** 1 if the span begins with a hypercall from supervisor state: only such a hypercall may be answered. */
export const hypercall: Term = and(at('SYSTEM_CALL'), no(has(was('SRR1'), MSR.PR)));

// A claim read against a span: met, not met at all, or violated with the evidence.

import type { Claim, Clause } from '../clause.ts';
import type { Ending, Span, Trace } from '../vocabulary/machine.ts';
import { type Evidence, type Finding, judgeState } from './compare.ts';
import { isStateClaim } from './condition.ts';
import { endsOf, type Scope, wordOf } from './evaluate.ts';
import { isTraceClaim } from './monitor.ts';
import { predicateOf } from './predicates/predicates.ts';
import { judgeSameInBoth } from './same-in-both.ts';
import { type IndexedSpan, judgeTrace } from './trace.ts';
import { watchedBy } from './watch.ts';
import type { WatchSet } from './write-index.ts';

/** What one run says of a clause. Only `holds` is success. */
export type Verdict =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'vacuous' }
  | { readonly verdict: 'violated'; readonly span: Span; readonly evidence: Evidence }
  | { readonly verdict: 'stuck'; readonly why: string; readonly way?: readonly string[] }
  | { readonly verdict: 'not-enough'; readonly why: string };

/**
 * Judges a clause on every span of its kind in a run. Who judges many clauses hands in the places that all of them
 * watch (`watchedByAll`), so that the run is indexed once.
 */
export function judge(
  clause: Clause,
  trace: Trace,
  watched: WatchSet = watchedBy(clause.claim),
): Verdict {
  let met = false;
  for (const span of trace.spans) {
    if (!clause.over.includes(span.kind)) continue;
    const finding = judgeSpan(clause.claim, span, watched);
    if (typeof finding === 'object') return { verdict: 'violated', span, evidence: finding };
    met ||= finding === 'met';
  }
  const { cutShort } = trace;
  if (cutShort !== undefined) {
    const evidence = judgeCutShort(clause.claim, cutShort, trace.ending);
    if (evidence !== undefined) return { verdict: 'violated', span: cutShort, evidence };
  }
  if (
    trace.ending.end !== 'returned' &&
    clause.over.some((kind) => trace.unfinished.includes(kind))
  ) {
    const { ending } = trace;
    if (ending.end === 'stuck') return stuck(ending);
    return { verdict: 'not-enough', why: `no return after ${ending.steps} steps` };
  }
  return { verdict: met ? 'holds' : 'vacuous' };
}

const stuck = ({ at, why, way }: Extract<Ending, { end: 'stuck' }>): Verdict => ({
  verdict: 'stuck',
  why: `${at}: ${why}`,
  ...(way === undefined ? {} : { way }),
});

/** What a switch that came to no end shows against a claim. */
function judgeCutShort(claim: Claim, span: Span, ending: Ending): Evidence | undefined {
  if (claim.claim === 'predicate') return predicateOf(claim).judgeCutShort?.(claim, span, ending);
  if (claim.claim !== 'each') return undefined;
  return claim.claims
    .map((part) => judgeCutShort(part, span, ending))
    .find((evidence) => evidence !== undefined);
}

/** Judges a claim on one span. */
export const judgeSpan = (claim: Claim, span: Span, watched: WatchSet): Finding =>
  judgeIn(claim, { span, watched }, endsOf(span));

function judgeIn(claim: Claim, indexed: IndexedSpan, scope: Scope): Finding {
  if (isStateClaim(claim)) return judgeState(claim, scope);
  if (isTraceClaim(claim))
    return judgeTrace(claim, indexed, scope, (part, here) => judgeIn(part, indexed, here));
  switch (claim.claim) {
    case 'each':
      return judgeEach(claim.claims, (part) => judgeIn(part, indexed, scope));
    case 'given':
      return wordOf(claim.when, scope) === 0n ? 'unmet' : judgeIn(claim.then, indexed, scope);
    case 'same-in-both':
      return judgeSameInBoth(claim, indexed.span);
    case 'predicate':
      return predicateOf(claim).judge(claim, scope, indexed.span);
    case 'reachable':
      return wordOf(claim.when, scope) === 0n ? 'unmet' : 'met';
  }
}

/** Violated by any part; met if some part is met. */
function judgeEach(parts: readonly Claim[], judgePart: (part: Claim) => Finding): Finding {
  let met = false;
  for (const part of parts) {
    const finding = judgePart(part);
    if (typeof finding === 'object') return finding;
    met ||= finding === 'met';
  }
  return met ? 'met' : 'unmet';
}

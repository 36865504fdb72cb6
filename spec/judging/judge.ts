// A claim read against a span: met, not met at all, or violated with the evidence.

import type { Claim, Clause } from '../clause.ts';
import type { Ending, Span, Trace } from '../vocabulary/machine.ts';
import { type Evidence, type Finding, judgeState } from './compare.ts';
import type { Kind } from './condition.ts';
import { type Scope, wordOf } from './evaluate.ts';
import { stepsWriting, type Watched, wordAfter, writersOf } from './film.ts';
import { predicateOf } from './predicates/predicates.ts';
import { judgeSameInBoth } from './same-in-both.ts';
import { watchedBy } from './watch.ts';
import { judgeNeverWrites, judgeOnlyWrites, judgePrecedes, type Reel } from './writes.ts';

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
  watched: Watched = watchedBy(clause.claim),
): Verdict {
  let met = false;
  for (const span of trace.spans) {
    if (span.kind !== clause.over && span.kind !== clause.also) continue;
    const finding = judgeSpan(clause.claim, span, watched);
    if (typeof finding === 'object') return { verdict: 'violated', span, evidence: finding };
    met ||= finding === 'met';
  }
  const { cutShort } = trace;
  const early = cutShort && judgeCutShort(clause.claim, cutShort, trace.ending);
  if (cutShort !== undefined && typeof early === 'object')
    return { verdict: 'violated', span: cutShort, evidence: early };
  if (trace.ending.end !== 'returned' && trace.unfinished.includes(clause.over)) {
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

/** What a switch shows that came to no end. */
function judgeCutShort(claim: Claim, span: Span, ending: Ending): Finding {
  if (claim.claim === 'each')
    return judgeEach(claim.claims, (part) => judgeCutShort(part, span, ending));
  if (claim.claim !== 'predicate') return 'unmet';
  return predicateOf(claim).judgeCutShort?.(claim, span, ending) ?? 'unmet';
}

/** Judges a claim on one span. */
export function judgeSpan(claim: Claim, span: Span, watched: Watched): Finding {
  return judgeIn(
    claim,
    { span, watched },
    {
      was: (place) => span.before.word(place),
      now: (place) => span.after.word(place),
      prior: (place) => span.before.word(place),
      address: (structure) => span.before.address(structure),
    },
  );
}

function judgeIn(claim: Claim, reel: Reel, scope: Scope): Finding {
  switch (claim.claim) {
    case 'equal':
    case 'holds':
    case 'one-of':
      return judgeState(claim, scope);
    case 'each':
      return judgeEach(claim.claims, (part) => judgeIn(part, reel, scope));
    case 'given':
      return wordOf(claim.when, scope) === 0n ? 'unmet' : judgeIn(claim.then, reel, scope);
    case 'throughout':
      return judgeThroughout(claim, reel, scope);
    case 'when-written':
      return judgeWhenWritten(claim, reel, scope);
    case 'precedes':
      return judgePrecedes(claim, reel);
    case 'only-writes':
      return judgeOnlyWrites(claim, reel);
    case 'never-writes':
      return judgeNeverWrites(claim, reel);
    case 'same-in-both':
      return judgeSameInBoth(claim, reel.span);
    case 'predicate':
      return predicateOf(claim).judge(claim, scope, reel.span);
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

function judgeThroughout(claim: Kind<'throughout'>, reel: Reel, scope: Scope): Finding {
  const { span, watched } = reel;
  const news = stepsWriting(span, watchedBy(claim), watched);
  const begin =
    claim.since === undefined
      ? -1
      : (writersOf(span, claim.since, watched)[0] ?? Number.POSITIVE_INFINITY);
  let met = false;
  for (const step of [-1, ...news]) {
    if (step < begin) continue;
    const here = behind(step, reel, scope);
    if (claim.while !== undefined && wordOf(claim.while, here) === 0n) continue;
    const finding = judgeIn(claim.then, reel, here);
    if (typeof finding === 'object') return { ...finding, step };
    met ||= finding === 'met';
  }
  return met ? 'met' : 'unmet';
}

function judgeWhenWritten(claim: Kind<'when-written'>, reel: Reel, scope: Scope): Finding {
  const { span, watched } = reel;
  let met = false;
  for (const step of stepsWriting(span, claim.places, watched)) {
    if (span.taken[step]?.by !== 'host') continue;
    const finding = judgeIn(claim.then, reel, behind(step, reel, scope));
    if (typeof finding === 'object') return { ...finding, step };
    met ||= finding === 'met';
  }
  return met ? 'met' : 'unmet';
}

/** The scope in which `now` is right behind a step, and `prior` right before it. */
const behind = (step: number, { span, watched }: Reel, scope: Scope): Scope => ({
  ...scope,
  now: (place) => wordAfter(span, place, step, watched),
  prior: (place) => wordAfter(span, place, step - 1, watched),
});

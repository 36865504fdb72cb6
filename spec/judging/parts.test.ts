// The parts of claims: what each form is made of, and what of it is judged at the ends of a span.
import { describe, expect, it } from 'vitest';
import type { Claim } from '../clause.ts';
import {
  each,
  given,
  holds,
  neverWrites,
  now,
  precedes,
  realModeAddressable,
  throughout,
  whenWritten,
} from '../terms.ts';
import { claimsAtEnds, claimsIn, partsOf } from './parts.ts';

const leaf = holds('MSR', now('MSR'));
const other = neverWrites(['CTR']);

describe('a claim', () => {
  it.each<[string, Claim, readonly Claim[]]>([
    ['of several', each(leaf, other), [leaf, other]],
    ['of none', each(), []],
    ['on a condition', given(now('MSR'), leaf), [leaf]],
    ['of every state', throughout(leaf), [leaf]],
    ['of writes', whenWritten(['CTR'], leaf), [leaf]],
    ['of order, whose second place is no part', precedes('CTR', 'MSR'), []],
    ['of one state', leaf, []],
    ['with a name', realModeAddressable, []],
  ])('%s has its parts', (_of, claim, parts) => {
    expect(partsOf(claim)).toEqual(parts);
    expect(claimsIn(claim)).toEqual([claim, ...parts]);
  });

  it('is made of the parts of its parts, too', () => {
    const inner = given(now('CTR'), leaf);
    const claim = each(throughout(inner), other);
    expect(claimsIn(claim)).toEqual([claim, throughout(inner), inner, leaf, other]);
  });

  it('is judged at the ends of a span part by part, but for what is judged at steps', () => {
    const steps = throughout(leaf);
    expect(claimsAtEnds(each(given(now('CTR'), each(leaf, steps)), other))).toEqual([
      leaf,
      steps,
      other,
    ]);
    expect(claimsAtEnds(leaf)).toEqual([leaf]);
  });
});

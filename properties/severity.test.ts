// How bad verdicts are: their order, and which of them a history shows.
import { expect, it } from 'vitest';
import { isBroken, SEVERITY, verdictOf } from './severity.ts';

const inOrder = ['vacuous', 'holds', 'not-enough', 'stuck', 'violated'] as const;

it('is in the order of the verdicts, and back', () => {
  expect(inOrder.map((verdict) => SEVERITY[verdict])).toEqual([0, 1, 2, 3, 4]);
  expect([0, 1, 2, 3, 4].map(verdictOf)).toEqual(inOrder);
});

it('takes what it does not know for stuck, never for success', () => {
  expect(verdictOf(5)).toBe('stuck');
  expect(verdictOf(-1)).toBe('stuck');
});

it('says that a history is kept for all that is no success', () => {
  expect(inOrder.map(isBroken)).toEqual([false, false, true, true, true]);
});

// The claim that entries of a page table lead to memory of user space, on steps made by hand.
import { describe, expect, it } from 'vitest';
import { hpteMapsUserMemory } from '../../terms.ts';
import { finding, span, step } from '../testing/span.ts';

const users = { 'real.is_users[7]': 1n } as const;
const entry = (page: bigint, first: bigint) =>
  step('host', { 'hpt[5].[7].r': (page << 24n) | 0x190n, 'hpt[5].[7].v': first });

describe('hpte-maps-user-memory', () => {
  it('is met by an entry that leads to a page of user space', () => {
    expect(finding(hpteMapsUserMemory, span(users, entry(7n, 5n)))).toBe('met');
  });
  it('says nothing of an entry that is not valid, nor of one from before', () => {
    expect(finding(hpteMapsUserMemory, span(users, entry(8n, 4n)))).toBe('unmet');
    expect(finding(hpteMapsUserMemory, span({ ...users, 'hpt[5].[7].v': 5n }))).toBe('unmet');
  });
  it('says nothing of what was written before the span', () => {
    const both = span(users, entry(8n, 5n), step('host', { LPIDR: 1n }));
    expect(finding(hpteMapsUserMemory, { ...both, from: 1 })).toBe('unmet');
  });
  it('names the entry, whatever its numbers', () => {
    const far = step('host', { 'hpt[12].[17].r': 8n << 24n, 'hpt[12].[17].v': 5n, LPIDR: 1n });
    expect(finding(hpteMapsUserMemory, span(users, far))).toEqual({
      place: 'hpt[12].[17].r',
      expected: 'a page of user space',
      found: '0x8000000',
    });
  });
  it.each([
    ['another page', [entry(8n, 5n)]],
    [
      'one that changes under a valid first word',
      [entry(7n, 5n), step('host', { 'hpt[5].[7].r': 0n })],
    ],
    ['small pages too', [step('host', { 'hpt[0].[0].r': 0x2000n, 'hpt[0].[0].v': 1n })]],
  ])('is broken by %s', (_what, steps) => {
    expect(finding(hpteMapsUserMemory, span(users, ...steps))).toMatchObject({
      expected: 'a page of user space',
    });
  });
});

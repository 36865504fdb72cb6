// The claim that an entry becomes valid last, on steps made by hand.
import { describe, expect, it } from 'vitest';
import { hptePublishedLast } from '../../terms.ts';
import { finding, span, step } from '../testing/span.ts';

const second = step('host', { 'hpt[5].[7].r': 0x190n, 'host.stores_unordered': 1n });
const barrier = step('host', { 'host.stores_unordered': 0n });
const first = step('host', { 'hpt[5].[7].v': 5n });

describe('hpte-published-last', () => {
  it('is met by second word, barrier, first word', () => {
    expect(finding(hptePublishedLast, span({}, second, barrier, first))).toBe('met');
  });
  it('is of every entry, whatever its numbers', () => {
    const far = step('host', { 'hpt[12].[17].v': 5n });
    expect(finding(hptePublishedLast, span({}, step('host', { 'hpt[12].[17].r': 1n }), far))).toBe(
      'met',
    );
    expect(finding(hptePublishedLast, span({}, far))).toMatchObject({ place: 'hpt[12].[17].v' });
  });
  it('needs no barrier where stores keep their order', () => {
    const inOrder = step('host', { 'hpt[5].[7].r': 0x190n });
    expect(finding(hptePublishedLast, span({}, inOrder, first))).toBe('met');
  });
  it('lets a valid entry be written as it is, and be changed once it is not valid any more', () => {
    const invalid = step('host', { 'hpt[5].[7].v': 4n });
    const made = [second, barrier, first];
    expect(finding(hptePublishedLast, span({}, ...made, first))).toBe('met');
    expect(finding(hptePublishedLast, span({}, ...made, invalid))).toBe('unmet');
    expect(finding(hptePublishedLast, span({}, ...made, invalid, ...made))).toBe('met');
  });
  it('says nothing of a table that does not change', () => {
    expect(finding(hptePublishedLast, span({}, barrier))).toBe('unmet');
  });
  it.each([
    ['the first word alone', [first]],
    ['no barrier', [second, first]],
    ['the second word of another entry', [step('host', { 'hpt[5].[6].r': 0x190n }), first]],
    ['the first word first', [first, barrier, second]],
    ['a second word that changes under a valid first', [second, barrier, first, second]],
  ])('is broken by %s', (_what, steps) => {
    expect(finding(hptePublishedLast, span({}, ...steps))).toMatchObject({
      expected: expect.stringContaining('second word'),
    });
  });
});

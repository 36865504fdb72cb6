// Claims as formulas: whole words, and parentheses that match, in every line of every claim of the contract.
import { expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { atMost, holds, literal, no, now } from '../../spec/terms.ts';
import { claimText } from './claim-text.ts';

it.each([
  ['what is denied', no(now('TB')), 'now TB == 0x0'],
  ['no more than', atMost(now('PURR'), literal(8n)), 'not (0x8 <u now PURR)'],
] as const)('a formula of %s is whole', (_what, term, text) => {
  expect(claimText(holds('TB', term))).toEqual([text]);
});

it.each(contract)('the claim of $name has parentheses that match', ({ claim }) => {
  for (const line of claimText(claim)) {
    let depth = 0;
    for (const letter of line) {
      depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  }
});

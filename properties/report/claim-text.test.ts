// Claims as formulas: whole words, and parentheses that match, in every line of every claim of the contract.
import { expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import {
  atMost,
  holds,
  literal,
  no,
  now,
  oneBitToggled,
  slbMatchesList,
  was,
} from '../../spec/terms.ts';
import { claimText } from './claim-text.ts';

it.each([
  ['what is denied', no(now('TB')), 'now TB == 0x0'],
  ['no more than', atMost(now('PURR'), literal(8n)), 'not (0x8 <u now PURR)'],
] as const)('a formula of %s is whole', (_what, term, text) => {
  expect(claimText(holds('TB', term))).toEqual([text]);
});

it('a predicate is printed with its name, to be looked up by', () => {
  expect(claimText(slbMatchesList('now', 'was'))).toEqual([
    'slb-matches-list: the valid entries of now SLB are those that was vcpu.slb lists',
  ]);
  expect(
    claimText(oneBitToggled(was('vm.lpid'), ['host.lpid_inuse[0]', 'host.lpid_inuse[1]'])),
  ).toEqual([
    'one-bit-toggled: in host.lpid_inuse[0] to host.lpid_inuse[1], bit was vm.lpid has changed and no other',
  ]);
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

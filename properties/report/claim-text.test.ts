// Claims as formulas: whole words, and parentheses that match, in every line of every claim of the contract.
import { expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import {
  add,
  areasLieInSlots,
  atMost,
  choose,
  equal,
  holds,
  hpteMapsUserMemory,
  hptePublishedLast,
  literal,
  lowestClearBit,
  no,
  now,
  oneBitToggled,
  oneOf,
  readsWhatIsThere,
  realModeAddressable,
  returnsToCaller,
  slbMatchesList,
  storesIntoVpas,
  sub,
  vrmaMapsSlots,
  was,
} from '../../spec/terms.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { claimText } from './claim-text.ts';

it.each([
  ['what is denied', no(now('TB')), 'now TB == 0x0'],
  ['no more than', atMost(now('PURR'), literal(8n)), 'not (0x8 <u now PURR)'],
] as const)('a formula of %s is whole', (_what, term, text) => {
  expect(claimText(holds('TB', term))).toEqual([text]);
});

it.each([
  ['whole words', equal(now('DSCR'), was('AMR')), 'now DSCR = was AMR'],
  [
    'whole words, with a mask that says so',
    equal(now('DSCR'), was('AMR'), { mask: lowBits(64) }),
    'now DSCR = was AMR',
  ],
  [
    'some bits',
    equal(add(now('DEC'), was('TB')), was('DEC'), { mask: 0xffn }),
    'now DEC + was TB = was DEC, in bits 0xff',
  ],
  [
    'words that are near',
    equal(now('DEC'), was('DEC'), { within: add(sub(now('TB'), was('TB')), literal(1n)) }),
    'now DEC = was DEC, within (now TB - was TB) + 0x1',
  ],
  [
    'one of some words',
    oneOf(add(now('CR'), literal(1n)), [1n, 16n]),
    'now CR + 0x1 is one of 0x1, 0x10',
  ],
  ['a choice', holds('CR', choose(now('CR'), was('CR'), literal(2n))), 'now CR ? was CR : 0x2'],
  ['a word alone', holds('CR', now('CR')), 'now CR'],
] as const)('a claim of %s is a formula without parentheses round it', (_what, claim, text) => {
  expect(claimText(claim)).toEqual([text]);
});

const words = ([0, 1, 2] as const).map((i): Place => `host.lpid_inuse[${i}]`);

it.each([
  [
    'slb-matches-list',
    slbMatchesList('now', 'was'),
    'the valid entries of now SLB are those that was vcpu.slb lists',
  ],
  [
    'one-bit-toggled',
    oneBitToggled(was('vm.lpid'), words),
    'in host.lpid_inuse[0] to host.lpid_inuse[2], bit was vm.lpid has changed and no other',
  ],
  [
    'lowest-clear-bit',
    lowestClearBit(add(was('vm.lpid'), literal(1n)), words),
    'was vm.lpid + 0x1 is the lowest bit clear in host.lpid_inuse[0] to host.lpid_inuse[2]',
  ],
  [
    'vrma-maps-slots',
    vrmaMapsSlots,
    'with translation off, the guest reaches just what its slots give it, by hpt and vm.sdr1',
  ],
  [
    'hpte-maps-user-memory',
    hpteMapsUserMemory,
    'an entry of hpt that becomes valid leads to a page of user space',
  ],
  [
    'hpte-published-last',
    hptePublishedLast,
    'an entry of hpt becomes valid only after its second word and a barrier',
  ],
  [
    'areas-lie-in-slots',
    areasLieInSlots,
    'the VPA, log and SLB shadow buffer of every vcpu lie in memory of a slot',
  ],
  [
    'stores-into-vpas',
    storesIntoVpas,
    'of real.word, only words of a VPA that is in place are written',
  ],
  [
    'real-mode-addressable',
    realModeAddressable,
    'with translation off, no address is used that leads to its place only with translation on',
  ],
  [
    'reads-what-is-there',
    readsWhatIsThere,
    'no address is loaded from at which no field, constant or stored word is',
  ],
  [
    'returns-to-caller',
    returnsToCaller,
    'now NIA = was LR, and the run comes to no other address where it cannot continue',
  ],
] as const)(
  'the predicate %s is printed with its name, to be looked up by',
  (name, claim, text) => {
    expect(claimText(claim)).toEqual([`${name}: ${text}`]);
  },
);

it.each(contract)('the claim of $name has parentheses that match', ({ claim }) => {
  for (const line of claimText(claim)) {
    let [depth, least] = [0, 0];
    for (const letter of line) {
      depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
      least = Math.min(least, depth);
    }
    expect([least, depth], line).toEqual([0, 0]);
  }
});

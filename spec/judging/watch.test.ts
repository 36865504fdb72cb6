// The places that a claim follows through a run: all that it mentions where it is about states or writes, and none else.
import { describe, expect, it } from 'vitest';
import type { Claim } from '../clause.ts';
import {
  comesBack,
  each,
  equal,
  given,
  holds,
  lists,
  literal,
  lowestClear,
  neverWrites,
  now,
  oneOf,
  onlyWrites,
  precedes,
  reachable,
  reaches,
  sameInBoth,
  throughout,
  toggled,
  was,
  whenWritten,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { setOf, watchedBy, watchedByAll } from './watch.ts';

const about: readonly (readonly [Claim, readonly Place[]])[] = [
  [equal(now('DSCR'), was('AMR')), ['DSCR', 'AMR']],
  [equal(now('DSCR'), literal(0n), { within: now('TB') }), ['DSCR', 'TB']],
  [holds('CTR', now('LR')), ['CTR', 'LR']],
  [oneOf(now('CR'), [1n]), ['CR']],
  [each(oneOf(now('CR'), [1n]), oneOf(now('LR'), [1n])), ['CR', 'LR']],
  [given(now('MSR'), oneOf(now('CR'), [1n])), ['MSR', 'CR']],
  [throughout(oneOf(now('CR'), [1n])), ['CR']],
  [
    throughout(oneOf(now('CR'), [1n]), { since: 'LPIDR', while: now('MSR') }),
    ['LPIDR', 'MSR', 'CR'],
  ],
  [whenWritten(['LPIDR', 'SDR1'], oneOf(now('CR'), [1n])), ['LPIDR', 'SDR1', 'CR']],
  [precedes('LPIDR', 'SDR1'), ['LPIDR', 'SDR1']],
  [onlyWrites(['vcpu.dscr']), ['vcpu.dscr']],
  [neverWrites(['vcpu.dscr']), ['vcpu.dscr']],
  [sameInBoth(['r3']), ['r3']],
  [reaches, []],
  [comesBack, []],
  [lists('now', 'was'), ['vcpu.slb_max']],
  [lowestClear(now('vm.lpid'), ['host.lpid_inuse[0]']), ['vm.lpid', 'host.lpid_inuse[0]']],
  [toggled(now('vm.lpid'), ['host.lpid_inuse[1]']), ['vm.lpid', 'host.lpid_inuse[1]']],
  [{ claim: 'translates' }, ['vm.sdr1']],
  [{ claim: 'leads-to-users' }, ['vm.sdr1']],
  [{ claim: 'valid-last' }, ['vm.sdr1']],
  [reachable(now('MSR')), ['MSR']],
];

const OF_WRITES = ['throughout', 'when-written', 'precedes', 'never-writes'];

const rows = about.map(([claim, places]) => ({ claim, places, of: places.join(' and ') }));

describe.each(rows)('a claim, $claim.claim, of $of,', ({ claim, places }) => {
  it('is followed place by place in a claim about every state', () => {
    expect(watchedBy(throughout(claim))).toEqual(new Set(places));
  });
  it('is followed alone only if it is about states or writes', () => {
    if (claim.claim === 'each' || claim.claim === 'given') return;
    expect(watchedBy(claim)).toEqual(new Set(OF_WRITES.includes(claim.claim) ? places : []));
  });
});

describe('what is watched', () => {
  it('is that of the parts where a claim has parts', () => {
    const part = precedes('LPIDR', 'SDR1');
    expect(watchedBy(each(oneOf(now('CR'), [1n]), part))).toEqual(new Set(['LPIDR', 'SDR1']));
    expect(watchedBy(given(now('MSR'), part))).toEqual(new Set(['LPIDR', 'SDR1']));
    expect(watchedByAll([part, neverWrites(['CTR'])])).toEqual(new Set(['LPIDR', 'SDR1', 'CTR']));
  });
  it('is one and the same set each time, so that a run is indexed once', () => {
    const claim = precedes('LPIDR', 'SDR1');
    expect(watchedBy(claim)).toBe(watchedBy(claim));
    const places: readonly Place[] = ['LPIDR'];
    expect(setOf(places)).toBe(setOf(places));
    expect(setOf(places)).toEqual(new Set(places));
  });
});

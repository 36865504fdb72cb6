// The places that a claim follows through a run: all that it mentions where it is about states or writes, and none else.
import { describe, expect, it } from 'vitest';
import type { Claim, Term } from '../clause.ts';
import {
  each,
  equal,
  given,
  holds,
  hpteMapsUserMemory,
  hptePublishedLast,
  literal,
  lowestClearBit,
  neverWrites,
  now,
  oneBitToggled,
  oneOf,
  onlyWrites,
  precedes,
  reachable,
  realModeAddressable,
  returnsToCaller,
  sameInBoth,
  slbMatchesList,
  throughout,
  vrmaMapsSlots,
  was,
  whenWritten,
} from '../terms.ts';
import type { Place } from '../vocabulary/machine.ts';
import { readsOf } from './claim-reads.ts';
import { isTraceClaim } from './monitor.ts';
import { watchedBy, watchedByAll } from './watch.ts';

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
  [reachable(now('MSR')), ['MSR']],
];

const rows = about.map(([claim, places]) => ({ claim, places, of: places.join(' and ') }));
const ofStates = rows.filter(({ claim }) => !isTraceClaim(claim));
const ofSteps = rows.filter(({ claim }) => isTraceClaim(claim));

describe.each(ofStates)('a claim, $claim.claim, of $of,', ({ claim, places }) => {
  it('is followed place by place in a claim about every state', () => {
    expect(watchedBy(throughout(claim))).toEqual(new Set(places));
  });
  it('is not followed alone', () => {
    expect(watchedBy(claim)).toEqual(new Set());
  });
});

describe.each(ofSteps)('a claim, $claim.claim, of $of,', ({ claim, places }) => {
  it('is followed place by place, but for fields that may be stored to', () => {
    expect(watchedBy(claim)).toEqual(new Set(claim.claim === 'only-writes' ? [] : places));
  });
  it('is not judged in a state', () => {
    for (const part of [claim, each(claim), given(now('MSR'), claim)])
      expect(() => watchedBy(throughout(part))).toThrow(`${claim.claim} is about steps`);
  });
});

/** Predicates, each with what it reads, as far as that can be said. */
const named: readonly (readonly [Claim, readonly Term[]])[] = [
  [realModeAddressable, []],
  [returnsToCaller, [now('NIA'), was('LR')]],
  [
    lowestClearBit(now('vm.lpid'), ['host.lpid_inuse[0]']),
    [now('vm.lpid'), was('host.lpid_inuse[0]')],
  ],
  [
    oneBitToggled(now('vm.lpid'), ['host.lpid_inuse[1]']),
    [now('vm.lpid'), was('host.lpid_inuse[1]'), now('host.lpid_inuse[1]')],
  ],
  [vrmaMapsSlots, [now('vm.sdr1'), now('vm.lpcr'), now('vm.ram_npages')]],
  [hpteMapsUserMemory, []],
  [hptePublishedLast, []],
];

describe.each(named)('a predicate, %o,', (claim, reads) => {
  it('is not followed through a run', () => {
    expect(watchedBy(claim)).toEqual(new Set());
    expect(() => watchedBy(throughout(claim))).toThrow('is judged at the ends of a span');
  });
  it('says what it reads, and in which state', () => {
    expect(readsOf(claim)).toEqual(reads);
  });
});

it('the SLB and its table are read whole, each in its state', () => {
  const reads = readsOf(slbMatchesList('now', 'was'));
  const of = (state: 'was' | 'now') => reads.filter(({ term }) => term === state).length;
  expect([of('was'), of('now')]).toEqual([1 + 64, 64]);
  expect(reads).toContainEqual(was('vcpu.slb_max'));
  expect(reads).toContainEqual(now('SLB[31].vsid'));
});

describe('what a claim reads', () => {
  it('is of both states where two runs are compared', () => {
    expect(readsOf(sameInBoth(['r3', 'r4']))).toEqual([was('r3'), now('r3'), was('r4'), now('r4')]);
  });
  it('is its condition too, under whichever name', () => {
    const then = oneOf(was('CR'), [1n]);
    expect(readsOf(given(now('MSR'), then))).toEqual([now('MSR'), was('CR')]);
    expect(readsOf(throughout(then, { while: now('MSR') }))).toEqual([now('MSR'), was('CR')]);
    expect(readsOf(throughout(then))).toEqual([was('CR')]);
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
  });
});

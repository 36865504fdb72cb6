// The monitor of each form of claim about steps: whose writes count, what it waits for, when it looks, and what it comes to.
import { describe, expect, it } from 'vitest';
import type { Claim } from '../clause.ts';
import {
  each,
  equal,
  given,
  holds,
  neverWrites,
  now,
  onlyWrites,
  precedes,
  prior,
  realModeAddressable,
  throughout,
  was,
  whenWritten,
} from '../terms.ts';
import { isTraceClaim, type Monitor, monitorOf } from './monitor.ts';

const state = equal(now('DSCR'), prior('AMR'));

/** The monitor of a claim about steps. */
function made(claim: Claim): Monitor {
  if (!isTraceClaim(claim)) throw new Error('it is not about steps');
  return monitorOf(claim);
}

const looks = {
  by: 'host',
  since: undefined,
  on: 'places',
  atStart: false,
  early: { finds: 'nothing' },
} as const;

describe('the monitor', () => {
  it.each<[string, Claim, Monitor]>([
    [
      'every state looks at the first, and after every write of what it reads',
      throughout(state),
      {
        ...looks,
        by: 'all',
        places: new Set(['DSCR', 'AMR']),
        atStart: true,
        look: { finds: 'claim', claim: state },
        otherwise: 'unmet',
      },
    ],
    [
      'states on a condition since a write waits for that, and judges on the condition',
      throughout(holds('CTR', was('CTR')), { while: now('MSR'), since: 'LPIDR' }),
      {
        ...looks,
        by: 'all',
        since: 'LPIDR',
        places: new Set(['LPIDR', 'MSR', 'CTR']),
        atStart: true,
        look: { finds: 'claim', claim: given(now('MSR'), holds('CTR', was('CTR'))) },
        otherwise: 'unmet',
      },
    ],
    [
      'writes looks after these',
      whenWritten(['LPIDR'], state),
      {
        ...looks,
        places: new Set(['LPIDR']),
        look: { finds: 'claim', claim: state },
        otherwise: 'unmet',
      },
    ],
    [
      'order is broken by what comes too early',
      precedes('LPIDR', 'SDR1'),
      {
        ...looks,
        since: 'LPIDR',
        places: new Set(['SDR1']),
        early: {
          finds: 'broken',
          expected: 'no write before LPIDR is written',
          found: 'a write',
        },
        look: { finds: 'met' },
        otherwise: 'unmet',
      },
    ],
    [
      'stores is broken by others, and met without',
      onlyWrites(['vcpu.dscr']),
      {
        ...looks,
        on: 'other-stores',
        places: new Set(['vcpu.dscr']),
        look: { finds: 'broken', expected: 'no store' },
        otherwise: 'met',
      },
    ],
    [
      'what is not written is broken by a write',
      neverWrites(['CTR']),
      {
        ...looks,
        places: new Set(['CTR']),
        look: { finds: 'broken', expected: 'no write' },
        otherwise: 'met',
      },
    ],
  ])('of %s', (_what, claim, monitor) => {
    expect(made(claim)).toEqual(monitor);
    expect(made(claim)).toBe(made(claim));
  });

  it('judges states only, however deep', () => {
    for (const [part, why] of [
      [neverWrites(['CTR']), 'never-writes is about steps, and is in a claim about steps'],
      [realModeAddressable, 'real-mode-addressable is judged at the ends of a span'],
    ] as const)
      for (const claim of [throughout(part), whenWritten(['CTR'], each(given(now('MSR'), part)))])
        expect(() => made(claim)).toThrow(why);
  });
});

// Two runs at one moment, made by hand: when they count as the same, and what is said where they are not.
import { describe, expect, it } from 'vitest';
import { sameInBoth } from '../terms.ts';
import type { Machine, Span, StepRecord } from '../vocabulary/machine.ts';
import { judgeSpan } from './judge.ts';
import { step, type Words } from './testing/span.ts';
import { watchedBy } from './watch.ts';

const machine = (words: Words): Machine => ({
  word: (place) => words[place] ?? 0n,
  address: () => 0x1000n,
});

/** A moment at which the runs hold these words, the second after these steps. */
const moment = (first: Words, second: Words, ...taken: readonly StepRecord[]): Span => ({
  kind: 'two-hosts',
  before: machine(first),
  after: machine(second),
  taken,
  from: 0,
  to: taken.length,
});

const finding = (claim: ReturnType<typeof sameInBoth>, span: Span) =>
  judgeSpan(claim, span, watchedBy(claim));

const quiet = step('host', {});

describe('the same in both', () => {
  it('is met where every place holds the same, whatever others hold', () => {
    const span = moment({ DSCR: 1n, r3: 1n }, { DSCR: 1n, r3: 2n });
    expect(finding(sameInBoth(['DSCR', 'AMR']), span)).toBe('met');
  });

  it('is broken by the first place that differs, at the step that the second run has come to', () => {
    const span = moment({ AMR: 5n }, { DSCR: 7n, AMR: 6n }, quiet, quiet);
    expect(finding(sameInBoth(['r3', 'AMR', 'DSCR']), span)).toEqual({
      place: 'AMR',
      expected: '0x5',
      found: '0x6',
      wrong: 3n,
      step: 1,
    });
  });

  it('asks for the bits of the mask only', () => {
    const span = moment({ CR: 0x11n }, { CR: 0x21n });
    expect(finding(sameInBoth(['CR'], { mask: 0xfn }), span)).toBe('met');
    expect(finding(sameInBoth(['CR'], { mask: 0xf0n }), span)).toMatchObject({ found: '0x20' });
  });

  it('asks for memory that nobody named only if it is told to, and only where the hypervisor stored', () => {
    const place = '[0x40]' as const;
    const leak = moment({ [place]: 1n }, { [place]: 2n }, step('host', { [place]: 2n }));
    expect(finding(sameInBoth([]), leak)).toBe('met');
    expect(finding(sameInBoth([], { unnamed: true }), leak)).toMatchObject({ place, found: '0x2' });
    const own = moment({ [place]: 1n }, { [place]: 2n }, step('guest', { [place]: 2n }));
    expect(finding(sameInBoth([], { unnamed: true }), own)).toBe('met');
  });

  it('asks for no more than that: not for registers and fields that were written', () => {
    const writes = { '[0x40]': 2n, 'vcpu.dscr': 3n, r3: 4n } as const;
    const alike = moment({ '[0x40]': 2n }, writes, step('host', writes));
    expect(finding(sameInBoth([], { unnamed: true }), alike)).toBe('met');
  });
});

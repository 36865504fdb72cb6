// What a whole run says of a clause: holds, vacuous, violated, stuck, not enough.
import { describe, expect, it } from 'vitest';
import type { Claim } from '../clause.ts';
import {
  each,
  equal,
  has,
  literal,
  now,
  reachable,
  realModeAddressable,
  returnsToCaller,
  slbMatchesList,
} from '../terms.ts';
import { judge } from './judge.ts';
import { span, step } from './testing/span.ts';

const one = literal(1n);

describe('a verdict on a whole run', () => {
  const clause = (claim: Claim) =>
    ({
      name: 'a',
      says: 'A.',
      cite: [{ kind: 'abi', section: '1' }],
      over: ['switch'],
      claim,
    }) as const;
  const run = span({ MSR: 1n });
  const returned = { spans: [run], unfinished: [], ending: { end: 'returned' } } as const;
  it('holds when it was met, and is vacuous when it was not', () => {
    expect(judge(clause(equal(now('MSR'), one)), returned).verdict).toBe('holds');
    expect(judge(clause(reachable(has(now('MSR'), 2n))), returned).verdict).toBe('vacuous');
    expect(judge({ ...clause(equal(now('MSR'), one)), over: ['exit'] }, returned).verdict).toBe(
      'vacuous',
    );
  });

  it('is of the other kind of span too, where the clause is', () => {
    const refused = { ...clause(equal(now('MSR'), one)), over: ['exit', 'switch'] } as const;
    expect(judge(refused, returned).verdict).toBe('holds');
  });

  it('is that of what was played where the run returned', () => {
    const more = { ...returned, unfinished: ['switch' as const] };
    expect(judge(clause(equal(now('MSR'), one)), more).verdict).toBe('holds');
  });

  it('is violated with the span and the evidence', () => {
    expect(judge(clause(equal(now('MSR'), literal(0n))), returned)).toMatchObject({
      verdict: 'violated',
      span: run,
      evidence: { place: 'MSR' },
    });
  });

  it('is violated where the switch went astray, and went no further', () => {
    const gone = { site: 's', text: 't', by: 'host', writes: [], astray: '[0xd1]' } as const;
    const lost = (by: 'host' | 'guest') => ({
      spans: [],
      unfinished: ['switch' as const],
      cutShort: { ...run, taken: [{ ...gone, by }], from: 0, to: 1 },
      ending: { end: 'stuck', at: 'x', why: 'y' } as const,
    });
    expect(judge(clause(realModeAddressable), lost('host'))).toMatchObject({
      verdict: 'violated',
      evidence: { place: '[0xd1]', expected: 'a real address', found: 'one of vmalloc', step: 0 },
    });
    expect(judge(clause(realModeAddressable), lost('guest')).verdict).toBe('stuck');
    expect(judge(clause(realModeAddressable), returned).verdict).toBe('holds');
  });

  it('is violated where the switch is to come back, and comes to where nothing is', () => {
    const back = span({ LR: 8n, NIA: 8n });
    const ended = (made: typeof back) => ({
      spans: [made],
      unfinished: [],
      ending: { end: 'returned' } as const,
    });
    expect(
      judge(clause(returnsToCaller), ended(span({ LR: 8n }, step('host', { NIA: 8n })))).verdict,
    ).toBe('holds');
    expect(
      judge(clause(returnsToCaller), ended(span({ LR: 8n }, step('host', { NIA: 9n })))),
    ).toMatchObject({
      verdict: 'violated',
      evidence: { place: 'NIA', expected: '0x8', found: '0x9' },
    });
    const lost = (more: object) => ({
      spans: [],
      unfinished: ['switch' as const],
      cutShort: back,
      ending: { end: 'stuck', at: 'x', why: 'y', ...more } as const,
    });
    const both = clause(each(returnsToCaller, equal(now('LR'), literal(8n))));
    expect(judge(both, lost({ nowhere: 64n }))).toMatchObject({
      verdict: 'violated',
      evidence: { place: 'NIA', expected: '0x8', found: '0x40', wrong: 0x48n },
    });
    const last = clause(each(equal(now('LR'), literal(8n)), returnsToCaller));
    expect(judge(last, lost({ nowhere: 64n }))).toMatchObject({ verdict: 'violated' });
    const led = { ...lost({ nowhere: 64n }), cutShort: span({ LR: 8n }, step('host', {})) };
    expect(judge(both, led)).toMatchObject({ evidence: { place: 'NIA', step: 0 } });
    const atStart = judge(both, lost({ nowhere: 64n }));
    expect(atStart.verdict === 'violated' && atStart.evidence).not.toHaveProperty('step');
    const ledBack = { ...led, ending: { ...led.ending, nowhere: 8n } };
    expect(judge(both, ledBack).verdict).toBe('stuck');
    expect(judge(both, lost({ way: ['by z'] }))).toEqual({
      verdict: 'stuck',
      why: 'x: y',
      way: ['by z'],
    });
    expect(judge(clause(equal(now('MSR'), one)), lost({ nowhere: 64n })).verdict).toBe('stuck');
  });

  it('is what the run came to where any span of its kinds is unfinished, whatever was met', () => {
    const stuck = {
      spans: [run],
      unfinished: ['switch'],
      ending: { end: 'stuck', at: 'x', why: 'y' },
    } as const;
    const met = clause(equal(now('MSR'), one));
    expect(judge({ ...met, over: ['exit', 'switch'] }, stuck).verdict).toBe('stuck');
    expect(judge({ ...met, over: ['exit'] }, stuck).verdict).toBe('vacuous');
  });

  it('is stuck where the predicate says nothing of a switch that came to no end', () => {
    const cut = {
      spans: [],
      unfinished: ['switch'],
      cutShort: run,
      ending: { end: 'stuck', at: 'x', why: 'y' },
    } as const;
    expect(judge(clause(slbMatchesList('now', 'now')), cut).verdict).toBe('stuck');
  });

  it('is stuck or not enough when the run did not come to the span', () => {
    const stuck = {
      spans: [],
      unfinished: ['switch'],
      ending: { end: 'stuck', at: 'x', why: 'y' },
    } as const;
    expect(judge(clause(equal(now('MSR'), one)), stuck)).toStrictEqual({
      verdict: 'stuck',
      why: 'x: y',
    });
    const long = {
      spans: [],
      unfinished: ['switch'],
      ending: { end: 'not-enough', steps: 9 },
    } as const;
    expect(judge(clause(equal(now('MSR'), one)), long)).toEqual({
      verdict: 'not-enough',
      why: 'no return after 9 steps',
    });
  });
});

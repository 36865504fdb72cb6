// The table of phases: each event ends one span, and what is open is what may yet be ended.
import { describe, expect, it } from 'vitest';
import { phaseOf, spanEnding, spansOpen } from './phases.ts';

describe('a span ends', () => {
  it.each([
    ['call', 'entered', 'entry'],
    ['call', 'returned', 'refusal'],
    ['guest', 'interrupted', 'guest'],
    ['vector', 'entered', 'resume'],
    ['vector', 'returned', 'exit'],
  ] as const)('in phase %s when the switch is %s: %s', (phase, event, kind) => {
    expect(spanEnding(phase, event)).toBe(kind);
    expect(spansOpen(phase)).toContain(kind);
    expect(phaseOf(kind)).toBe(phase);
  });

  it('in the guest, too, when the call was made in its state', () => {
    expect(spanEnding('call', 'interrupted')).toBe('guest');
  });
});

it('the whole switch is open in every phase, and is none of them', () => {
  expect(spansOpen('vector')).toEqual(['switch', 'exit', 'resume']);
  expect(phaseOf('switch')).toBeUndefined();
  expect(phaseOf('core')).toBeUndefined();
});

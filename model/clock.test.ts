// The clock: pauses come when they are due, and none holds up code that has just touched a timer by more than a tick.
import { describe, expect, it } from 'vitest';
import { delayDue } from './clock.ts';

const world = { pauses: [{ after: 10, ticks: 500n }], prompt: true };
const counts = { pauses: 0, hostSteps: 10, heldUp: Number.NEGATIVE_INFINITY };
const NEVER = Number.POSITIVE_INFINITY;

describe('a pause', () => {
  it('is not due before its step', () => {
    expect(delayDue(world, { ...counts, hostSteps: 9 }, NEVER)).toBeUndefined();
  });

  it('passes once', () => {
    expect(delayDue(world, counts, NEVER)).toMatchObject({ ticks: 500n });
    expect(delayDue(world, { ...counts, pauses: 1 }, NEVER)).toBeUndefined();
  });

  it('is one tick for eight steps after an access to a timer', () => {
    expect(delayDue(world, counts, 8)).toEqual({ ticks: 1n, heldUp: 10 });
    expect(delayDue(world, counts, 9)).toMatchObject({ ticks: 500n });
  });

  it('is nothing where another was cut short within eight steps', () => {
    expect(delayDue(world, { ...counts, heldUp: 2 }, 0)).toEqual({ ticks: 0n, heldUp: 10 });
    expect(delayDue(world, { ...counts, heldUp: 1 }, 0)).toEqual({ ticks: 1n, heldUp: 10 });
  });

  it('is whole where code may be held up', () => {
    expect(delayDue({ ...world, prompt: false }, counts, 0)).toMatchObject({ ticks: 500n });
  });
});

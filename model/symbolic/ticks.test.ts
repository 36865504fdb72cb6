// Time passes before steps of hypervisor code, unless it is to stand still there.
import { describe, expect, it } from 'vitest';
import { slotNamed } from '../places.ts';
import { algebra } from './algebra.ts';
import { anySlots, slotIn, stateAtCall } from './state.ts';
import { freeClock, upToDate } from './ticks.ts';

const t = algebra();
const state = { ...stateAtCall(anySlots(t)), clock: { ...freeClock, steps: 3 } };
const TB = slotNamed('TB');

describe('clocks that are brought up to date after three steps', () => {
  it('have moved', () => {
    const after = upToDate(t, state, { prompt: true, name: () => 'ticks' }, 'site');
    expect(slotIn(after.slots, TB)).not.toBe(slotIn(state.slots, TB));
    expect(after.clock.steps).toBe(0);
  });

  it('have not, where time stands', () => {
    const after = upToDate(t, state, { prompt: true, stands: true, name: () => 'ticks' }, 'site');
    expect(after.slots).toBe(state.slots);
    expect(after.clock.steps).toBe(0);
  });
});

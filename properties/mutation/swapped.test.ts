// Neighbours that must not change places: what is read before it is frozen, enabled or made safe is not what is kept.
import { describe, expect, it } from 'vitest';
import { replace, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { brokenOn } from './pool.ts';

describe('the repaired path breaks some clause', () => {
  it.each([
    ['guest.pmu.isync', 'guest.pmu.siar'],
    ['exit.freeze.isync', 'exit.freeze.siar'],
    ['load-fp.isync', 'load-fp.fpscr'],
    ['trampoline.ri-off', 'trampoline.srr0'],
    ['exit.go.ri-off', 'exit.go.srr0'],
  ])('when %s and %s change places', (first, second) => {
    expect(brokenOn(swapped(repaired, first, second), 'first').size).toBeGreaterThan(0);
  });
});

/** The program with the steps of two sites exchanged. */
function swapped(program: Program, first: string, second: string): Program {
  const stepAt = (site: string) => {
    const placed = program.steps.find((one) => one.site === site);
    if (placed === undefined) throw new Error(`there is no step at ${site}`);
    return placed.step;
  };
  const edits = [replace(first, stepAt(second)), replace(second, stepAt(first))];
  return withEdits(program, edits);
}

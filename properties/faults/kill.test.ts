// Every plausible slip is caught: on a tenth of the generated faults here, on all of them by `hvspec faults --kill`.
import { describe, expect, it } from 'vitest';
import { type Fault, faultsOf } from '../../model/faults/generated.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import { exhibit } from '../models.ts';
import { sameMachine } from '../seeded/pool.ts';
import { excused } from './excused.ts';
import { soleKillers, type Tried, tryFault } from './kill.ts';

const faults = faultsOf(repaired);
const NONE = new Set<string>();

const named = (name: string): Fault => {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return fault;
};

describe('the faults', () => {
  it('have names of their own, and touch each step', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    const sites = new Set(faults.map(({ site }) => site));
    expect(repaired.steps.filter(({ site }) => !sites.has(site))).toEqual([]);
  });

  it('include the real ones: a store through the wrong register, the wrong half, no barrier, the wrong side', () => {
    for (const name of [
      'guest.rest.xer:loads-4-of-8',
      'entry.freeze.isync:dropped',
      'exit.mediated.masked:inverted',
      'guest.partition.reserve:0x3fe-for-0x3ff',
      'exit.sprgs.sprg0:reads-SPRG1-for-SPRG0',
    ])
      expect(tryFault(repaired, named(name), NONE).outcome.fate).toBe('killed');
  });
});

it('a tenth of them: none survives', () => {
  const tried = faults
    .filter((_, i) => i % 10 === 0)
    .map((fault) => tryFault(repaired, fault, NONE));
  expect(
    tried.filter(({ outcome }) => outcome.fate === 'survived').map(({ fault }) => fault.name),
  ).toEqual([]);
});

it.each(Object.keys(excused))('%s breaks nothing, and is known', (name) => {
  expect(tryFault(repaired, named(name), NONE).outcome.fate).toMatch(/equivalent|excused/u);
});

it.each(defectNames)('%s is another machine than the path put right', (defect) => {
  expect(sameMachine(repaired, exhibit(defect))).toBe(false);
});

it('a clause is needed that kills what no other does', () => {
  const fault = named('entry.freeze.isync:dropped');
  const killed = (...by: string[]): Tried => ({ fault, outcome: { fate: 'killed', by } });
  const tried = [killed('a'), killed('a', 'b'), killed('a'), killed('c')];
  expect([...soleKillers(tried)]).toEqual([
    ['a', 2],
    ['c', 1],
  ]);
});

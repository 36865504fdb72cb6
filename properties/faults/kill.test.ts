// What becomes of a fault: one of each fate here; `hvspec faults --kill` tries them all.
import { describe, expect, it } from 'vitest';
import { type Fault, faultsOf } from '../../model/faults/generated.ts';
import { defectNames, repaired } from '../../model/paths/repairs.ts';
import { exhibit } from '../models.ts';
import { matches } from './equivalent.ts';
import { fallsWith, soleKills, type Tried, tryFault } from './kill.ts';
import { sameMachine } from './trial.ts';

const faults = faultsOf(repaired);
const NONE = new Set<string>();

const named = (name: string): Fault => {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return fault;
};

const fateOf = (name: string) => tryFault(repaired, named(name), NONE).outcome;

describe('the faults', () => {
  it('have names of their own, and touch each step', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    const sites = new Set(faults.map(({ site }) => site));
    expect(repaired.steps.filter(({ site }) => !sites.has(site))).toEqual([]);
  });

  it.each([
    ['half of a field', 'guest.rest.xer:loads-4-of-8'],
    ['no barrier', 'entry.freeze.isync:dropped'],
    ['the wrong side', 'exit.mediated.masked:inverted'],
    ['another constant', 'guest.partition.reserve:0x3fe-for-0x3ff'],
    ['the wrong register', 'exit.sprgs.sprg0:reads-SPRG1-for-SPRG0'],
    ['a word that is old when time has passed', 'guest.sprs.timebase:dropped'],
  ])('with %s are killed', (_what, name) => {
    expect(fateOf(name).fate).toBe('killed');
  });
});

it.each([
  ['by the form of its steps', 'exit.sprgs.sprg0:swapped', { fate: 'equivalent', from: 'form' }],
  [
    'for a reason on the list',
    'vector-e00.host.handle:dropped',
    { fate: 'equivalent', from: 'list' },
  ],
  [
    "but for what is anybody's",
    'exit.partition.hdec:dropped',
    { fate: 'equivalent', but: 'ledger' },
  ],
  ['but for when', 'exit.purr.purr:swapped', { fate: 'equivalent', but: 'time' }],
  ['but another machine', 'guest.hdec.soon:0xb-for-0xa', { fate: 'excused' }],
])('a fault that no clause catches is known: %s', (_how, name, outcome) => {
  expect(fateOf(name)).toMatchObject(outcome);
});

it('a pattern stands for the names in which a star is any text', () => {
  expect(matches('exit.*:twice', 'exit.gprs.r9:twice')).toBe(true);
  expect(matches('exit.*:twice', 'exit.gprs.r9:dropped')).toBe(false);
  expect(matches('exit.gprs', 'exitXgprs')).toBe(false);
});

it.each(defectNames)('%s is another machine than the path put right', (defect) => {
  expect(sameMachine(repaired, exhibit(defect))).toBe(false);
});

describe('a clause', () => {
  const fault = named('entry.freeze.isync:dropped');
  const killed = (...by: string[]): Tried => ({ fault, outcome: { fate: 'killed', by } });

  it('is needed where it kills what no other does', () => {
    const alone = 'counters-are-frozen-while-switched';
    const sole = soleKills(repaired, [killed(alone), killed('a', alone)], NONE);
    expect([...sole]).toEqual([[alone, fault.name]]);
  });

  it('is not needed for what the rest of the pool shows to break another clause too', () => {
    const many = named('entry.frame.push:dropped');
    const quickly: Tried = {
      fault: many,
      outcome: { fate: 'killed', by: ['stack-frame-is-chained'] },
    };
    expect([...soleKills(repaired, [quickly], NONE)]).toEqual([]);
  });

  it('falls with what falls whenever it does', () => {
    const tried = [killed('a', 'b', 'c'), killed('a', 'c'), killed('b')];
    expect(fallsWith('a', tried)).toEqual(['c']);
    expect(fallsWith('d', tried)).toEqual([]);
  });
});

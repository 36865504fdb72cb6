// What becomes of a fault: one of each fate here; `hvspec faults --kill` tries them all.
import { describe, expect, it } from 'vitest';
import { type Fault, faultsOf, planting } from '../../model/faults/generated.ts';
import { replace } from '../../model/mutate.ts';
import { ENTERING } from '../../model/paths/base-registers.ts';
import { type DefectName, repaired } from '../../model/paths/repairs.ts';
import { stepsOfPath } from '../../model/program.ts';
import { step } from '../../model/step.ts';
import { transfers } from '../../model/steps/transfer.ts';
import { switchDefects } from '../subjects/defects.ts';
import { defectAlone } from '../subjects/variants.ts';
import { few } from '../testing/rows.ts';
import { sameMachine } from './beside.ts';
import { type FaultOutcome, fallsWith, soleKills, tryFault } from './kill.ts';
import { matches } from './names.ts';

const { load } = transfers(ENTERING);

/** Loads CTR, and something else where the low bits of vcpu.dar are these. */
const rareCtr = step('CTR := vcpu.ctr, but seldom', (view, words) => {
  const dar = words.and(transfers(ENTERING).field('vcpu.dar')(view, words), words.literal(0x3ffn));
  const seldom = words.equal(dar, words.literal(0x155n));
  return load('CTR')
    .from('vcpu.ctr')
    .meaning(view, words, () => 0n)
    .map((write) => ({ ...write, value: words.xor(write.value, seldom) }));
});

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
    expect(stepsOfPath(repaired).filter(({ site }) => !sites.has(site))).toEqual([]);
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
    'by their form, but for when',
    'exit.partition.hdec:swapped',
    { fate: 'equivalent', from: 'form', but: 'time' },
  ],
  ['by terms', 'guest.rest.run-latch:twice', { fate: 'equivalent', from: 'terms' }],
  [
    'by terms, but for when',
    'guest.data.mmcr0:swapped',
    { fate: 'equivalent', from: 'terms', but: 'time' },
  ],
  ['for a reason on the list', 'guest.data.isync-on:dropped', { fate: 'equivalent', from: 'list' }],
  [
    "but for what is anybody's",
    'exit.partition.hdec:dropped',
    { fate: 'equivalent', but: 'ledger' },
  ],
  [
    'since no history comes to its step',
    'vector-e00.host.r12:dropped',
    { fate: 'unreached', at: 'vector-e00.host.r12' },
  ],
  [
    'since no history comes where it would show',
    'vector-980.ask.host:dropped',
    { fate: 'unreached', at: 'vector-980.host.r11' },
  ],
  [
    'another machine when time passes',
    'guest.purr.host-spurr:swapped',
    { fate: 'excused', but: 'time' },
  ],
  ['but another machine', 'guest.hdec.soon:0xb-for-0xa', { fate: 'excused' }],
])('a fault that no clause catches is known: %s', (_how, name, outcome) => {
  expect(fateOf(name)).toMatchObject(outcome);
});

it('a step that a history comes to is no unreached one, though the like of it is', () => {
  expect(fateOf('vector-500.host.r13:reads-r13-for-r10')).toMatchObject({
    fate: 'equivalent',
    from: 'list',
  });
});

it('a guest of the other byte order tells MSR[LE] from no bit at all', () => {
  expect(fateOf('exit.mediated.masked:0x8001-for-0x8000')).toMatchObject({
    fate: 'killed',
    by: expect.arrayContaining(['only-mediated-interrupts-resume']),
  });
});

describe('what is said of a fault', () => {
  /** Another machine where the guest's DAR is a certain one of a thousand; it goes by the name of one of which a reason is recorded. */
  const rarelyWrong: Fault = {
    ...named('guest.data.isync-on:dropped'),
    slip: 'register',
    plantedIn: planting(replace('guest.rest.ctr', rareCtr)),
  };
  const { paced: _, ...seldom } = rarelyWrong;

  it('is believed where the pool does not show otherwise', () => {
    expect(tryFault(repaired, seldom, NONE).outcome).toMatchObject({ fate: 'equivalent' });
  });

  it('is not believed where nothing is said, and terms do not show it', () => {
    const unnamed = { ...seldom, name: 'guest.rest.ctr:seldom' };
    expect(tryFault(repaired, unnamed, NONE).outcome).toEqual({ fate: 'survived', same: true });
  });

  it('is refuted where a fresh history does, with the seed, its number and the place', () => {
    const { outcome } = tryFault(repaired, seldom, NONE, { anew: { seed: 3, count: 3000 } });
    expect(outcome).toMatchObject({
      fate: 'survived',
      refuted: { was: 'equivalent', seed: 3, number: expect.any(Number) },
    });
    expect(outcome).toHaveProperty(
      'refuted.place',
      expect.stringMatching(/CTR|guest-ctr|guest-starts/u),
    );
  });

  it('holds on fresh histories where it is so', () => {
    const anew = { seed: 3, count: 64 };
    for (const name of ['exit.partition.hdec:swapped', 'vector-e00.host.r12:dropped'])
      expect(tryFault(repaired, named(name), NONE, { anew }).outcome.fate).not.toBe('survived');
  });
});

it('a pattern stands for the names in which a star is any text', () => {
  expect(matches('exit.*:twice', 'exit.gprs.r9:twice')).toBe(true);
  expect(matches('exit.*:twice', 'exit.gprs.r9:dropped')).toBe(false);
  expect(matches('exit.gprs', 'exitXgprs')).toBe(false);
});

/** What vectors are told shows in no state in which a stretch ends. */
const inPassing: readonly DefectName[] = ['host-handler-in-the-guests-partition'];

it.each(
  few(
    switchDefects.filter((name) => !inPassing.includes(name)),
    3,
  ),
)('%s is another machine than the path put right', (defect) => {
  expect(sameMachine(repaired, defectAlone(defect))).toBe(false);
});

describe('a clause', () => {
  const fault = named('entry.freeze.isync:dropped');
  const killed = (...by: string[]): FaultOutcome => ({ fault, outcome: { fate: 'killed', by } });

  it('is needed where it kills what no other does', () => {
    const alone = 'counters-are-frozen-while-switched';
    const sole = soleKills(repaired, [killed(alone), killed('a', alone)], NONE);
    expect([...sole]).toEqual([[alone, fault.name]]);
  });

  it('is not needed for what the rest of the pool shows to break another clause too', () => {
    const many = named('entry.frame.push:dropped');
    const quickly: FaultOutcome = {
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

  it('holds a fault to what its form allows, where the pool shows less', () => {
    // No history of the pool has time pass there with counters that run, so the pool alone shows the same machine at all times.
    const outcome = fateOf('exit.host-pmu.pmc6:swapped');
    expect(outcome).toMatchObject({ fate: 'equivalent', from: 'form', but: 'time' });
  });
});

// The run over terms and the plain interpreter agree, on each reference path and whatever interrupt ends the guest.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { guestEvents } from '../../model/symbolic/guest.ts';
import { histories } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { historyOf, shapes } from '../mutation/pool.ts';
import { proofRun } from './run.ts';
import { agreement } from './testing/agreement.ts';

const stage = stageWithout(new Set());
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 60);
const drawn = fc.sample(histories, { numRuns: RUNS, seed: 7 });

/** A guest that does one thing, for each thing that seldom ends a guest by chance. */
const seldom = shapes
  .filter(({ round: { guest } }) =>
    guest?.some(({ does }) => /^(?:machine-check|system-reset|emulation-assist)$/u.test(does)),
  )
  .map((shape) => historyOf(shape));

it('a run of the repaired path over terms ends as the plain run does whose words are put into it, on one path', () => {
  const found = agreement(proofRun(repaired, []), [...drawn, ...seldom], stage);
  expect(found.differences).toEqual([]);
  expect(found.resumed).toBeGreaterThan(0);
  expect(found.late).toBeGreaterThan(RUNS / 10);
  const ending = guestEvents.filter(({ own, name }) => own !== true && !RESUMING.has(name));
  expect(['', ...ending.map(({ name }) => name)].filter((name) => !found.events.has(name))).toEqual(
    [],
  );
});

/** Interrupts after which the guest is resumed, but where HDEC expires on the way: faults of how that is done show what comes of them. */
const RESUMING: ReadonlySet<string> = new Set(['leftover HDEC', 'mediated external']);

it('a run of the published path does too', () => {
  const found = agreement(proofRun(published, []), drawn, stage);
  expect(found.differences).toEqual([]);
  expect([...found.events.values()].reduce((a, b) => a + b)).toBeGreaterThan(RUNS / 2);
});

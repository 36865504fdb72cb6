// The run over terms and the plain interpreter agree, on each reference path and whatever interrupt ends the guest.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replace, withEdits } from '../../model/mutate.ts';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { nothing } from '../../model/steps/context.ts';
import { guestEvents } from '../../model/symbolic/guest.ts';
import { histories } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { historyOf, shapes } from '../mutation/pool.ts';
import { triesAll } from '../testing/rows.ts';
import { proofRun } from './run.ts';
import { agreement } from './testing/agreement.ts';

const stage = stageWithout(new Set());
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 60);
const drawn = fc.sample(histories, { numRuns: RUNS, seed: 7 });

/** A guest that does one thing, for each thing that seldom ends a guest by chance. */
const seldom = shapes
  .filter(({ round: { guest } }) =>
    guest?.some(({ does }) =>
      /^(?:external|data-storage|inst-storage|wait-for-hdec|machine-check|system-reset|emulation-assist|maintenance)$/u.test(
        does,
      ),
    ),
  )
  .map((shape) => historyOf(shape));

/** A guest that gives each register of problem state a word of its own, and then calls. */
const busy = historyOf({
  words: [],
  round: {
    guest: [
      ...Array.from({ length: 160 }, (_, on) => {
        return { does: 'set-user', on, word: 0x123456789abcdefn * BigInt(on + 1) } as const;
      }),
      { does: 'hypercall', on: 0, word: 0n },
    ],
  },
});

it('a run of the repaired path over terms ends as the plain run does whose words are put into it, on one path', () => {
  const found = agreement(proofRun(repaired, []), [...drawn, ...seldom, busy], stage);
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

it.runIf(triesAll)('a run of the published path does too', () => {
  const found = agreement(proofRun(published, []), drawn, stage);
  expect(found.differences).toEqual([]);
  expect([...found.events.values()].reduce((a, b) => a + b)).toBeGreaterThan(RUNS / 2);
});

it.runIf(triesAll)(
  'a register that is not saved once the guest has changed it makes them differ',
  () => {
    const left = withEdits(repaired, [replace('exit.gprs.r10', nothing)]);
    expect(agreement(proofRun(repaired, []), [busy], stage, left).differences).not.toEqual([]);
  },
);

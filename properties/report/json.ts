// Reports for scripts: schema hvspec.report/1. Keys may be added, never renamed.

import type { Taken } from '../../spec/machine.ts';
import { hex } from '../../spec/words.ts';
import type { Checked, Result } from '../check.ts';
import type { Shown } from './shown.ts';

/** How long a check took, and what it was asked. */
export interface Asked {
  readonly seed: number;
  readonly elapsedMs: number;
  expected(result: Result): 'holds' | 'violated' | null;
  counterexample(result: Result): Shown | undefined;
}

/** The report of a check. */
export const reportJson = (checked: Checked, asked: Asked): object => ({
  schema: 'hvspec.report/1',
  seed: `0x${(asked.seed >>> 0).toString(16)}`,
  runsPerClause: checked.runs,
  elapsedMs: asked.elapsedMs,
  switches: checked.switches,
  complete: checked.complete,
  results: checked.results.map((result) => resultJson(result, asked)),
});

function resultJson(result: Result, asked: Asked): object {
  const shown = asked.counterexample(result);
  return {
    clause: result.clause.name,
    model: result.model,
    verdict: result.verdict,
    expected: asked.expected(result),
    assurance: {
      class: result.runs === 0 ? 'not-run' : 'sampled',
      runs: result.runs,
      met: result.met,
    },
    counterexample: shown === undefined ? null : counterexampleJson(shown),
  };
}

/** One counterexample. */
export const counterexampleJson = (shown: Shown): object => ({
  clause: shown.clause.name,
  says: shown.clause.says,
  cite: shown.cite,
  verdict: shown.verdict,
  place: shown.place,
  expected: shown.expected,
  found: shown.found,
  initial: Object.fromEntries(shown.initial.map(([place, word]) => [place, hex(word)])),
  guest: shown.rounds.flatMap(({ guest }) => guest),
  rounds: shown.rounds,
  trace: shown.trace.filter(({ writes }) => writes.length > 0).map(stepJson),
  lastWriter: placeJson(shown.lastWriter),
  ended: placeJson(shown.ended),
  token: shown.token,
  life: shown.life ?? null,
  free: shown.free ?? null,
  repair: shown.repair ?? null,
});

const placeJson = (step: Taken | undefined): object | null =>
  step === undefined ? null : { site: step.site, text: step.text };

const stepJson = ({ site, text, writes }: Taken): object => ({
  site,
  text,
  writes: Object.fromEntries(writes.map(({ place, word }) => [place, hex(word)])),
});

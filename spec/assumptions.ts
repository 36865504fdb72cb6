// What is taken on trust: facts about the caller and the world that the switch relies on and does not check.
//
// Each is named, cited, enforced by the arbitraries, and necessary: without it some clause fails.
import { atCall } from './at-call.ts';
import { type Citation, isa, seed } from './cite.ts';
import type { Claim } from './clause.ts';

interface Named {
  readonly name: string;
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
}

/** True of the state in which the entry routine is called. */
export interface AtCall extends Named {
  readonly of: 'call';
  readonly claim: Claim;
}

/** True of what happens during a run: how time passes. */
export interface OfRun extends Named {
  readonly of: 'time';
}

/** The assumptions about what happens on the way. */
const ofRun: readonly OfRun[] = [
  {
    name: 'timers-are-read-together',
    of: 'time',
    says: 'For eight instructions behind a reading or writing of DEC, or a reading of TB, no more than one tick passes.',
    cite: [seed('101-106'), isa('III-S', 'Decrementer')],
  },
];

/** All of them. */
export const assumptions: readonly (AtCall | OfRun)[] = [...atCall, ...ofRun];

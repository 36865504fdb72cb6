// Why a run of code breaks a clause: whose the values are, what of the beginning does not matter, and what would put it right.
import type { Clause } from '../../spec/clause.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { CodeRun } from '../levels/level.ts';
import { type Repair, repairOf } from '../repair/search.ts';
import { wholeOrNone } from '../work/interruption.ts';
import { type FreePlaces, freePlaces } from './free-places.ts';
import { type Fact, lifeOf } from './life.ts';

/** What was looked into; no part of it need be there. */
export interface Explanation {
  /** Whose the values are. */
  readonly life?: readonly Fact[];
  /** What would put it right. */
  readonly repair?: Repair;
  /** What of the beginning does not matter; where that was tried and settled. */
  readonly free?: FreePlaces;
}

/** Whose the values are, in a run of code. */
export const lifeIn = ({ program, history, stage }: CodeRun, clause: Clause): readonly Fact[] =>
  lifeOf(program, clause, history, stage);

/** What does not matter of these places, and what would put it right: both take trying. Nothing, where that was to be left. */
export const remediesOf = (
  { program, history, stage }: CodeRun,
  clause: Clause,
  places: ReadonlySet<Place>,
): Pick<Explanation, 'repair' | 'free'> =>
  wholeOrNone(() => {
    const free = freePlaces(program, clause, history, places, stage);
    const repair = repairOf(program, clause, history);
    return { repair, ...(free === undefined ? {} : { free }) };
  }) ?? {};

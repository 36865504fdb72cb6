// The run over terms beside the plain interpreter: a plain run's words put into the terms give its end, on just one path.
import { allPlaces, slotNamed } from '../../../model/places.ts';
import { conditionsOf } from '../../../model/symbolic/facts.ts';
import type { PathEnd } from '../../../model/symbolic/path-end.ts';
import { valuesUnder } from '../../../model/symbolic/value.ts';
import { VECTOR } from '../../../spec/vocabulary/bits.ts';
import type { History } from '../../levels/switch/history.ts';
import type { Stage } from '../../levels/switch/play.ts';
import type { ProofRun } from '../run.ts';
import { type FollowedRun, followed, wordsAfter } from './followed-run.ts';

/** The interrupts by the vectors they come to; several come to one. */
const EVENTS: Readonly<Record<string, bigint>> = {
  'hypervisor decrementer': VECTOR.HV_DECREMENTER,
  'leftover HDEC': VECTOR.HV_DECREMENTER,
  'mediated external': VECTOR.EXTERNAL,
  external: VECTOR.EXTERNAL,
  hypercall: VECTOR.SYSTEM_CALL,
  'machine check': VECTOR.MACHINE_CHECK,
  'system reset': VECTOR.SYSTEM_RESET,
  maintenance: VECTOR.H_MAINTENANCE,
  'data storage': VECTOR.H_DATA_STORAGE,
  'instruction storage': VECTOR.H_INST_STORAGE,
  'emulation assistance': VECTOR.H_EMUL_ASSIST,
};

/** What was found of some histories. */
export interface Agreement {
  /** In what runs over terms and plain ones differ. */
  readonly differences: readonly string[];
  /** How often each interrupt ended a guest, by its name; refusals by an empty one. */
  readonly events: ReadonlyMap<string, number>;
  readonly resumed: number;
  /** Runs in which time has passed. */
  readonly late: number;
}

/** Plays histories plainly, and follows them over the terms of a run of the program, or of what is taken for it. */
export function agreement(
  proof: ProofRun,
  histories: readonly History[],
  stage: Stage,
  program = proof.program,
): Agreement {
  const differences: string[] = [];
  const events = new Map<string, number>();
  let [resumed, late] = [0, 0];
  for (const history of histories) {
    const plain = followed(program, history, stage);
    const { wordOf, ends } = taken(proof, plain);
    if (ends.some(({ wild }) => wild === true)) continue;
    if (ends.length !== 1)
      differences.push(`${ends.length} paths to ${JSON.stringify(plain.ran.ending)}`);
    for (const end of ends) {
      const wrong = difference(end, plain, wordOf);
      if (wrong !== undefined) differences.push(wrong);
      events.set(end.state.event, (events.get(end.state.event) ?? 0) + 1);
    }
    if (plain.resumed) resumed++;
    if ((plain.ran.after.cells.word(slotNamed('TB')) ?? 0n) > 0n) late++;
  }
  return { differences, events, resumed, late };
}

/** The ends of paths that an assignment takes. */
function taken({ run }: ProofRun, plain: FollowedRun) {
  const wordOf = valuesUnder((name) => unknownIn(plain, name));
  const ends = run.ends.filter(
    ({ state }) =>
      conditionsOf(state.facts.assumed).every((one) => wordOf(one) !== 0n) &&
      (state.event === '' ? plain.vector === undefined : EVENTS[state.event] === plain.vector),
  );
  return { wordOf, ends };
}

/** HDAR and its kind are unknowns of the event; a hypercall of PAPR sets r3 with its number as it comes. */
function unknownIn(plain: FollowedRun, name: string): bigint {
  const [, of] = /^guest0\.(HDAR|HDSISR|HEIR|r3)$/u.exec(name) ?? [];
  const vector = plain.ran.spans.findLast(({ kind }) => kind === 'guest')?.after;
  return of === undefined || vector === undefined ? plain.unknown(name) : vector.word(of as 'HDAR');
}

/** How the end of a path differs from the plain run's. */
function difference(
  { end, state }: PathEnd,
  plain: FollowedRun,
  wordOf: ReturnType<typeof valuesUnder>,
) {
  if ((end === 'returned') !== (plain.ran.ending.end === 'returned'))
    return `${end} and ${plain.ran.ending.end}`;
  if (end !== 'returned') return undefined;
  const wrong = wordsAfter(plain.ran).findIndex((word, slot) => {
    const term = state.slots[slot];
    return term === undefined || wordOf(term) !== word;
  });
  return wrong < 0 ? undefined : `${allPlaces[wrong]} after ${state.event}`;
}

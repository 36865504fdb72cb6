// The level of the code itself as it stands: not run, but read. What it says of each vector is seen once and for all.
import { footprintOf } from '../../../model/faults/footprint.ts';
import { ownLayout } from '../../../model/layout.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import { OWN_VECTORS } from '../../../model/paths/vectors.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Machine, Trace } from '../../../spec/vocabulary/machine.ts';
import { type Asking, vectorAddresses } from '../../../spec/vocabulary/vectors.ts';
import { oneOf, type Schema } from '../../input/schema.ts';
import { type CodeSubject, findSubject } from '../../subjects/subject.ts';
import { inEditions } from '../in-editions.ts';
import type { Count, Evaluator, Level } from '../level.ts';
import { ASKS, ASKS_NOTHING, vectorFaults } from './faults.ts';

/** What the code at each vector that has any asks. */
type ByVector = ReadonlyMap<bigint, Asking>;

/** The one history of this level. */
const AS_IT_STANDS = 'as it stands';

/** How JSON holds it. */
export const textHistory: Schema<string> = oneOf([AS_IT_STANDS]);

export const textLevel: Level = {
  name: 'text',
  kinds: ['text'],
  extent: 'exhaustive',
  faults: vectorFaults,
  open(subject, clauses, { state }) {
    const fault = Object.hasOwn(vectorFaults, subject) ? vectorFaults[subject] : undefined;
    const found: Omit<CodeSubject, 'model'> | undefined =
      fault === undefined ? findSubject(subject, state) : { program: repaired };
    if (found === undefined) return undefined;
    const read = (): ByVector => {
      const asking = askingIn(found);
      return fault === undefined ? asking : new Map([...asking, [fault.at, fault.as]]);
    };
    return inEditions(found, clauses, (owed) => evaluatorOf(read, owed));
  },
};

/** What a program says of its vectors: as it was read off source, or as the routines of a path do. */
function askingIn({ asking, program }: Omit<CodeSubject, 'model'>): ByVector {
  if (asking !== undefined) return asking;
  const offset = ownLayout.distanceTo('hstate.in_guest');
  const coded = program.routines.flatMap(({ at, passages }): [bigint, Asking][] => {
    const steps = passages.flatMap((passage) => passage.steps);
    const asks = steps.some(({ step }) =>
      footprintOf(step).loaded.some((access) => access.offset === offset && access.bytes === 1),
    );
    return at === undefined ? [] : [[at, asks ? ASKS : ASKS_NOTHING]];
  });
  return new Map([
    ...OWN_VECTORS.map((vector): [bigint, Asking] => [vector, ASKS_NOTHING]),
    ...coded,
  ]);
}

function evaluatorOf(read: () => ByVector, clauses: readonly Clause[]): Evaluator {
  let known: ByVector | undefined;
  const asking = (): ByVector => {
    known ??= read();
    return known;
  };
  const verdictOf = (clause: Clause) => judge(clause, traceOf(asking()));
  return {
    run: () => ({ runs: asking().size, switches: 0, counts: clauses.map(count) }),
    judge: verdictOf,
    shrink: (_clause, history) => history,
    replay: () => ({
      trace: traceOf(asking()),
      begin: machineOf(asking()),
      lines: [`nothing is run: the code at ${asking().size} vectors is read`],
    }),
  };
  function count(clause: Clause): Count {
    const { verdict } = verdictOf(clause);
    const worst =
      verdict === 'violated'
        ? ({ verdict, weight: 0, index: 0, history: AS_IT_STANDS } as const)
        : undefined;
    return { met: verdict === 'vacuous' ? 0 : asking().size, worst };
  }
}

/** The text as a run that takes no step. */
function traceOf(asking: ByVector): Trace {
  const machine = machineOf(asking);
  const span = {
    kind: 'text',
    before: machine,
    after: machine,
    taken: [],
    from: 0,
    to: 0,
  } as const;
  return { spans: [span], unfinished: [], ending: { end: 'returned' } };
}

function machineOf(asking: ByVector): Machine {
  const words = new Map<string, bigint>(
    vectorAddresses.flatMap((address): [string, bigint][] => {
      const asks = asking.get(BigInt(address));
      return [
        [`vector[${address}].there`, asks === undefined ? 0n : 1n],
        [`vector[${address}].asks`, asks?.asks === true ? 1n : 0n],
        [`vector[${address}].untested`, asks?.untested === true ? 1n : 0n],
      ];
    }),
  );
  return { word: (place) => words.get(place) ?? nothing(place), address: nothing };
}

function nothing(what: string): never {
  throw new Error(`the text says nothing of ${what}`);
}

// The level of the code itself as it stands: not run, but read. What it says of each vector is seen once and for all.
import { footprintOf } from '../../model/faults/footprint.ts';
import { ownLayout } from '../../model/layout.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { OWN_VECTORS } from '../../model/paths/vectors.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Machine, Trace } from '../../spec/machine.ts';
import { vectorAddresses } from '../../spec/vectors.ts';
import { takenApart } from '../report/shown.ts';
import { encodeToken } from '../report/token.ts';
import { findSubject } from '../subject.ts';
import type { Bench, Count, Level, LevelFault } from './level.ts';

/** Whether the code at each vector that has any asks if a guest was running. */
type Asking = ReadonlyMap<bigint, boolean>;

/** Faults of the text: one vector asks, or does not, as it should not. */
const wrong: Readonly<Record<string, LevelFault & { readonly vector: bigint }>> = {
  'hdec-vector-does-not-ask': {
    text: 'the vector of the hypervisor decrementer does not ask whether a guest was running',
    breaks: ['hypervisor-vectors-ask-for-a-guest'],
    vector: 0x980n,
  },
  'data-storage-vector-asks': {
    text: 'the vector of data storage interrupts asks whether a guest was running, and none ever was',
    breaks: ['guests-own-vectors-ask-nothing'],
    vector: 0x300n,
  },
};

/** The one history of this level. */
const AS_IT_STANDS = 'as it stands';

export const textLevel: Level = {
  name: 'text',
  model: 'model/paths/vectors.ts',
  kinds: ['text'],
  extent: 'exhaustive',
  everyBlock: 1,
  faults: wrong,
  open(subject, clauses, { state }) {
    const fault = wrong[subject];
    const program = fault === undefined ? findSubject(subject, state)?.program : repaired;
    if (program === undefined) return undefined;
    return benchOf(
      subject,
      () => {
        const asking = askingIn(program);
        return fault === undefined ? asking : turned(asking, fault.vector);
      },
      clauses,
    );
  },
};

/** What a program says of its vectors: as it was read off source, or as the routines of a path do. */
function askingIn({ asking, routines }: Program): Asking {
  if (asking !== undefined) return asking;
  const offset = ownLayout.distanceTo('hstate.in_guest');
  const coded = routines.flatMap(({ at, passages }): [bigint, boolean][] => {
    const steps = passages.flatMap((passage) => passage.steps);
    const asks = steps.some(({ step }) =>
      footprintOf(step).loaded.some((access) => access.offset === offset && access.bytes === 1),
    );
    return at === undefined ? [] : [[at, asks]];
  });
  return new Map([...OWN_VECTORS.map((vector): [bigint, boolean] => [vector, false]), ...coded]);
}

const turned = (asking: Asking, vector: bigint): Asking =>
  new Map([...asking, [vector, asking.get(vector) !== true]]);

function benchOf(subject: string, read: () => Asking, clauses: readonly Clause[]): Bench {
  let known: Asking | undefined;
  const asking = (): Asking => {
    known ??= read();
    return known;
  };
  const verdictOf = (clause: Clause) => judge(clause, traceOf(asking()));
  return {
    play: () => ({ runs: asking().size, switches: 0, counts: clauses.map(count) }),
    judge: verdictOf,
    minimal: (_clause, history) => history,
    show(clause) {
      const kept = { subject, clause: clause.name, level: 'text', history: AS_IT_STANDS };
      const shown = takenApart(clause, verdictOf(clause), encodeToken(kept), machineOf(asking()));
      const happens = [`nothing is run: the code at ${asking().size} vectors is read`];
      return shown && { ...shown, happens };
    },
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
function traceOf(asking: Asking): Trace {
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

function machineOf(asking: Asking): Machine {
  const words = new Map<string, bigint>(
    vectorAddresses.flatMap((address): [string, bigint][] => {
      const asks = asking.get(BigInt(address));
      return [
        [`vector[${address}].there`, asks === undefined ? 0n : 1n],
        [`vector[${address}].asks`, asks === true ? 1n : 0n],
      ];
    }),
  );
  return { word: (place) => words.get(place) ?? nothing(place), address: nothing };
}

function nothing(what: string): never {
  throw new Error(`the text says nothing of ${what}`);
}

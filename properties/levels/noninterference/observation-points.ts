// The moments of a run at which another run is held beside it: each instruction of the guest, each interrupt, each return.
import type {
  Machine,
  Place,
  Span,
  SpanKind,
  StepRecord,
  Trace,
} from '../../../spec/vocabulary/machine.ts';
import { MOMENT } from '../../../spec/vocabulary/observation.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import type { Moment } from './alignment.ts';

/** A moment: the steps that led to it since the switch was called, and the state then. */
export interface ObservationPoint extends Moment {
  readonly state: Machine;
  readonly taken: readonly StepRecord[];
  readonly from: number;
  readonly to: number;
  /** The state in which its switch was called. */
  readonly called: Machine;
}

/** Every moment of a run, in order. */
export function momentsOf({ spans, cutShort }: Trace): readonly ObservationPoint[] {
  const isWhole = ({ kind }: Span): boolean => kind === 'switch';
  const calls = [...spans.filter(isWhole), ...(cutShort === undefined ? [] : [cutShort])].map(
    (span) => span.before,
  );
  let [before, call] = [0n, 0];
  return spans.flatMap((span) => {
    const called = calls[call] ?? span.before;
    const moments = momentsIn(span).map((one) => ({ ...one, spent: before + one.steps, called }));
    if (isWhole(span)) {
      before += hostSteps(span.taken, span.to);
      call++;
    }
    return moments;
  });
}

type InSwitch = Omit<ObservationPoint, 'spent' | 'called'>;

/** What has happened at the end of a span; not of a whole switch, at the end of which one of its parts ends. */
export const happenedAtEnd: Readonly<Partial<Record<SpanKind, Word>>> = {
  entry: MOMENT.STARTED,
  resume: MOMENT.RESUMED,
  guest: MOMENT.INTERRUPTED,
  refusal: MOMENT.REFUSED,
  exit: MOMENT.RETURNED,
};

function momentsIn(span: Span): readonly InSwitch[] {
  const kind = happenedAtEnd[span.kind];
  if (kind === undefined) return [];
  return [...(span.kind === 'guest' ? instructionsIn(span) : []), at(span, kind)];
}

/** Behind each instruction of the guest but the last, which is the one that was interrupted. */
function instructionsIn(span: Span): readonly InSwitch[] {
  const found: InSwitch[] = [];
  const words = new Map<Place, Word>();
  for (let i = span.from; i < span.to; i++) {
    const step = span.taken[i];
    for (const { place, word } of step?.writes ?? []) words.set(place, word);
    if (step?.by !== 'guest' || i === span.to - 1) continue;
    found.push(moment(span, MOMENT.RAN, overlaid(span.before, new Map(words)), i + 1));
  }
  return found;
}

const at = (span: Span, kind: Word): InSwitch => moment(span, kind, span.after, span.to);

function moment({ taken }: Span, kind: Word, state: Machine, to: number): InSwitch {
  const machine: Machine = {
    address: state.address,
    word: (place) => (place.startsWith('[') ? storedAt(place, taken, to) : state.word(place)),
  };
  return { kind, state: machine, taken, from: 0, to, steps: hostSteps(taken, to) };
}

function hostSteps(taken: readonly StepRecord[], to: number): Word {
  let steps = 0n;
  for (let i = 0; i < to; i++) if (taken[i]?.by === 'host') steps++;
  return steps;
}

/** What was last stored where nobody named anything; 0 where nothing was. */
function storedAt(place: Place, taken: readonly StepRecord[], to: number): Word {
  for (let i = to - 1; i >= 0; i--) {
    const write = taken[i]?.writes.findLast((one) => one.place === place);
    if (write !== undefined) return write.word;
  }
  return 0n;
}

const overlaid = (before: Machine, words: ReadonlyMap<Place, Word>): Machine => ({
  address: before.address,
  word: (place) => words.get(place) ?? before.word(place),
});

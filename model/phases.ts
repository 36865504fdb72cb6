// The phases of a switch, and the spans that it is cut into: one table, which the interpreter, the compiled evaluator and watchers read.
//
//   call ── entered ──> guest ── interrupted ──> vector ── entered ──> guest …
//     └──── returned (refusal)                      └───── returned (exit)
import type { SpanKind } from '../spec/vocabulary/machine.ts';

/** Where a switch is: called, in the guest, or after an interrupt at its vector. */
export type Phase = 'call' | 'guest' | 'vector';

/** What ends a phase: the guest is entered, the guest is interrupted, or the switch returns to its caller. */
export type PhaseEvent = 'entered' | 'interrupted' | 'returned';

type PartKind = 'entry' | 'refusal' | 'guest' | 'exit' | 'resume';

/** Each part of a switch: the phase that it is, and the event that ends it. */
const parts = {
  entry: { phase: 'call', ends: 'entered' },
  refusal: { phase: 'call', ends: 'returned' },
  guest: { phase: 'guest', ends: 'interrupted' },
  exit: { phase: 'vector', ends: 'returned' },
  resume: { phase: 'vector', ends: 'entered' },
} as const satisfies Record<PartKind, { readonly phase: Phase; readonly ends: PhaseEvent }>;

const kinds = Object.keys(parts) as PartKind[];

/** The span that an event ends in a phase; only the guest is interrupted, even where the call was made in its state. */
export const spanEnding = (phase: Phase, event: PhaseEvent): PartKind => ended[event][phase];

const endedBy = (event: PhaseEvent): Readonly<Record<Phase, PartKind>> => {
  const some = kinds.filter((kind) => parts[kind].ends === event);
  const last = some.at(-1) ?? 'guest';
  const within = (phase: Phase) => some.find((kind) => parts[kind].phase === phase) ?? last;
  return { call: within('call'), guest: within('guest'), vector: within('vector') };
};

const ended: Readonly<Record<PhaseEvent, Readonly<Record<Phase, PartKind>>>> = {
  entered: endedBy('entered'),
  interrupted: endedBy('interrupted'),
  returned: endedBy('returned'),
};

/** The spans that a run may be in the middle of, in a phase. */
export const spansOpen = (phase: Phase): readonly SpanKind[] => [
  'switch',
  ...kinds.filter((kind) => parts[kind].phase === phase),
];

/** The phase that a part of a switch is; undefined of other spans. */
export const phaseOf = (kind: SpanKind): Phase | undefined =>
  Object.hasOwn(parts, kind) ? parts[kind as PartKind].phase : undefined;

// The clauses of the world switch itself: those whose stretch is a part of a switch.
import type { Clause } from '../../../spec/clause.ts';
import { contract } from '../../../spec/contract.ts';
import type { SpanKind } from '../../../spec/vocabulary/machine.ts';

/** The stretches of a switch. */
export type SwitchKind = 'switch' | 'entry' | 'guest' | 'exit' | 'resume' | 'refusal';

export const switchKinds: readonly SpanKind[] = [
  'switch',
  'entry',
  'guest',
  'exit',
  'resume',
  'refusal',
];

/** In reading order. */
export const switchContract: readonly Clause[] = contract.filter(({ over }) =>
  switchKinds.includes(over),
);

/** The stretch, if it is one of a switch. Throws where it is not. */
export function switchKind(kind: SpanKind): SwitchKind {
  if (isSwitchKind(kind)) return kind;
  throw new Error(`a switch has no stretch '${kind}'`);
}

const isSwitchKind = (kind: SpanKind): kind is SwitchKind => switchKinds.includes(kind);

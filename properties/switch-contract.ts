// The clauses of the world switch itself: those whose stretch is a part of a switch.
import type { Clause } from '../spec/clause.ts';
import { contract } from '../spec/contract.ts';
import type { SpanKind } from '../spec/machine.ts';

/** The stretches of a switch. */
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

// The clauses of the world switch itself: those whose stretch is a part of a switch.
import type { Clause } from '../../../spec/clause.ts';
import { type ClauseName, contract } from '../../../spec/contract.ts';
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
export const switchContract: readonly Clause<ClauseName>[] = contract.filter(({ over }) =>
  over.some((kind) => switchKinds.includes(kind)),
);

/** The stretch of a switch that a clause is judged over. Throws where there is none. */
export function switchKind({ over }: Pick<Clause, 'over'>): SwitchKind {
  const kind = over.find(isSwitchKind);
  if (kind === undefined) throw new Error(`a switch has no stretch '${over.join("', '")}'`);
  return kind;
}

const isSwitchKind = (kind: SpanKind): kind is SwitchKind => switchKinds.includes(kind);

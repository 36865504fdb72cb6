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

/** The stretches of a switch that a clause is judged over. Throws where there is none. */
export function switchKindsOf({ over }: Pick<Clause, 'over'>): readonly SwitchKind[] {
  const kinds = over.filter(isSwitchKind);
  if (kinds.length === 0) throw new Error(`a switch has no stretch '${over.join("', '")}'`);
  return kinds;
}

const isSwitchKind = (kind: SpanKind): kind is SwitchKind => switchKinds.includes(kind);

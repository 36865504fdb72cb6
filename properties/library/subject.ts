// What a caller of the library hands in, looked at before anything runs: a program, and clauses of its own or of the contract.
import { allPlaces } from '../../model/places.ts';
import type { Clause } from '../../spec/clause.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { readsOf } from '../../spec/judging/claim-reads.ts';
import { switchKinds } from '../levels/switch/contract.ts';
import { stageWithout } from '../levels/switch/play.ts';

/** A clause, or the name of one of the contract. */
export type ClauseOrName = Clause | string;

/** Every assumption about the call is met. */
export const STAGE = stageWithout(new Set());

const known: ReadonlySet<string> = new Set(allPlaces);

/** The clauses that are meant. Throws RangeError for a name that is none, for a span that no switch has, and for an unknown place. */
export const clausesMeant = (asked: readonly ClauseOrName[]): readonly Clause[] =>
  asked.map(clauseMeant);

/** The clause that is meant; throws as `clausesMeant` does. */
export function clauseMeant(asked: ClauseOrName): Clause {
  const clause = typeof asked === 'string' ? clauseNamed(asked) : asked;
  if (clause === undefined)
    throw new RangeError(`no clause is called '${String(asked)}'; contract lists them`);
  const spans = clause.over.filter((kind) => !switchKinds.includes(kind));
  if (spans.length > 0)
    throw new RangeError(
      `${clause.name} is about '${spans.join("', '")}', which no run of the switch has; it has ${switchKinds.join(', ')}`,
    );
  for (const { place } of readsOf(clause.claim))
    if (!known.has(place)) throw new RangeError(`${clause.name}: no place is called '${place}'`);
  return clause;
}

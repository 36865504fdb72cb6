// A chapter is a record of clauses: the key is the clause's name, so that names are types, and what lists a clause is
// checked by the compiler.
import type { Citation } from './cite.ts';
import type { Claim, Clause } from './clause.ts';
import type { SpanKind } from './vocabulary/machine.ts';

/** What a chapter says of a clause, under the clause's name. */
export interface Statement {
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
  /** The span that the clause is judged over; several where it is as true of each. */
  readonly over: SpanKind | readonly [SpanKind, ...SpanKind[]];
  readonly claim: Claim;
}

/** Statements by the names of their clauses, in reading order. */
export type Statements<Name extends string> = Readonly<Record<Name, Statement>>;

/** Chapters group clauses by the thing that they protect. */
export interface Chapter<Name extends string = string> {
  readonly title: string;
  readonly about: string;
  readonly clauses: readonly Clause<Name>[];
}

/** Clauses that a chapter spreads into its own. */
export const clauses = <Name extends string>(statements: Statements<Name>): Statements<Name> =>
  statements;

/** A chapter: its title, what it is about in a sentence, and its clauses by name. */
export const chapter = <Name extends string>(
  title: string,
  about: string,
  statements: Statements<Name>,
): Chapter<Name> => ({
  title,
  about,
  clauses: namesOf(statements).map((name) => clauseOf(name, statements[name])),
});

/** The clause that a statement makes under a name. */
function clauseOf<Name extends string>(name: Name, { over, ...rest }: Statement): Clause<Name> {
  return { name, ...rest, over: typeof over === 'string' ? [over] : over };
}

function namesOf<Name extends string>(statements: Statements<Name>): readonly Name[] {
  return Object.keys(statements) as Name[];
}

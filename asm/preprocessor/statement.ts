// What the preprocessor hands to the assembler: statements, one by one, each with its position. A
// semicolon, the end of the line and the border of a feature section end a statement; the assembler's
// own comment (# to the end of the line) ends with the line, even when a macro brought it.
import type { Position } from '../listing.ts';
import type { Mark } from './mark.ts';
import { macrosOf, type Token, textOf } from './token.ts';

/** One statement for the assembler: its text, and the line that it comes from. */
export interface Statement {
  readonly text: string;
  readonly at: Position;
  /** Present when the statement is the border of a feature section; the text is then empty. */
  readonly mark?: Mark;
}

/** Cuts the tokens of a line into statements. */
export const statementsOf = (tokens: readonly Token[], at: Position): Statement[] => {
  const statements: Statement[] = [];
  let from = 0;
  const finish = (to: number): void => {
    if (to > from) statements.push(statement(tokens.slice(from, to), at));
    from = to + 1;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.mark !== undefined) {
      finish(index);
      statements.push({ text: '', at: positionOf(token, at), mark: token.mark });
    } else if (token.text === ';') finish(index);
    else if (token.text === '#') {
      finish(index);
      return statements;
    }
  }
  finish(tokens.length);
  return statements;
};

const statement = (tokens: readonly Token[], at: Position): Statement => ({
  text: textOf(tokens),
  at: positionOf(tokens[0], at),
});

const positionOf = (token: Token | undefined, at: Position): Position =>
  token?.trail === undefined ? at : { ...at, through: macrosOf(token.trail) };

// Preprocessing tokens. Each remembers the macros that it came through, which serves twice: a macro is
// not expanded again inside its own expansion, and every statement can say how it came about.
import type { Mark } from './mark.ts';

/** The macros that a token came through, innermost first. */
export interface Trail {
  readonly macro: string;
  readonly outer: Trail | undefined;
  readonly depth: number;
}

/** One preprocessing token. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'other' | 'mark';
  readonly text: string;
  /** Blanks stood before it. */
  readonly spaced: boolean;
  readonly trail: Trail | undefined;
  /** Set when the kind is `mark`: the beginning, turn or end of a feature section. */
  readonly mark?: Mark;
}

const blank = '([ \\t\\f\\v\\r\\n]+)';
const word = '([A-Za-z_$][\\w$]*)|(\\.?[0-9](?:[eEpP][+-]|[\\w.])*)';
const character = "'(?:\\\\.|[^\\\\])'?";
const other = '(##|[\\s\\S])';
const withStrings = new RegExp(
  `${blank}|${word}|("[^"\\\\]*(?:\\\\.[^"\\\\]*)*"|${character})|${other}`,
  'y',
);

// After a quote that nothing closes there is no string: each quote there would be looked at to the end of the text.
const withoutStrings = new RegExp(`${blank}|${word}|(${character})|${other}`, 'y');

/** Cuts a line into tokens. */
export const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  let spaced = false;
  let pattern = withStrings;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[1] !== undefined) spaced = true;
    else {
      tokens.push({ kind: kindOf(match), text: match[0], spaced, trail: undefined });
      spaced = false;
    }
    if (pattern.lastIndex >= text.length) break;
    if (match[0] === '"' && pattern === withStrings) {
      withoutStrings.lastIndex = pattern.lastIndex;
      pattern = withoutStrings;
    }
  }
  return tokens;
};

const kindOf = (match: RegExpExecArray): Token['kind'] => {
  if (match[2] !== undefined) return 'name';
  if (match[3] !== undefined) return 'number';
  return match[4] !== undefined ? 'string' : 'other';
};

/** The text of the tokens: blanks where they stood, and where two words would otherwise run together. */
export const textOf = (tokens: readonly Token[]): string => {
  let text = '';
  let last = '';
  for (const token of tokens) {
    if (text !== '' && (token.spaced || (wordEnd.test(last) && wordStart.test(token.text))))
      text += ' ';
    text += token.text;
    last = token.text;
  }
  return text;
};

/** The macros of a trail, outermost first. */
export const macrosOf = (trail: Trail | undefined): readonly string[] => {
  const names: string[] = [];
  for (let at = trail; at !== undefined; at = at.outer) names.push(at.macro);
  return names.reverse();
};

/** Whether a token came through a macro. */
export const passedThrough = (trail: Trail | undefined, macro: string): boolean => {
  for (let at = trail; at !== undefined; at = at.outer) if (at.macro === macro) return true;
  return false;
};

/** The trail of a token of trail `inner` that an expansion of trail `outer` brought in. */
export const extend = (outer: Trail, inner: Trail | undefined): Trail =>
  inner === undefined ? outer : through(inner.macro, extend(outer, inner.outer));

/** A trail that goes through one macro more. */
export const through = (macro: string, outer: Trail | undefined): Trail => ({
  macro,
  outer,
  depth: (outer?.depth ?? 0) + 1,
});

const wordEnd = /[\w$]$/;
const wordStart = /^[\w$]/;

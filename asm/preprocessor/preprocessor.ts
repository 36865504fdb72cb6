// The preprocessor: from the text of a file and the files that it includes to statements. It does what
// the C preprocessor does to assembler source; directives are in directive.ts. One preprocessor is one
// translation unit. It never stops at an error: the line is given up and the next one read.
import { spend } from '../budget.ts';
import type { Position } from '../listing.ts';
import { shortened } from '../shortened.ts';
import { type Conditionals, counts } from './condition.ts';
import { directives } from './directive.ts';
import { expand } from './expansion.ts';
import { type LogicalLine, logicalLines } from './logical-lines.ts';
import { statementsOf } from './statement.ts';
import { type Token, tokensOf } from './token.ts';
import { expanderAt, type Place, type Preprocessor } from './unit.ts';

const longestCall = 100;

/** Preprocesses one file into the unit's statements and errors. */
export const readFile = (unit: Preprocessor, path: string, text: string): void => {
  const logical = unit.cache.get(text) ?? logicalLines(text);
  unit.cache.set(text, logical);
  if (!spend(unit.budget, text.length >> 8)) return;
  const written = text.split('\n');
  const position = (line: number): Position => ({
    file: path,
    line,
    text: shortened((written[line - 1] ?? '').trim()),
    through: [],
  });
  const conditionals: Conditionals = [];
  const follow = (other: string, content: string): void => readFile(unit, other, content);
  for (let index = 0; index < logical.lines.length && spend(unit.budget, 1); ) {
    const line = logical.lines[index];
    if (line === undefined) break;
    const place = (): Place => ({
      unit,
      path,
      conditionals,
      at: position(line.line),
      follow,
    });
    if (isDirective(line.text)) readDirective(line.text, place());
    else if (unit.definitionsOnly !== true && counts(conditionals) && /\S/.test(line.text))
      index += readText(logical.lines, index, place());
    index += 1;
  }
  for (const each of conditionals)
    unit.errors.push({ message: 'this is never closed', at: each.at });
  if (logical.unclosed !== undefined) {
    unit.errors.push({ message: 'a comment is never closed', at: position(logical.unclosed) });
  }
};

/** Reads a line of text, and as many more as the macro calls in it take; says how many more. */
const readText = (lines: readonly LogicalLine[], index: number, place: Place): number => {
  const { unit, at } = place;
  const tokens = tokensOf(lines[index]?.text ?? '');
  let level = openness(tokens);
  let expansion = expand(tokens, expanderAt(place));
  let more = 0;
  while (expansion.open !== undefined) {
    const next = lines[index + more + 1];
    if (next === undefined || more >= longestCall || isDirective(next.text)) {
      unit.errors.push({ message: `the call of ${expansion.open} is not closed`, at });
      return 0;
    }
    more += 1;
    const [first, ...rest] = tokensOf(next.text);
    if (first !== undefined) tokens.push({ ...first, spaced: true });
    for (const token of rest) tokens.push(token);
    level += openness(rest) + (first === undefined ? 0 : openness([first]));
    if (level <= 0) expansion = expand(tokens, expanderAt(place));
  }
  for (const each of statementsOf(expansion.tokens, at)) unit.statements.push(each);
  return more;
};

const openness = (tokens: readonly Token[]): number =>
  tokens.reduce((level, { text }) => level + (text === '(' ? 1 : text === ')' ? -1 : 0), 0);

const isDirective = (text: string): boolean => directive.test(text);
const directive =
  /^\s*#\s*(define|undef|if|ifdef|ifndef|elif|else|endif|include|include_next|error|warning|pragma|line|ident|assert|unassert|import|sccs)\b/;

const readDirective = (text: string, place: Place): void => {
  const match = directive.exec(text);
  const read = match?.[1] === undefined ? undefined : directives.get(match[1]);
  if (match === null) return;
  if (read !== undefined) read(text.slice(match[0].length), place);
  else if (counts(place.conditionals)) {
    place.unit.errors.push({ message: `#${match[1]} is not supported`, at: place.at });
  }
};

// A preprocessor macro: reading its definition, and putting arguments in its body with # and ##. When
// and where macros are expanded is the matter of expansion.ts.
import type { MarkMacro } from './mark.ts';
import { extend, type Token, type Trail, textOf, tokensOf } from './token.ts';

/** A macro of the preprocessor. */
export interface Macro {
  readonly name: string;
  /** Absent for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** The last parameter takes all remaining arguments. */
  readonly variadic: boolean;
  readonly body: () => readonly Token[];
  readonly mark?: MarkMacro['mark'];
}

/** An argument of a call, as it was written and expanded. */
export interface Argument {
  readonly raw: readonly Token[];
  readonly expanded: () => readonly Token[];
}

/** Parameters that a macro has at most, here and in the assembler; C asks for 127. */
export const mostParameters = 255;

/** The macro of `NAME body` or `NAME(parameters) body`, or what is wrong with it. */
export const parseMacro = (definition: string): Macro | string => {
  const head = /^\s*([A-Za-z_$][\w$]*)(\(([^)]*)(\)?))?/.exec(definition);
  if (head === null) return 'a macro needs a name';
  const [whole, name = '', list, inner = '', closed] = head;
  const body = definition.slice(whole.length);
  if (list === undefined)
    return { name, parameters: undefined, variadic: false, body: bodyOf(body) };
  if (closed === '') return `the parameters of ${name} are not closed`;
  const written = inner.trim() === '' ? [] : inner.split(',').map((each) => each.trim());
  if (written.length > mostParameters)
    return `${name.slice(0, 40)} has ${written.length} parameters, and ${mostParameters} is the most`;
  const variadic = written.at(-1)?.endsWith('...') ?? false;
  const parameters = written.map((each, index) =>
    variadic && index === written.length - 1 ? each.slice(0, -3).trim() || '__VA_ARGS__' : each,
  );
  const wrong = parameters.find((each, at) => !isName(each) || parameters.indexOf(each) !== at);
  if (wrong !== undefined) return `‘${wrong}’ cannot be a parameter of ${name}`;
  return { name, parameters, variadic, body: bodyOf(body) };
};

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);

// Most macros of a header are never used, so a body is read when it is first wanted.
const bodyOf = (text: string): (() => readonly Token[]) => {
  let tokens: readonly Token[] | undefined;
  return () => {
    tokens ??= tokensOf(text);
    return tokens;
  };
};

/** The body with the arguments in their places, every token marked as having come through the macro. */
export const substitute = (macro: Macro, values: readonly Argument[], trail: Trail): Token[] => {
  const body = macro.body();
  const result: Token[] = [];
  for (let at = 0; at < body.length; at += 1) {
    const token = body[at];
    if (token === undefined) break;
    if (token.text === '#' && macro.parameters !== undefined) {
      const named = argumentOf(macro, values, body[at + 1]);
      if (named !== undefined) {
        result.push(stringOf(named, token, trail));
        at += 1;
        continue;
      }
    }
    if (token.text === '##' && at > 0 && at + 1 < body.length) {
      at += 1;
      paste(result, operandOf(macro, values, body[at], trail), trail);
      continue;
    }
    const value = argumentOf(macro, values, token);
    if (value === undefined) result.push({ ...token, trail });
    else if (body[at + 1]?.text === '##') append(result, atEdge(value.raw, token, trail));
    else append(result, moved(value.expanded(), token, trail));
  }
  return result.filter((token) => token !== placemarker);
};

// Spreading into push would put every token on the stack.
const append = (result: Token[], tokens: readonly Token[]): void => {
  for (const token of tokens) result.push(token);
};

const argumentOf = (macro: Macro, values: readonly Argument[], token: Token | undefined) => {
  if (token?.kind !== 'name' || macro.parameters === undefined) return undefined;
  const index = macro.parameters.indexOf(token.text);
  return index < 0 ? undefined : values[index];
};

const operandOf = (
  macro: Macro,
  values: readonly Argument[],
  token: Token | undefined,
  trail: Trail,
): readonly Token[] => {
  if (token === undefined) return [placemarker];
  const value = argumentOf(macro, values, token);
  return value === undefined ? [{ ...token, trail }] : atEdge(value.raw, token, trail);
};

// An empty argument beside ## leaves something for ## to join that is not a token of the body.
const placemarker: Token = { kind: 'other', text: '', spaced: false, trail: undefined };

const atEdge = (tokens: readonly Token[], place: Token, trail: Trail): readonly Token[] =>
  tokens.length === 0 ? [placemarker] : moved(tokens, place, trail);

const moved = (tokens: readonly Token[], place: Token, trail: Trail): Token[] =>
  tokens.map((token, index) => ({
    ...token,
    spaced: index === 0 ? place.spaced : token.spaced,
    trail: extend(trail, token.trail),
  }));

const paste = (result: Token[], right: readonly Token[], trail: Trail): void => {
  const left = result.pop() ?? placemarker;
  const [first = placemarker, ...others] = right;
  const joined = tokensOf(left.text + first.text).map((token, index) => ({
    ...token,
    spaced: index === 0 && left.spaced,
    trail,
  }));
  append(result, joined.length === 0 ? [placemarker] : joined);
  append(result, others);
};

const stringOf = (value: Argument, place: Token, trail: Trail): Token => {
  const parts = value.raw.map((token) =>
    token.kind === 'string' ? { ...token, text: token.text.replace(/[\\"]/g, '\\$&') } : token,
  );
  return { kind: 'string', text: `"${textOf(parts)}"`, spaced: place.spaced, trail };
};

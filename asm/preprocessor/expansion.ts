// Expanding macros in a run of tokens: the worklist of the C standard, with every step counted against
// a budget and the nesting of arguments bounded. A call whose arguments go on in the next line is
// reported as open, so that the caller can bring that line.
import { type Argument, type Macro, substitute } from './macro.ts';
import type { Mark } from './mark.ts';
import { passedThrough, type Token, type Trail, textOf, through } from './token.ts';

/** What expansion goes by. */
export interface Expander {
  readonly macros: ReadonlyMap<string, Macro>;
  /** Whether a name is a feature's: it stays as it is in arguments, since a feature section may be where it comes to. */
  readonly isFeature: (name: string) => boolean;
  /** Counts work; false when there has been too much of it. */
  readonly spend: (amount: number) => boolean;
  readonly fail: (message: string) => void;
}

/** The tokens after expansion. */
export interface Expansion {
  readonly tokens: Token[];
  /** The macro whose call is not closed. */
  readonly open?: string;
}

const deepestNesting = 100;
const deepestTrail = 200;
/** Expands every macro in a run of tokens; those that are features of a processor only where they are not kept. */
export const expand = (
  tokens: readonly Token[],
  expander: Expander,
  depth = 0,
  keepsFeatures = false,
): Expansion => {
  const todo = [...tokens].reverse();
  const done: Token[] = [];
  for (let token = todo.pop(); token !== undefined; token = todo.pop()) {
    const macro = macroFor(token, expander, keepsFeatures);
    if (macro === undefined || (macro.parameters !== undefined && todo.at(-1)?.text !== '(')) {
      done.push(token);
      continue;
    }
    const values = macro.parameters === undefined ? [] : takeArguments(todo);
    if (values === undefined) return { tokens: done, open: macro.name };
    if (!expander.spend(1)) return { tokens: done };
    const result = call(macro, values, token, expander, depth);
    if (!expander.spend(weightOf(result))) return { tokens: done };
    for (let at = result.length - 1; at >= 0; at -= 1) {
      const each = result[at];
      if (each !== undefined) todo.push(at === 0 ? { ...each, spaced: token.spaced } : each);
    }
  }
  return { tokens: done };
};

// Pasting can double the length of a token as well as the number of tokens.
const weightOf = (tokens: readonly Token[]): number =>
  tokens.reduce((weight, { text }) => weight + 1 + (text.length >> 4), 0);

const macroFor = (token: Token, expander: Expander, keepsFeatures: boolean): Macro | undefined => {
  if (token.kind !== 'name') return undefined;
  const macro = expander.macros.get(token.text);
  if (keepsFeatures && macro !== undefined && expander.isFeature(macro.name)) return undefined;
  return macro === undefined || passedThrough(token.trail, macro.name) ? undefined : macro;
};

/** The arguments of a call, taken with both parentheses; nothing when it is not closed. */
const takeArguments = (todo: Token[]): Token[][] | undefined => {
  const values: Token[][] = [];
  let value: Token[] = [];
  let level = 0;
  for (let token = todo.pop(); token !== undefined; token = todo.pop()) {
    if (token.text === '(') level += 1;
    if (token.text === ')') level -= 1;
    if (level === 0) return [...values, value];
    if (level === 1 && token.text === ',') {
      values.push(value);
      value = [];
    } else if (level > 1 || token.text !== '(') value.push(token);
  }
  return undefined;
};

const call = (
  macro: Macro,
  given: readonly Token[][],
  from: Token,
  expander: Expander,
  depth: number,
): Token[] => {
  const trail = through(macro.name, from.trail);
  const values = fitted(macro, given);
  if (values === undefined) {
    expander.fail(
      `${macro.name} takes ${macro.parameters?.length ?? 0} arguments, not ${given.length}`,
    );
    return [];
  }
  if (depth >= deepestNesting || trail.depth > deepestTrail) {
    expander.fail(`the call of ${macro.name} is nested too deeply`);
    return [];
  }
  const inputs = values.map((raw) =>
    argument(raw, () => expand(raw, expander, depth + 1, true).tokens),
  );
  return macro.mark === undefined
    ? substitute(macro, inputs, trail)
    : [markToken(macro.mark(inputs.map((input) => textOf(input.expanded()))), trail)];
};

const argument = (raw: readonly Token[], work: () => readonly Token[]): Argument => {
  let result: readonly Token[] | undefined;
  const expanded = (): readonly Token[] => {
    result ??= work();
    return result;
  };
  return { raw, expanded };
};

/** The arguments that were given, as many as the macro has parameters. */
const fitted = (macro: Macro, given: readonly Token[][]): readonly Token[][] | undefined => {
  const wanted = macro.parameters?.length ?? 0;
  if (wanted === 0) return given.length === 0 || emptyCall(given) ? [] : undefined;
  if (!macro.variadic) return given.length === wanted ? given : undefined;
  if (given.length < wanted - 1) return undefined;
  return [...given.slice(0, wanted - 1), joined(given.slice(wanted - 1))];
};

const emptyCall = (given: readonly Token[][]): boolean =>
  given.length === 1 && given[0]?.length === 0;

const comma: Token = { kind: 'other', text: ',', spaced: false, trail: undefined };
const joined = (values: readonly Token[][]): Token[] =>
  values.flatMap((value, index) => (index === 0 ? value : [comma, ...value]));

const markToken = (mark: Mark, trail: Trail): Token => ({
  kind: 'mark',
  text: '',
  spaced: true,
  trail,
  mark,
});

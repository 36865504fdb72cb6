// The assembler's own macros: reading `.macro name parameters`, and writing out the body for a call.
// Positions name the line of the call, so that a finding points at what somebody wrote there.
import { spend } from '../budget.ts';
import type { Position } from '../listing.ts';
import { mostParameters } from '../preprocessor/macro.ts';
import type { Statement } from '../preprocessor/statement.ts';
import type { AssemblerMacro, Assembly, MacroParameter } from './assembly.ts';

/** The macro that the rest of a `.macro` line and its body define, or what is wrong with it. */
export const readMacro = (text: string, body: readonly Statement[]): AssemblerMacro | string => {
  const head = /^([A-Za-z_.$][\w.$]*)\s*,?\s*/.exec(text);
  if (head?.[1] === undefined) return 'a macro needs a name';
  const parameters: MacroParameter[] = [];
  const given = splitValues(text.slice(head[0].length));
  if (given.length > mostParameters)
    return `${head[1].slice(0, 40)} has ${given.length} parameters, and ${mostParameters} is the most`;
  for (const written of given) {
    const match = /^([A-Za-z_$][\w$]*)(?::(req|vararg))?(?:\s*=\s*([\s\S]*))?$/.exec(written);
    if (match?.[1] === undefined) return `‘${written.slice(0, 40)}’ cannot be a parameter`;
    const [, name, quality, otherwise = ''] = match;
    parameters.push({
      name,
      required: quality === 'req',
      rest: quality === 'vararg',
      otherwise: unquoted(otherwise),
    });
  }
  return { name: head[1], parameters, body };
};

/** The statements of a call, or what is wrong with it. */
export const writeOut = (
  assembly: Assembly,
  macro: AssemblerMacro,
  text: string,
  at: Position,
): readonly Statement[] | string => {
  const values = valuesOf(macro, text);
  if (typeof values === 'string') return values;
  assembly.expansions += 1;
  const count = String(assembly.expansions);
  const through = [...at.through, macro.name];
  return replaceIn(assembly, macro.body, values, count, (inner) => ({
    ...at,
    through: [...through, ...inner.through],
  }));
};

/** The statements with `\name`, `\@` and `\()` replaced. */
export const replaceIn = (
  assembly: Assembly,
  body: readonly Statement[],
  values: ReadonlyMap<string, string>,
  count: string,
  move: (at: Position) => Position,
): readonly Statement[] => {
  if (!spend(assembly.budget, body.length >> 2)) return [];
  const replace = (text: string): string => {
    if (!text.includes('\\')) return text;
    const result = text.replace(/\\(\(\)|@|[A-Za-z_$][\w$]*)/g, (whole, name: string) => {
      if (name === '()') return '';
      return name === '@' ? count : (values.get(name) ?? whole);
    });
    return spend(assembly.budget, result.length >> 2) ? result : '';
  };
  return body.map(({ text, at, mark }) => {
    const moved = { text: replace(text), at: move(at) };
    if (mark === undefined) return moved;
    const label = replace(mark.label);
    return mark.action === 'end'
      ? { ...moved, mark: { ...mark, label, mask: replace(mark.mask), value: replace(mark.value) } }
      : { ...moved, mark: { ...mark, label } };
  });
};

const valuesOf = (macro: AssemblerMacro, text: string): ReadonlyMap<string, string> | string => {
  const { name, parameters } = macro;
  const values = new Map(parameters.map((parameter) => [parameter.name, parameter.otherwise]));
  const given = splitValues(text);
  for (const [index, value] of given.entries()) {
    const [, key, named] = /^([A-Za-z_$][\w$]*)\s*=(?!=)\s*([\s\S]*)$/.exec(value) ?? [];
    const parameter = parameters[index];
    if (key !== undefined && values.has(key)) values.set(key, unquoted(named ?? ''));
    else if (parameter === undefined)
      return `${name} takes ${parameters.length} arguments, not ${given.length}`;
    else if (parameter.rest) {
      values.set(parameter.name, given.slice(index).join(','));
      break;
    } else if (value !== '') values.set(parameter.name, unquoted(value));
  }
  const missing = parameters.find((each) => each.required && values.get(each.name) === '');
  return missing === undefined ? values : `${name} needs a value for ${missing.name}`;
};

/** Values are separated by commas, or by blanks where that cannot be an expression going on. */
export const splitValues = (text: string): readonly string[] => {
  const values: string[] = [];
  let [value, level] = ['', 0];
  for (const piece of text.match(/"[^"\\]*(?:\\.[^"\\]*)*"?|\s+|[\s\S]/g) ?? []) {
    if (piece === '(') level += 1;
    if (piece === ')') level -= 1;
    if (level <= 0 && piece === ',') {
      values.push(value.trim());
      value = '';
    } else value += piece;
  }
  if (value.trim() !== '' || values.length > 0) values.push(value.trim());
  return values.flatMap(splitAtBlanks);
};

// `f a b` passes two values, `f a + b` one, as does `f "a b"`.
const splitAtBlanks = (value: string): readonly string[] =>
  /["(]/.test(value) ? [value] : value.split(/(?<=[\w$.:)])\s+(?=[\w$.(\\])/);

const unquoted = (value: string): string => {
  const inner = /^"([^"\\]*(?:\\.[^"\\]*)*)"$/.exec(value)?.[1];
  return inner === undefined ? value : inner.replace(/\\(["\\])/g, '$1');
};

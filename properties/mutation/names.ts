// Patterns of faults' names and of sites: a star stands for any text.

const known = new Map<string, RegExp>();

/** Whether a name is one of those that a pattern stands for. */
export function matches(pattern: string, name: string): boolean {
  const expression = known.get(pattern) ?? expressionOf(pattern);
  known.set(pattern, expression);
  return expression.test(name);
}

const expressionOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[.[\]+()|]/gu, '\\$&').replaceAll('*', '.*')}$`, 'u');

/** The first pattern of a table that stands for a name. */
export const patternIn = (table: Readonly<Record<string, unknown>>, name: string) =>
  Object.keys(table).find((pattern) => matches(pattern, name));

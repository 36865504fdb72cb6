// Colours and widths, by what the environment and the terminal say.
import { expect, it } from 'vitest';
import { columnsOf, takesColors } from './terminal.ts';

it.each<[Readonly<Record<string, string>>, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, false],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: 'false' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ FORCE_COLOR: '3', TERM: 'dumb' }, false, true],
  [{ CI: 'true' }, false, false],
])('%j on a terminal (%s) has colours: %s', (env, isTerminal, colored) => {
  expect(takesColors(env, isTerminal)).toBe(colored);
});

it.each([
  [undefined, 80],
  [0, 80],
  [120, 120],
  [20, 40],
  [400, 160],
])('lines for a terminal of %s columns have %i', (width, columns) => {
  expect(columnsOf(width)).toBe(columns);
});

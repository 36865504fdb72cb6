// What a bench writes goes between its markers, and nowhere else.
import { expect, it } from 'vitest';
import { replaced } from './printing.ts';

const text = 'one\n<!-- bench -->\nold\n<!-- /bench -->\ntwo\n';

it('what is between the markers is replaced, as often as one likes', () => {
  const once = replaced(text, 'bench', '$& new');
  expect(once).toBe('one\n<!-- bench -->\n\n$& new\n<!-- /bench -->\ntwo\n');
  expect(replaced(once, 'bench', '$& new')).toBe(once);
});

it('a text without the markers is refused', () => {
  expect(() => replaced(text, 'peers', 'new')).toThrow('no <!-- peers -->');
});

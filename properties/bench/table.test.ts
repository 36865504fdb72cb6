// Tables of figures: aligned, short enough for a terminal, and the same content in Markdown.
import { expect, it } from 'vitest';
import { figureText, markdownTable, type Section, textTable } from './table.ts';

const sections: readonly Section[] = [
  {
    title: 'The floor',
    rows: [{ what: 'histories drawn', figure: 64210.4, unit: 'switches/s', ofFloor: 1 }],
  },
  {
    title: 'repaired',
    rows: [
      { what: 'interpreter', figure: 1712, unit: 'switches/s', ofFloor: 0.02666 },
      {
        what: 'compiled evaluator',
        figure: 14023,
        unit: 'switches/s',
        ofFloor: 0.2184,
        beside: { times: 8.19, than: 'interpreter' },
      },
    ],
  },
];

it('text has its columns under one another, and a section for each title', () => {
  expect(textTable(sections)).toBe(
    [
      '                                               figure unit        of floor beside another',
      '',
      'The floor',
      '  histories drawn                              64,210 switches/s      1.00',
      '',
      'repaired',
      '  interpreter                                   1,712 switches/s    0.0267',
      '  compiled evaluator                           14,023 switches/s     0.218 8.19 × interpreter',
      '',
    ].join('\n'),
  );
});

it('Markdown has the same cells', () => {
  expect(markdownTable(sections)).toBe(
    [
      '|  | figure | unit | of floor | beside another |',
      '|---|--:|---|--:|---|',
      '| **The floor** |  |  |  |  |',
      '| histories drawn | 64,210 | switches/s | 1.00 |  |',
      '| **repaired** |  |  |  |  |',
      '| interpreter | 1,712 | switches/s | 0.0267 |  |',
      '| compiled evaluator | 14,023 | switches/s | 0.218 | 8.19 × interpreter |',
      '',
    ].join('\n'),
  );
});

it.each([
  [0, '0'],
  [0.00456, '0.00456'],
  [0.99999, '1.00'],
  [7.126, '7.13'],
  [45.67, '45.7'],
  [123.4, '123'],
  [1234567, '1,234,567'],
  [Number.NaN, 'none'],
])('%d is written %s', (figure, text) => {
  expect(figureText(figure)).toBe(text);
});

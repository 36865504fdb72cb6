// Facts, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import { evaluate } from '../expression.ts';
import type { Item, Reading } from '../listing.ts';
import { readAssembly } from '../read.ts';
import { openNames } from '../references.ts';
import { writeItem } from '../writing.ts';

const read = (text: string) => readAssembly([{ path: 'own/a.S', text }]);

const itemsOf = (reading: Reading, section = '.text'): readonly Item[] => {
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('; '));
  return reading.listing.sections.get(section) ?? [];
};

const written = (text: string): string[] => itemsOf(read(text)).map(writeItem);

describe('facts', () => {
  test('give the kernel’s macros a meaning without its headers', () => {
    expect(written('SET_SCRATCH0(r13); HMT_LOW; mfspr r3, SPRN_DSCR; STXVD2X(1,r6,r3)')).toEqual([
      'mtspr 305, r13',
      'or 1, 1, 1',
      'mfspr r3, 17',
      'stxvd2x 1, r6, r3',
    ]);
  });

  test('save the non-volatile registers at their places in the frame', () => {
    const stores = itemsOf(read('SAVE_NVGPRS(r1)'));
    const places = stores.map((item) => {
      const [source, target] = item.kind === 'instruction' ? item.operands : [];
      if (source?.kind !== 'expression' || target?.kind !== 'memory') return undefined;
      const values = [source.value, target.displacement].map((each) =>
        evaluate(each, { symbol: () => 112n }),
      );
      return values.map((each) => each.ok && Number(each.value));
    });
    const expected = Array.from({ length: 18 }, (_, index) => [14 + index, 112 + 8 * (14 + index)]);
    expect(places).toEqual(expected);
  });

  test('a function has a descriptor and an entry', () => {
    const reading = read('_GLOBAL(entry)\nblr');
    expect(itemsOf(reading).map(writeItem)).toEqual(['.balign 4', '.entry:', 'blr']);
    expect(itemsOf(reading, '.opd').map(writeItem)[0]).toBe('entry:');
  });

  test('names that nothing defines stay open', () => {
    const reading = read('ld r3, PLACE(r13); b 1f; 1: b there; n = 1; li r3, n');
    expect(reading.ok && [...openNames(reading.listing)]).toEqual(['PLACE', 'there']);
  });
});

// Feature section, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import { type ReadingOptions, readAssembly } from '../read.ts';
import { writeItem } from '../writing.ts';

const read = (text: string, options?: ReadingOptions) =>
  readAssembly([{ path: 'own/f.S', text }], options);

const kept = (text: string, options?: ReadingOptions): string[] => {
  const reading = read(text, options);
  return reading.ok
    ? (reading.listing.sections.get('.text') ?? []).map(writeItem)
    : reading.errors.map(({ message }) => message);
};

const section = (end: string) => `BEGIN_FTR_SECTION\nsync\n${end}`;
const choice = (end: string) => `BEGIN_FTR_SECTION; sync; FTR_SECTION_ELSE; isync; ${end}`;

describe('feature sections on POWER7', () => {
  test.each([
    ['END_FTR_SECTION_IFSET(CPU_FTR_ARCH_206)', ['sync']],
    ['END_FTR_SECTION_IFSET(CPU_FTR_ARCH_201)', []],
    ['END_FTR_SECTION_IFCLR(CPU_FTR_ARCH_201)', ['sync']],
    ['END_FTR_SECTION_IFSET(CPU_FTR_HVMODE | CPU_FTR_ARCH_206)', ['sync']],
    ['END_FTR_SECTION_IFSET(CPU_FTR_HVMODE | CPU_FTR_ARCH_207S)', []],
    ['END_FTR_SECTION(CPU_FTR_VSX | CPU_FTR_601, CPU_FTR_VSX)', ['sync']],
    ['END_FTR_SECTION(0, 1)', []],
    ['END_MMU_FTR_SECTION_IFCLR(MMU_FTR_SLB)', []],
    ['END_FW_FTR_SECTION_IFSET(FW_FEATURE_LPAR)', []],
  ])('%s keeps %j', (end, expected) => expect(kept(section(end))).toEqual(expected));

  test.each([
    ['ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)', ['sync']],
    ['ALT_FTR_SECTION_END_IFCLR(CPU_FTR_VSX)', ['isync']],
    ['ALT_FTR_SECTION_END(CPU_FTR_VSX, 0)', ['isync']],
    ['ALT_MMU_FTR_SECTION_END_IFSET(MMU_FTR_TYPE_3E)', ['isync']],
  ])('%s chooses %j', (end, expected) => expect(kept(choice(end))).toEqual(expected));

  test('nest', () => {
    const inner =
      'BEGIN_FTR_SECTION_NESTED(66); nop; END_FTR_SECTION_NESTED(CPU_FTR_CFAR, CPU_FTR_CFAR, 66)';
    expect(
      kept(choice('ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)').replace('sync', `sync; ${inner}`)),
    ).toEqual(['sync', 'nop']);
    expect(kept(`BEGIN_FTR_SECTION; ${inner}; END_FTR_SECTION_IFSET(CPU_FTR_601)`)).toEqual([]);
  });

  test('follow options and defines', () => {
    const text = section('END_FTR_SECTION_IFSET(CPU_FTR_ARCH_207S)');
    expect(kept(text, { features: new Map([['CPU_FTR_ARCH_207S', true]]) })).toEqual(['sync']);
    expect(kept(text, { defines: new Map([['CPU_FTR_ARCH_207S', '1']]) })).toEqual(['sync']);
  });

  test('are recognised when headers define the macros and the features otherwise', () => {
    const header =
      '#define BEGIN_FTR_SECTION 971:\n#define CPU_FTR_VSX 0x40\n#define BOTH (CPU_FTR_VSX | CPU_FTR_601)\n';
    expect(kept(`${header}${section('END_FTR_SECTION_IFSET(BOTH)')}`)).toEqual([]);
    expect(kept(`${header}${section('END_FTR_SECTION(BOTH, CPU_FTR_VSX)')}`)).toEqual(['sync']);
  });

  test('keep the labels of a body that is overwritten, and count what is not kept', () => {
    const text =
      'n = 1\nBEGIN_FTR_SECTION\nn = 2\n1: sync\nEND_FTR_SECTION_IFSET(CPU_FTR_601)\nb 1b\nli r3, n';
    expect(kept(text)).toEqual(['1#1:', 'b 1#1', 'li r3, 2']);
  });

  test('a branch into an alternative that is gone is an error', () => {
    const text = `${choice('ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)').replace('isync', '1: isync')}; b 1b`;
    expect(kept(text)).toEqual(['the label 1 that this refers to is in code that is not kept']);
  });

  test.each([
    ['END_FTR_SECTION_IFSET(CPU_FTR_VSX)', 'no feature section has begun'],
    ['BEGIN_FTR_SECTION', 'this feature section never ends'],
    [section('ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)'), 'the feature section has no alternative'],
    [section('END_FTR_SECTION_IFSET(OTHER)'), 'whether the processor has OTHER is not known'],
    [section('END_FTR_SECTION_IFSET(0x40)'), 'the mask is not made of named features'],
    [
      section('END_FTR_SECTION_NESTED_IFSET(CPU_FTR_VSX, 5)'),
      'the open feature section is 97, not 5',
    ],
  ])('%j is an error', (text, message) => expect(kept(text)).toContain(message));
});

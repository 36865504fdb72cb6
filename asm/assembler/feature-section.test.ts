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

  const header = (set: string) => ({
    tree: (path: string) =>
      path.endsWith('asm/cputable.h')
        ? `#define CPU_FTR_VSX 1\n#define CPU_FTR_HAS_PPR 2\n#define CPU_FTR_ICSWX 4\n#define CPU_FTR_NEW 8\n#ifndef __ASSEMBLY__\n#define OLDER (CPU_FTR_ICSWX | CPU_FTR_NEW)\n#define CPU_FTRS_POWER7 (${set})\nint read_as_c(void);\n#endif\n`
        : undefined,
  });
  const with_ = (name: string, options: ReadingOptions) =>
    kept(section(`END_FTR_SECTION_IFSET(${name})`), options);

  test.each([
    ['has, which 3.1 has not', 'CPU_FTR_HAS_PPR', 'CPU_FTR_HAS_PPR', ['sync']],
    ['has not, which 3.1 has', 'CPU_FTR_ICSWX', 'CPU_FTR_HAS_PPR', []],
    ['has not, for it is found at boot', 'CPU_FTR_VSX', 'CPU_FTR_HAS_PPR', ['sync']],
    ['has by another set', 'CPU_FTR_NEW', 'OLDER', ['sync']],
    ['takes away', 'CPU_FTR_NEW', 'OLDER & ~CPU_FTR_NEW', []],
    ['does not define, as 3.1 has it', 'CPU_FTR_DSCR', 'OLDER', ['sync']],
  ])('are as the table of a tree %s', (_what, name, set, expected) => {
    expect(with_(name, header(set))).toEqual(expected);
  });

  test('are as they are defined, whatever the table says', () => {
    const defines = new Map([['CPU_FTR_NEW', 'n']]);
    expect(with_('CPU_FTR_NEW', { ...header('OLDER'), defines })).toEqual([]);
    expect(with_('CPU_FTR_NEWER', { ...header('OLDER') })).toEqual([
      'whether POWER7 has CPU_FTR_NEWER is not known: say --define CPU_FTR_NEWER, or --define CPU_FTR_NEWER=n',
    ]);
    expect(with_('CPU_FTR_NEWER', { defines: new Map([['CPU_FTR_NEWER', '1']]) })).toEqual([
      'sync',
    ]);
  });

  test('of a table that is none are refused', () => {
    expect(with_('CPU_FTR_NEW', header('CPU_FTR_NEW +'))).toEqual([
      'CPU_FTRS_POWER7 of this tree cannot be read as a set of features',
    ]);
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

  test('a branch into an alternative that is gone stays, for whoever comes to it', () => {
    const text = `${choice('ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)').replace('isync', '1: isync')}; b 1b`;
    expect(kept(text)).toEqual(['sync', 'b 1#1']);
  });

  test('are decided by names that a macro hands on, in every order', () => {
    const macros =
      '#define CPU_FTR_CFAR 0x10\n#define BOTH (CPU_FTR_CFAR | CPU_FTR_VSX)\n' +
      '#define GET(x, ftr) BEGIN_FTR_SECTION; mr x, x; END_FTR_SECTION(ftr, ftr)\n' +
      '#define TWICE(x, ftr) GET(x, ftr); GET(x, ftr)\n';
    expect(kept(`${macros}GET(1, CPU_FTR_CFAR)`)).toEqual(['mr 1, 1']);
    expect(kept(`${macros}TWICE(1, BOTH)`)).toEqual(['mr 1, 1', 'mr 1, 1']);
    expect(kept(`${macros}GET(1, CPU_FTR_601)`)).toEqual([]);
    expect(kept(`${macros}GET(1, BOTH); li 3, CPU_FTR_CFAR`)).toEqual(['mr 1, 1', 'li 3, 16']);
  });

  test.each([
    ['END_FTR_SECTION_IFSET(CPU_FTR_VSX)', 'no feature section has begun'],
    ['BEGIN_FTR_SECTION', 'this feature section never ends'],
    [section('ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)'), 'the feature section has no alternative'],
    [section('END_FTR_SECTION_IFSET(OTHER)'), 'whether POWER7 has OTHER is not known'],
    [section('END_FTR_SECTION_IFSET(0x40)'), 'the mask is not made of named features'],
    [
      section('END_FTR_SECTION_NESTED_IFSET(CPU_FTR_VSX, 5)'),
      'the open feature section is 97, not 5',
    ],
  ])('%j is an error', (text, message) => expect(kept(text)).toContain(message));
});

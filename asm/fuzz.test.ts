// Fuzz, on assembly of our own: what it reads, and what it refuses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadingOptions, readAssembly } from './read.ts';

const fixture = `
#define FRAME 128
#define KEEP(n, base) std n, FRAME+8*(n)(base)
#ifdef CONFIG_VSX
BEGIN_FTR_SECTION
 i = 0
 .rept 4
 KEEP(i, r1); STXVD2X(i, r6, r3)
 i = i + 1
 .endr
FTR_SECTION_ELSE
 nop # nothing
ALT_FTR_SECTION_END_IFSET(CPU_FTR_VSX)
#endif /* CONFIG_VSX */
.macro wait reg:req, limit=(1 << 4)
1: lwarx \\reg, 0, r4
 .if \\limit > 3
 cmpwi cr1, \\reg, \\limit
 .endif
 bne- 1b
.endm
_GLOBAL(entry)
 wait r5
 LOAD_REG_IMMEDIATE(r3, MSR_SF | 1@h)
 .section ".toc","aw"
t: .tc x[TC],x
 .previous
 . = 0x400
 .align 3 ; .long t - entry, 0b101, 'a'
 b .
`;

const scraps = fc.constantFrom(
  ...fixture.split(/(?<=\s)|(?=\s)/),
  '(',
  ')',
  '"',
  '\\',
  '#',
  '##',
  '/*',
  '*/',
  '//',
  '\n',
  ';',
  '@',
  "'",
  ',',
  '\n#define A A A B(A)\n',
  '\n#define B(x) x##x B(x x)\n',
  'A',
  'B(A)',
  'B(',
  '\n.rept 99999999999\n',
  '\n.rept -1\n',
  '\n.endr\n',
  '\n.macro m a\nm \\a\\a\n.endm\n',
  'm x',
  '\n.if 1\n',
  '\n.irp x,a,b\n',
  '\n#include "a.S"\n',
  '\n#if 1/0\n',
  '\nx = x + x\n',
  '\nx = . + y\n',
  '1:',
  '1b',
  '9f',
  '\u0000',
  '\u{1f600}',
);

const mutated = fc
  .array(fc.tuple(fc.nat(fixture.length), fc.nat(12), fc.array(scraps, { maxLength: 4 })), {
    maxLength: 5,
  })
  .map((cuts) =>
    cuts.reduce(
      (text, [at, length, put]) => text.slice(0, at) + put.join('') + text.slice(at + length),
      fixture,
    ),
  );

const text = fc.oneof(
  mutated,
  fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join(' ')),
  fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** Of this process's own time, in milliseconds: a busy machine gives it later, and not more of it. */
const longestReading = 5_000;

const milliseconds = (): number => process.cpuUsage().user / 1000;

const answers = (source: string, options?: ReadingOptions): void => {
  const start = milliseconds();
  const reading = readAssembly([{ path: 'own/a.S', text: source }], options);
  expect(milliseconds() - start).toBeLessThan(longestReading);
  if (reading.ok) return;
  expect(reading.errors.length).toBeGreaterThan(0);
  const lines = source.split('\n').length;
  for (const { at, message } of reading.errors) {
    expect(at.file === 'own/a.S' && at.line >= 1 && at.line <= lines && message !== '').toBe(true);
  }
};

describe('any text', () => {
  test('the fixture itself is read', () => {
    expect(readAssembly([{ path: 'own/a.S', text: fixture }])).toMatchObject({ ok: true });
  });

  test('is answered or refused with a position', () => {
    fc.assert(
      fc.property(text, (source) => answers(source)),
      { numRuns: 300 },
    );
  });

  test('is answered or refused when it can include itself', () => {
    const including = (source: string): void =>
      answers(source, { tree: (path) => (path === 'own/a.S' ? source : undefined) });
    fc.assert(fc.property(text, including), { numRuns: 100 });
  });

  test.each([
    [
      'macros that double',
      Array.from({ length: 50 }, (_, i) => `#define m${i} m${i + 1} m${i + 1}`)
        .join('\n')
        .concat('\nm0'),
    ],
    [
      'a long chain of macros',
      Array.from({ length: 5000 }, (_, i) => `#define m${i} m${i + 1}`)
        .join('\n')
        .concat('\nm0'),
    ],
    ['calls in calls', `#define F(x) x\n${'F('.repeat(5000)}${')'.repeat(5000)}`],
    ['macros that call themselves', '.macro m\nm\nm\n.endm\nm'],
    ['arguments that grow', '.macro m a\nm "\\a\\a"\n.endm\nm aaaaaaaa'],
    ['repetition without end', '.rept 1 << 40\n.rept 1 << 40\n.endr\n.endr'],
    ['symbols that double', `x = y + 1\n.rept 90\nx = x + x\n.endr`],
    ['openings', '.rept 1\n'.repeat(20_000)],
    ['parentheses', `li r3, ${'('.repeat(100_000)}`],
    ['operators', `li r3, ${'-'.repeat(100_000)}1`],
    ['one long line', `.byte ${'1,'.repeat(100_000)}1; ${'nop;'.repeat(100_000)}`],
    ['one long string', `.ascii "${'\\\\n'.repeat(500_000)}`],
    ['digits', `li r3, ${'9'.repeat(100_000)}`],
    ['lines that open calls', `#define F(x) x\n${'F(\n'.repeat(3000)}`],
  ])('%s ends', (_, source) => answers(source));
});

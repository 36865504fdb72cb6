// Read, on assembly of our own: what it reads, and what it refuses.
import { describe, expect, test } from 'vitest';
import type { Item, Reading } from './listing.ts';
import { type ReadingOptions, readAssembly } from './read.ts';
import { writeItem } from './writing.ts';

const read = (text: string, options?: ReadingOptions) =>
  readAssembly([{ path: 'own/a.S', text }], options);

const itemsOf = (reading: Reading, section = '.text'): readonly Item[] => {
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('; '));
  return reading.listing.sections.get(section) ?? [];
};

const written = (text: string, options?: ReadingOptions, section?: string): string[] =>
  itemsOf(read(text, options), section).map(writeItem);

const complaints = (text: string, options?: ReadingOptions): string[] => {
  const reading = read(text, options);
  return reading.ok ? [] : reading.errors.map(({ message, at }) => `${at.line}: ${message}`);
};

describe('statements', () => {
  test('are divided by lines and semicolons, and lose comments', () => {
    expect(written('nop; sync # no; more\n/* a\nb */ isync // c')).toEqual([
      'nop',
      'sync',
      'isync',
    ]);
  });

  test('have mnemonics with record dots, hints and memory operands', () => {
    expect(written('stwcx. r3,0,r4; bne- cr1,x; ld r3, FRAME + 8 (r1); Hrfid')).toEqual([
      'stwcx. r3, 0, r4',
      'bne- cr1, x',
      'ld r3, (FRAME+8)(r1)',
      'hrfid',
    ]);
  });

  test('have registers as GNU as takes them', () => {
    expect(written('mr %r3, %R4; ld %r31, 8(%sp); mtspr %ctr, %r5; cmpd %cr7, %r3, %r4')).toEqual([
      'mr 3, 4',
      'ld 31, 8(1)',
      'mtspr 9, 5',
      'cmpd 7, 3, 4',
    ]);
    expect(complaints('mr %r32, %nothing')).toEqual(['1: %r32 is not a register']);
    expect(complaints('mr r3, %nothing')).toEqual(['1: %nothing is not a register']);
  });

  test('a parenthesised displacement may stand before the base', () => {
    expect(written('std r3, (A + (2 * 8))(r9)')).toEqual(['std r3, (A+(2*8))(r9)']);
  });
});

describe('numeric labels', () => {
  test('are the last before and the next after', () => {
    const text = '1: b 1f\n b 1b\n1: b 1b\n2: b 2b';
    const expected = ['1#1:', 'b 1#2', 'b 1#1', '1#2:', 'b 1#2', '2#1:', 'b 2#1'];
    expect(written(text)).toEqual(expected);
  });

  test('are numbered through sections and repetitions', () => {
    expect(written('.rept 2\nbne 1f\n1: nop\n.endr')).toEqual([
      'bne 1#1',
      '1#1:',
      'nop',
      'bne 1#2',
      '1#2:',
      'nop',
    ]);
  });

  test('a reference without a label is an error', () => {
    expect(complaints('b 1b\nb 2f')).toEqual([
      '1: there is no label for 1b',
      '2: there is no label for 2f',
    ]);
  });

  test('do not reach into another file', () => {
    const one = { path: 'one.S', text: '1: nop' };
    const two = { path: 'two.S', text: 'b 1b' };
    expect(readAssembly([one, two]).ok).toBe(false);
  });
});

describe('symbols', () => {
  test('mean what they mean at the moment of use', () => {
    const text = 'n = 0\n.rept 3\nstd n, n*8+TABLE(r3)\nn = n + 1\n.endr';
    expect(written(text)).toEqual([0, 1, 2].map((n) => `std ${n}, ((${n}*8)+TABLE)(r3)`));
  });

  test('remember the location that they were given', () => {
    expect(written('start = .\nnop\n.set size, . - start\n.long size')).toEqual([
      '.#1:',
      'nop',
      '.#2:',
      '.4byte (.#2-.#1)',
    ]);
  });

  test('the location is assigned as an origin', () => {
    expect(written('. = 0x100\n.= 0x200 ; .org . + 4')).toEqual([
      '. = 256',
      '. = 512',
      '. = (.+4)',
    ]);
  });

  test('may not be labels as well', () => {
    expect(complaints('x: nop\nx: nop\nx = 1')).toEqual([
      '2: x is defined already at own/a.S:1',
      '3: x is a label already',
    ]);
  });
});

describe('data and sections', () => {
  test('go to their sections and come back', () => {
    const text = 'nop\n.section ".toc","aw"\nt: .tc lock[TC],lock\n.previous\nsync';
    expect(written(text)).toEqual(['nop', 'sync']);
    expect(written(text, {}, '.toc')).toEqual(['t:', '.balign 8', '.8byte lock']);
  });

  test('pushed sections are popped', () => {
    expect(written('.pushsection a; nop; .popsection; sync')).toEqual(['sync']);
  });

  test('have widths, and alignment is in bytes', () => {
    expect(
      written('.byte 1,2; .short 3; .quad a-b; .align 3; .balign 16; .zero 5; .asciz "A"'),
    ).toEqual([
      '.1byte 1',
      '.1byte 2',
      '.2byte 3',
      '.8byte (a-b)',
      '.balign 8',
      '.balign 16',
      '.space 5, 0',
      '.1byte 65',
      '.1byte 0',
    ]);
  });

  test('global names are kept', () => {
    const reading = read('.globl a, b; .global c');
    expect(reading.ok && [...reading.listing.globals]).toEqual(['a', 'b', 'c']);
  });
});

describe('assembler macros and conditionals', () => {
  test('replace arguments, defaults and counters', () => {
    const text =
      '.macro put reg, at=r1\nstd \\reg, 8(\\at)\nl\\@\\()x:\n.endm\nput r3\nput r4, at=r9';
    expect(written(text)).toEqual(['std r3, 8(r1)', 'l1x:', 'std r4, 8(r9)', 'l2x:']);
  });

  test('take arguments separated by blanks', () => {
    expect(written('.macro two a b\nli \\a, \\b\n.endm\ntwo r3 4 + 1')).toEqual(['li r3, (4+1)']);
  });

  test('choose by value, by definition and by text', () => {
    const text =
      'n = 2\n.if n == 1\nnop\n.elseif n == 2\nsync\n.else\nisync\n.endif\n.ifdef n\neieio\n.endif';
    expect(written(text)).toEqual(['sync', 'eieio']);
  });

  test('.irp runs once for each value', () => {
    expect(written('.irp x, 1, 2\nli r3, \\x\n.endr')).toEqual(['li r3, 1', 'li r3, 2']);
  });

  test('what is not closed is an error', () => {
    expect(complaints('.if 1\n.rept 2\n.macro m')).toEqual([
      '1: this .if is never closed',
      '2: this .rept is never closed',
      '3: this .macro is never closed',
    ]);
  });

  test('a count must be known', () => {
    expect(complaints('.rept COUNT\nnop\n.endr')).toEqual([
      '1: not a constant: COUNT has no value here',
    ]);
  });
});

// Lowering: addresses, labels, constants, what lies outside, and every complaint with its place.
import { describe, expect, it } from 'vitest';
import { ownLayout } from '../../model/layout.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { complaints, held, lowered } from './hand-lowered.ts';

const { addressOf } = ownLayout;

describe('a lowered program', () => {
  it.each<[string, string, number, Place, bigint]>([
    [
      'reads a table of its own',
      'begin: ld r3, table@got(r2); lwz r4, 4(r3); b .; table: .long 1, 0xfffffffe',
      2,
      'r4',
      0xfffffffen,
    ],
    ['knows how far apart labels are', 'begin: li r3, end - begin; b .; end:', 1, 'r3', 8n],
    [
      'builds an address from its parts',
      'begin: lis r3, begin@highest; ori r3, r3, begin@higher; sldi r3, r3, 32; oris r3, r3, begin@h; ori r3, r3, begin@l; b .',
      5,
      'r3',
      0xc000000000200000n,
    ],
    [
      'lies at real address 0 where it sets its location',
      '.text; nop; . = 0x100; begin: li r3, begin - _stext; b .',
      1,
      'r3',
      0x100n,
    ],
    ['counts in a numeric label', 'begin: b 1f; 1: b 1f; 1: li r3, 7; b .', 3, 'r3', 7n],
    [
      'reads a toc entry of its own',
      '.section ".toc"; entry: .tc name[TC], begin; .text; begin: ld r3, entry@toc(r2); b .',
      1,
      'r3',
      0xc000000000200000n,
    ],
    [
      'stores to a field by its name',
      'begin: std r13, VCPU_DSCR(r4); b .',
      1,
      'vcpu.dscr',
      addressOf('paca'),
    ],
  ])('%s', (_what, text, steps, place, expected) => {
    const words = { r13: addressOf('paca'), r4: addressOf('vcpu') };
    expect(held(text, steps, place, words)).toBe(expected);
  });

  it('calls C code, which may leave anything in volatile registers and nothing elsewhere', () => {
    const text = 'begin: bl .some_function; mr r5, r3; b .';
    const words = { ANSWER: 0x1234n, r14: 5n };
    expect(lowered(text).called).toEqual(['some_function']);
    expect(held(text, 4, 'r5', words)).toBe(0x91an);
    expect(held(text, 4, 'r14', words)).toBe(5n);
    expect(held(text, 4, 'r5', { ANSWER: 1n })).toBe(9999n);
  });

  it('takes what it lacks from the reference path, which comes back by label', () => {
    const text = 'begin: b missing';
    expect(lowered(text).taken).toEqual(['missing']);
    expect(held(text, 2, 'NIA')).toBe(0xc000000000200000n);
  });

  it('names its steps by file and line, several on one line apart', () => {
    const { program } = lowered('begin: nop\n\tli r3, 1; li r4, 2 // both\n\tb .');
    const own = program.steps.filter(({ site }) => site.startsWith('x.S'));
    expect(own.map(({ site }) => site)).toEqual(['x.S:1', 'x.S:2.1', 'x.S:2.2', 'x.S:3']);
    expect(own[0]?.step.text).toBe('nop');
  });

  it('leaves out what nothing reaches, and says what of that it does not know', () => {
    const { instructions, reached } = lowered('begin: b .; never: ld r3, PACA_UNKNOWN(r13)');
    expect({ instructions, reached }).toEqual({ instructions: 2, reached: 1 });
    const { passedOver } = lowered('begin: b .\nnever: foo r3\nadd r3, r4');
    expect(passedOver.map(({ at, message }) => `${at.line}: ${message}`)).toEqual([
      '2: foo is not an instruction that is known here',
      '3: add takes 3 operands, not 2',
    ]);
    expect(complaints('begin: foo r3')).toEqual([
      '1: foo is not an instruction that is known here',
    ]);
  });

  it('knows registers in capitals, and by the names that GNU as has for them', () => {
    expect(held('begin: li R3, 5; b .', 1, 'r3')).toBe(5n);
    expect(held('begin: mr R4, SP; b .', 1, 'r4', { r1: 9n })).toBe(9n);
  });

  it.each([
    ['its entry', 'bl .far'],
    ['its descriptor', 'bl far'],
  ])('goes to a function by %s', (_what, call) => {
    const far =
      '.section ".opd","aw"; far: .quad .far, .TOC.@tocbase, 0; .text; .far: li r3, 7; b .';
    expect(held(`begin: ${call}; b .; ${far}`, 2, 'r3')).toBe(7n);
  });

  it('has the entry of the TOC that marks a frame', () => {
    expect(held('begin: ld r11, exception_marker@toc(r2); b .', 1, 'r11')).toBe(
      0x7265677368657265n,
    );
  });

  it('notes with kvmhv_commence_exit that the primary thread is exiting', () => {
    const words = { r13: addressOf('paca'), 'hstate.kvm_vcore': addressOf('vcore') } as const;
    const text = 'begin: bl kvmhv_commence_exit; b .';
    const count = { ...words, 'vcore.entry_exit_count': 1n };
    expect(held(text, 2, 'vcore.entry_exit_count', count)).toBe(0x101n);
  });

  it('needs no label that nothing reached refers to', () => {
    const gone = 'BEGIN_FTR_SECTION; nop; FTR_SECTION_ELSE; 1: nop; ALT_FTR_SECTION_END_IFSET';
    const table = '.section __ex_table,"a"; .quad 1b; .text';
    expect(complaints(`begin: b .; ${gone}(CPU_FTR_VSX); ${table}`)).toEqual([]);
    expect(complaints(`begin: b 1f; ${gone}(CPU_FTR_VSX)`)).toEqual([
      '1: the label 1 that this refers to is in code that is not kept',
    ]);
  });

  it('knows the exit by the name that later kernels give it', () => {
    const { program } = lowered('begin: b kvmppc_interrupt_hv; nop; kvmppc_interrupt_hv: b .');
    expect(program.code('kvmppc_interrupt')).toBe(program.code('kvmppc_interrupt_hv'));
  });
});

describe('what cannot be lowered', () => {
  it.each([
    [
      'begin: mtspr 1008, r3',
      '1: SPR 1008 is HID0, of POWER7, and no part of what is specified here',
    ],
    ['begin: addi r3, r3', '1: addi takes 3 operands, not 2'],
    ['begin: addi r3, r3, SOMETHING', '1: SOMETHING has no value here'],
    ['begin: rlwinm r3, r3, 0, 0x50', '1: the ones of mask 0x50 are not in one row'],
    [
      'begin: lwzu r3, 4(r3)',
      '1: the base of an update form must not be 0, nor the register that is loaded',
    ],
    ['begin: stw r3, r4', '1: operand 2 of stw must be a displacement(register)'],
    [
      'begin: b .+2',
      '1: operand 1 of b is 0xc000000000200002, and an instruction begins at a multiple of 4',
    ],
    ['. = 0x20\nbegin: nop\n. = 0x10', '3: the location goes back from 0x24 to 0x10'],
    ['begin: slbia 3', '1: slbia with IH = 3 is not described here'],
  ])('%j is a complaint', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint]);
  });
});

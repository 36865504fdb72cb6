// Whose assembly a text is: others are told, and what is ours is left alone.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { otherProcessor } from './processor.ts';

const lines = (...words: readonly string[]): string =>
  words.map((word) => `\t${word} a, b\n`).join('');

describe('a text', () => {
  it.each([
    ['x86', lines('movl', 'pushl', 'iret', 'cli')],
    ['ARM', lines('stmfd', 'ldr', 'mcr', 'bx')],
    ['64-bit ARM', lines('ldp', 'eret', 'tlbi', 'add')],
    ['MIPS', lines('mfc0', 'jr', 'lui', 'eret')],
    ['RISC-V', lines('csrrw', 'sret', 'auipc', 'sd')],
    ['s390', lines('stmg', 'larl', 'sie', 'lmg')],
    ['SPARC', lines('sethi', 'rdpr', 'wrpr', 'done')],
    ['32-bit PowerPC', lines('lwz', 'mtspr', 'stwu', 'lmw', 'rfi')],
  ])('of %s is told', (processor, text) => {
    expect(otherProcessor(text)).toBe(processor);
  });

  it.each([
    ['arch/powerpc/kvm/book3s_hv_rmhandlers.S'],
    ['arch/powerpc/kvm/book3s_hv_interrupts.S'],
    ['arch/powerpc/kernel/exceptions-64s.S'],
  ])('%s is of 64-bit PowerPC', (path) => {
    expect(otherProcessor(readFileSync(`asm/fixtures/tree/${path}`, 'utf8'))).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['prose', 'add the call to the\nlist\n'],
    ['one word', lines('eret')],
  ])('that is %s is of no other', (_what, text) => expect(otherProcessor(text)).toBeUndefined());
});

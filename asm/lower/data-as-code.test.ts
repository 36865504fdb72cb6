// Data that execution comes to: the instruction that it encodes, or a complaint; and what is said of it to a run that is stuck there.
import { describe, expect, it } from 'vitest';
import { complaints, held, lowered } from './hand-lowered.ts';

describe('data that is come to as code', () => {
  it('is the instruction that it encodes, by its line', () => {
    const text = 'begin:\n\t.long 0x38600007\n\t.long 0x7c0007a7 | (5 << 21) | (r6 << 11)\n\tb .';
    expect(held(text, 1, 'r3')).toBe(7n);
    const { program } = lowered(text);
    expect(program.steps.slice(1, 3).map(({ site, step }) => `${site} ${step.text}`)).toEqual([
      'x.S:2 .long 0x38600007',
      'x.S:3 .long 0x7c0007a7 | (5 << 21) | (r6 << 11)',
    ]);
  });

  it('leads on from there', () => {
    const text = 'begin: .long 0x48000008; .long 0; there: li r3, 9; b .';
    expect(held(text, 2, 'r3')).toBe(9n);
  });

  it.each([
    ['begin: nop; .long 0xdeadbeef', '1: 0xdeadbeef encodes no instruction that is known here'],
    ['begin: b there\nthere: .quad 5', '2: this is data'],
    ['begin: nop; .space 8', '1: this is data'],
    ['begin: .long later - begin + undefined; later: b .', '1: this is data'],
  ])('%j is a complaint, with where it is come from', (text, complaint) => {
    const [first = '', ...others] = complaints(text);
    expect(first.startsWith(`${complaint}, and it is come to as code`)).toBe(true);
    expect(others).toEqual([]);
  });

  it('is a table to whoever reads it, also beside code', () => {
    const text = 'begin: ld r3, table@got(r2); lwz r4, 0(r3); b .; table: .long 0x38600007';
    expect(held(text, 2, 'r4')).toBe(0x38600007n);
    expect(lowered(text).instructions).toBe(3);
  });

  it('is told by file and line to a run that comes there all the same', () => {
    const { program } = lowered(
      'begin: ld r3, table@got(r2); mtctr r3; bctr\ntable: .quad 5\nlost: nop',
    );
    const { labels, beside } = program;
    const lines = [
      'kvm/x.S:2 has .8byte 5 there, which is data',
      'kvm/x.S:3 has nop there, to which nothing was seen to lead',
    ];
    const table = 0xc00000000020000cn;
    expect([labels.get('begin'), beside?.(table), beside?.(table + 8n), beside?.(0n)]).toEqual([
      0xc000000000200000n,
      ...lines,
      undefined,
    ]);
  });
});

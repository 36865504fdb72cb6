// Programs: where steps and labels stand, and what a label may not be.
import { describe, expect, it } from 'vitest';
import { Stuck } from './memory.ts';
import { link, passage, routine, vectorAt } from './program.ts';
import { isync, ptesync } from './steps/context.ts';

const main = routine('main', passage('first', { isync, ptesync }), passage('second', { isync }));
const vector = vectorAt(0x500n, 'vector-500', passage('ask', { isync }));
const FREE = 0xc000000000100000n;

describe('a program', () => {
  const program = link([main, vector, routine('last', passage('third', { ptesync }))]);

  it('puts routines one after another in the linear mapping, and vectors where they belong', () => {
    expect(program.steps.map(({ site, address }) => [site, address])).toEqual([
      ['first.isync', FREE],
      ['first.ptesync', FREE + 4n],
      ['second.isync', FREE + 8n],
      ['ask.isync', 0x500n],
      ['third.ptesync', FREE + 12n],
    ]);
  });

  it.each<[string, bigint]>([
    ['main', FREE],
    ['first', FREE],
    ['first.ptesync', FREE + 4n],
    ['second', FREE + 8n],
    ['vector-500', 0x500n],
    ['last', FREE + 12n],
  ])('knows the label %s', (label, address) => {
    expect(program.code(label)).toBe(address);
  });

  it('finds a step in real mode and through the linear mapping, and nothing between two steps', () => {
    expect(program.find(FREE + 4n)).toBe(1);
    expect(program.find(0x100004n)).toBe(1);
    expect(program.find(0xc000000000000500n)).toBe(3);
    expect(program.find(FREE + 2n)).toBeUndefined();
    expect(program.find(0x504n)).toBeUndefined();
  });

  it('is stuck at a label that nothing bears', () => {
    expect(() => program.code('nowhere')).toThrow(Stuck);
  });

  it('gives no two places one name', () => {
    const twice = routine('other', passage('first', { ptesync }));
    expect(() => link([main, twice])).toThrow('two places are called first');
  });
});

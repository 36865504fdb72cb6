// Numbers of special purpose registers: each of the 1,024 is something, and none is two things.
import { describe, expect, it } from 'vitest';
import { placesOf, type Register, registers } from '../../spec/vocabulary/registers.ts';
import { otherSprs } from '../facts/spr-table.ts';
import { sprNumbers } from './special-registers.ts';

const of = (spr: number): string => {
  const { kind, text } = sprNumbers[spr] ?? { kind: 'missing', text: '' };
  return `${kind}: ${text}`;
};

describe('the numbers of mfspr and mtspr', () => {
  it('are 1,024, in order', () => {
    expect(sprNumbers.map(({ spr }) => spr)).toEqual(Array.from({ length: 1024 }, (_, i) => i));
  });

  it('are known for every register that has one', () => {
    const numbered = (Object.keys(registers) as Register[]).flatMap((name) => {
      const row = registers[name];
      return 'spr' in row ? placesOf(name).map((_, i) => row.spr + i) : [];
    });
    expect(numbered.filter((spr) => sprNumbers[spr]?.kind !== 'known')).toEqual([]);
  });

  it('have no row among the others where POWER7 has a register that is known', () => {
    const known = sprNumbers.filter(({ kind }) => kind === 'known').map(({ spr }) => spr);
    expect(known.filter((spr) => otherSprs.has(spr))).toEqual([]);
  });

  it('of the other rows lie between 0 and 1023', () => {
    expect([...otherSprs.keys()].filter((spr) => spr < 0 || spr > 1023)).toEqual([]);
  });

  it.each([
    [1, 'known: XER: carry, overflow, string length'],
    [136, 'known: CTRL, reads only: run latch in bit 0 (136 reads, 152 writes)'],
    [152, 'known: CTRL, writes only: run latch in bit 0 (136 reads, 152 writes)'],
    [792, 'known: PMC: six performance monitor counters (787 to 792)'],
    [176, 'later: DPDES, of POWER8 and later'],
    [823, 'later: PSSCR, of POWER9 and later'],
    [753, 'later: SIER3, of POWER10 and later'],
    [1012, 'left out: HID4, of POWER7, and no part of what is specified here'],
    [1013, 'known: DABR: data address breakpoint'],
    [794, 'not of POWER7: PMC8, of processors before POWER7'],
    [415, 'not of POWER7: IVOR15, of embedded processors'],
    [1007, 'nobody: no register'],
  ])('%d is what the tables say', (spr, text) => {
    expect(of(spr)).toBe(text);
  });
});

// DABR written while counters may sample: what a read finds, and what is known after it.
import { describe, expect, it } from 'vitest';
import { MMCR0_FC, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { numbers } from '../../spec/vocabulary/words.ts';
import { ownLayout } from '../layout.ts';
import type { Meaning, View } from '../step.ts';
import { moveFromSpr, moveToSpr } from './spr.ts';

const DOUBT = UNSYNCED.DABR_UNREAD | UNSYNCED.DABR_WRONG;
const write = moveToSpr('DABR', 'r4');
const read = moveFromSpr('r5', 'DABR');

/** What registers hold once the steps are done, one after another. */
function held(begin: Partial<Record<Register, bigint>>, ...steps: readonly Meaning[]) {
  const registers = new Map<Register, bigint>(Object.entries(begin) as [Register, bigint][]);
  const view: View<bigint> = {
    layout: ownLayout,
    register: (name) => registers.get(name) ?? 0n,
    load: () => expect.fail('nothing is loaded'),
    slb: () => expect.fail('no entry is read'),
  };
  for (const meaning of steps)
    for (const made of meaning(view, numbers, () => 0n))
      if ('register' in made) registers.set(made.register, made.value);
  return (name: Register) => registers.get(name) ?? 0n;
}

describe('DABR', () => {
  it.each<[string, Partial<Record<Register, bigint>>]>([
    ['counters run', {}],
    ['samples are taken', { MMCR0: MMCR0_FC, MMCRA: 1n }],
  ])('is in doubt once it is written while %s', (_when, begin) => {
    const found = held({ r4: 0x1005n, UNSYNCED: 1n, ...begin }, write, read);
    expect(found('r5')).toBe(0x100dn);
    expect(found('UNSYNCED')).toBe(1n | UNSYNCED.DABR_WRONG);
  });

  it('is what was written while nothing counts, whatever was in doubt before', () => {
    const found = held({ r4: 0x1005n, MMCR0: MMCR0_FC, UNSYNCED: DOUBT }, write, read);
    expect(found('r5')).toBe(0x1005n);
    expect(found('UNSYNCED')).toBe(0n);
  });

  it('is known once it is written again after a read, and read again', () => {
    const once = held({ r4: 0x1005n }, write, read, write);
    expect(once('UNSYNCED')).toBe(DOUBT);
    const found = held({ r4: 0x1005n }, write, read, write, read);
    expect(found('r5')).toBe(0x1005n);
    expect(found('UNSYNCED')).toBe(0n);
  });

  it('stays in doubt where it is written twice and not read, or read twice', () => {
    expect(held({}, write, write)('UNSYNCED')).toBe(UNSYNCED.DABR_UNREAD);
    expect(held({}, write, read, read)('UNSYNCED')).toBe(UNSYNCED.DABR_WRONG);
  });
});

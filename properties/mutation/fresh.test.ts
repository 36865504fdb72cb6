// Fresh histories: drawn from the seed and the name alone, of guests of all kinds, with time passing anywhere.
import { describe, expect, it } from 'vitest';
import { slotOf } from '../../model/places.ts';
import { MSR } from '../../spec/vocabulary/bits.ts';
import { doingNames } from '../arbitraries/guest-program.ts';
import { fresh } from './fresh.ts';
import { shapes } from './pool.ts';

const MSR_SLOT = slotOf.get('vcpu.msr') ?? -1;

describe('fresh histories', () => {
  const some = fresh(7, 'entry.frame.push:twice', 2 * shapes.length);

  it('follow from seed and name', () => {
    expect(fresh(7, 'entry.frame.push:twice', 2 * shapes.length)).toEqual(some);
    expect(fresh(8, 'entry.frame.push:twice', 1)).not.toEqual(some.slice(0, 1));
    expect(fresh(7, 'entry.frame.push:swapped', 1)).not.toEqual(some.slice(0, 1));
  });

  it('begin alike however many there are, so that one is found again by its number', () => {
    expect(fresh(7, 'entry.frame.push:twice', 5)).toEqual(some.slice(0, 5));
  });

  it('have guests that do each thing, in either byte order', () => {
    const done = some.flatMap(([, rounds]) => rounds.flatMap(({ guest }) => guest));
    expect(new Set(done.map(({ does }) => does)).size).toBe(doingNames.length);
    const orders = some.map(([words]) => (words[MSR_SLOT] ?? 0n) & MSR.LE);
    expect(new Set(orders)).toEqual(new Set([0n, MSR.LE]));
  });

  it('have some in which time passes before every step, and some in which it does not', () => {
    const most = some.map(([, rounds]) =>
      Math.max(0, ...rounds.map(({ delays }) => delays.length)),
    );
    expect(most.filter((delays) => delays > 500).length).toBeGreaterThan(3);
    expect(most.filter((delays) => delays < 10).length).toBeGreaterThan(10);
  });
});

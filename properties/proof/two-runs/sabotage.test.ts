// The prover of two runs sabotaged: each way in which it could say "proved" of a leak is tried on a leak, which is refuted by itself.

import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { replace, withEdits } from '../../../model/mutate.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { nothing } from '../../../model/steps/context.ts';
import { isolation } from '../../../spec/chapters/isolation.ts';
import { leaks } from '../../levels/noninterference/faults.ts';
import { proving } from '../prove.ts';
import { lazySolver } from '../solver.ts';
import type * as claims from './claims.ts';
import type * as guestActions from './guest-actions.ts';
import type * as pairings from './pairings.ts';
import type * as renaming from './renaming.ts';

const now = vi.hoisted(() => ({ sabotage: '' }));
const is = (name: string): boolean => now.sabotage === name;
afterEach(() => {
  now.sabotage = '';
});

vi.mock('./renaming.ts', async (original) => {
  const real = await original<typeof renaming>();
  const twoRuns: typeof real.twoRuns = (t, variables, pauses, given) => {
    const call = is('secrets are the same in both runs') ? new Map() : given.call;
    const guest = is('guests write the same in both runs') ? new Set<number>() : given.guest;
    const differences = { ...given, call, guest };
    const runs = real.twoRuns(t, variables, pauses, differences);
    return is('the second run is the first') ? { ...runs, second: runs.first } : runs;
  };
  return { ...real, twoRuns };
});

vi.mock('./pairings.ts', async (original) => {
  const real = await original<typeof pairings>();
  const pairingsOf: typeof real.pairingsOf = (...given) => {
    const all = real.pairingsOf(...given);
    if (is('no moments are held together')) return all.slice(0, 1);
    return is('runs are held together on one path only')
      ? all.filter(({ one, two }) => one.state === two.state)
      : all;
  };
  return { ...real, pairingsOf };
});

vi.mock('./guest-actions.ts', async (original) => {
  const real = await original<typeof guestActions>();
  const guestDifferences: typeof real.guestDifferences = (around, side) => {
    const found = real.guestDifferences(around, side);
    return (turn, segments) =>
      is('what a guest can make differ is not looked for')
        ? { slots: new Set(), segments: false, alike: true }
        : found(turn, segments);
  };
  return { ...real, guestDifferences };
});

vi.mock('./claims.ts', async (original) => {
  const real = await original<typeof claims>();
  const pairObligations: typeof real.pairObligations = (...given) =>
    is('nothing has to be shown of two runs')
      ? real.pairObligations(...given).map((one) => ({ ...one, broken: given[0].t.literal(0n) }))
      : real.pairObligations(...given);
  return { ...real, pairObligations };
});

const solver = lazySolver();
afterAll(() => solver.close());

/** Milliseconds that a program may take on a busy machine. */
const LONG = 900_000;

async function saidOf(program: Program, name: string): Promise<string | undefined> {
  const clauses = isolation.clauses.filter((clause) => clause.name === name);
  const proof = proving(program, clauses, { solver });
  const [clause] = clauses;
  return clause && (await proof.judge(clause)).verdict;
}

/** The guest finds the UAMOR of the host. */
const toTheGuest: Program = withEdits(repaired, [replace('guest.data.uamor', nothing)]);

/** The host finds an r20 of the guest. */
const toTheHost: Program = withEdits(repaired, [replace('return.nvgprs.r20', nothing)]);

const HOSTS = 'guest-sees-nothing-of-the-host';
const GUESTS = 'host-registers-tell-nothing-of-the-guest';

/** An entry that takes an instruction less for a host that has interrupts off. */
const onAnotherWay = leaks['masking-skipped-where-masked'];

const rows: readonly (readonly [sabotage: string, leak: Program, clause: string])[] = [
  ['secrets are the same in both runs', toTheGuest, HOSTS],
  ['the second run is the first', toTheGuest, HOSTS],
  ['nothing has to be shown of two runs', toTheGuest, HOSTS],
  ['no moments are held together', toTheGuest, HOSTS],
  ['guests write the same in both runs', toTheHost, GUESTS],
  ['what a guest can make differ is not looked for', toTheHost, GUESTS],
];

/** Each takes twice as long as a proof of two runs. */
describe('a leak, of which it is not told, tells that', () => {
  it.each(rows)(
    '%s',
    async (sabotage, leak, clause) => {
      expect(await saidOf(leak, clause)).toBe('refuted');
      now.sabotage = sabotage;
      expect(await saidOf(leak, clause)).toBe('proved');
    },
    LONG,
  );

  it(
    'runs are held together on one path only',
    async () => {
      const [clause = ''] = onAnotherWay?.breaks ?? [];
      const code = onAnotherWay?.code ?? repaired;
      expect(await saidOf(code, clause)).toBe('refuted');
      now.sabotage = 'runs are held together on one path only';
      expect(await saidOf(code, clause)).not.toBe('refuted');
    },
    LONG,
  );
});

// The prover sabotaged: each way in which it could say "proved" of something false is tried, and a check that stands in the suites tells.
//
// A sabotage puts something wrong in the place of one function of the prover. It is told by the agreement with the plain interpreter, or by
// planted faults and odd programs of which something is called proved that is not so.
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { faultsOfRepaired } from '../../model/faults/catalogue.ts';
import { replace, withEdits } from '../../model/mutate.ts';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { slotNamed } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { nothing } from '../../model/steps/context.ts';
import type * as addresses from '../../model/symbolic/addresses.ts';
import { type Algebra, algebra } from '../../model/symbolic/algebra.ts';
import type * as execute from '../../model/symbolic/execute.ts';
import type * as facts from '../../model/symbolic/facts.ts';
import type * as guest from '../../model/symbolic/guest.ts';
import type * as merging from '../../model/symbolic/merging.ts';
import type * as pathEnd from '../../model/symbolic/path-end.ts';
import type * as paths from '../../model/symbolic/paths.ts';
import type { Term } from '../../model/symbolic/term.ts';
import { no } from '../../spec/terms.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { histories } from '../levels/switch/history.ts';
import { stageWithout } from '../levels/switch/play.ts';
import { few, triesAll } from '../testing/rows.ts';
import type * as findings from './findings.ts';
import type * as notes from './notes.ts';
import type * as obligations from './obligations.ts';
import { proving } from './prove.ts';
import { proofRun } from './run.ts';
import type * as settling from './settling.ts';
import { agreement } from './testing/agreement.ts';
import { otherOnceResumed, stuckForSome } from './testing/odd-programs.ts';

const now = vi.hoisted(() => ({ sabotage: '' }));
/** The slot of a register that any guest may write. */
const CTR = slotNamed('CTR');

/** A field that each exit stores to. */
const TRAP = slotNamed('vcpu.trap');

const is = (name: string): boolean => now.sabotage === name;
afterEach(() => {
  now.sabotage = '';
});

vi.mock('../../model/symbolic/merging.ts', async (original) => {
  const real = await original<typeof merging>();
  const merged: typeof real.merged = (t, a, b) => {
    const either = real.merged(t, a, b);
    if (is('a merge takes the words of one path')) return { ...either, slots: a.slots };
    if (is('a merge loses caveats')) return { ...either, caveats: new Set() };
    return is('a merge takes what is known on one path') ? { ...either, facts: a.facts } : either;
  };
  return { ...real, merged };
});

vi.mock('../../model/symbolic/paths.ts', async (original) => {
  const real = await original<typeof paths>();
  const explorePaths: typeof real.explorePaths = (exploring, starts) => {
    const all = real.explorePaths(exploring, starts);
    const resumes = starts.some(({ phase }) => phase === 'vector');
    if (is('a path is lost')) return { ...all, ends: all.ends.slice(0, -1) };
    return is('nothing resumes the guest') && resumes ? { ...all, entered: [] } : all;
  };
  return { ...real, explorePaths };
});

vi.mock('../../model/symbolic/facts.ts', async (original) => {
  const real = await original<typeof facts>();
  const assume: typeof real.assume = (t, before, condition, holds) => {
    const after = real.assume(t, before, condition, holds);
    if (is('what a branch asks is forgotten')) return { ...after, assumed: before.assumed };
    if (!is('what is known contradicts itself') || after.assumed === undefined) return after;
    const never = { condition: t.literal(0n), before: after.assumed.before, length: 1 };
    return { ...after, assumed: { ...after.assumed, before: never } };
  };
  return { ...real, assume };
});

vi.mock('../../model/symbolic/guest.ts', async (original) => {
  const real = await original<typeof guest>();
  const guestTurn: typeof real.guestTurn = (t, entered, turn) =>
    real
      .guestTurn(t, entered, turn)
      .map((term, slot) =>
        is('the guest leaves a register as it was') && slot === CTR
          ? (entered[slot] ?? term)
          : term,
      );
  const eventCondition: typeof real.eventCondition = (t, slots, event) =>
    is(`no ${event.name} comes`) ? t.literal(0n) : real.eventCondition(t, slots, event);
  return { ...real, guestTurn, eventCondition };
});

vi.mock('../../model/symbolic/addresses.ts', async (original) => {
  const real = await original<typeof addresses>();
  const casesOf: typeof real.casesOf = (t, known, term) => {
    const cases = real.casesOf(t, known, term);
    return is('an address has but its first case') ? cases?.slice(0, 1) : cases;
  };
  return { ...real, casesOf };
});

vi.mock('../../model/symbolic/execute.ts', async (original) => {
  const real = await original<typeof execute>();
  const executeTerms: typeof real.executeTerms = (around, before, step, nia) => {
    const result = real.executeTerms(around, before, step, nia);
    if (!is('a store is not made')) return result;
    const slots = result.state.slots.with(TRAP, before.slots[TRAP] ?? nia);
    return { ...result, state: { ...result.state, slots } };
  };
  return { ...real, executeTerms };
});

vi.mock('../../model/symbolic/path-end.ts', async (original) => {
  const real = await original<typeof pathEnd>();
  const withoutStopped: typeof real.withoutStopped = (around, before, result, site) => {
    const { stopped, went } = real.withoutStopped(around, before, result, site);
    if (is('a step notes no caveat'))
      return { stopped, went: { ...went, caveats: before.caveats } };
    return { stopped: is('a machine that is stuck is forgotten') ? [] : stopped, went };
  };
  return { ...real, withoutStopped };
});

vi.mock('./findings.ts', async (original) => {
  const real = await original<typeof findings>();
  const findingOf: typeof real.findingOf = (t, claim, scope) => {
    if (is('a condition of a claim is inverted') && claim.claim === 'given')
      return real.findingOf(t, { ...claim, when: no(claim.when) }, scope);
    const found = real.findingOf(t, claim, scope);
    return is('nothing is ever broken') ? { ...found, broken: t.literal(0n) } : found;
  };
  return { ...real, findingOf };
});

vi.mock('./notes.ts', async (original) => {
  const real = await original<typeof notes>();
  const noteStep: typeof real.noteStep = (...seen) =>
    is('monitors look at no step') ? undefined : real.noteStep(...seen);
  return { ...real, noteStep };
});

vi.mock('./obligations.ts', async (original) => {
  const real = await original<typeof obligations>();
  const obligationsOf: typeof real.obligationsOf = (t, clause, run, watching) =>
    real.obligationsOf(t, clause, run, watching).filter((one) => {
      const { stops, event } = one;
      if (is('what is to be shown has no caveats')) Object.assign(one, { caveats: new Set() });
      if (is('paths without an end are not looked at')) return stops === undefined;
      return !is('refusals are not looked at') || event !== '';
    });
  return { ...real, obligationsOf };
});

vi.mock('./settling.ts', async (original) => {
  const real = await original<typeof settling>();
  const wrong = (t: Algebra): ReturnType<typeof real.settling> => ({
    ...real.settling(t),
    openParts: () => [],
  });
  return {
    ...real,
    settling: (t: Algebra) => (is('all is settled') ? wrong(t) : real.settling(t)),
  };
});

const stage = stageWithout(new Set());

const long = describe.runIf(triesAll);
const some = <T>(rows: readonly T[]): readonly T[] => few(rows, 1);

/** In what the repaired path over terms and the plain interpreter differ. */
function differences(over: Algebra = algebra(), plain: Program = repaired): readonly string[] {
  const drawn = fc.sample(histories, { numRuns: 30, seed: 7 });
  return agreement(proofRun(repaired, [], { over }), drawn, stage, plain).differences;
}

/** What the prover says of a clause by rewriting. */
function saidOf(program: Program, clause: string): string | undefined {
  const clauses = switchContract.filter(({ name }) => name === clause);
  const proof = proving(program, clauses);
  return clauses.map((one) => proof.rewritten(one)?.verdict)[0];
}

/** The program with a planted fault, or an odd one. */
function programOf(name: string): Program {
  const odd = { 'is stuck for some': stuckForSome, 'is another once resumed': otherOnceResumed };
  const fault = faultsOfRepaired().find((one) => one.name === name);
  return odd[name as keyof typeof odd] ?? fault?.plantedIn(repaired) ?? repaired;
}

describe('the prover as it is', () => {
  it.runIf(triesAll)('agrees with the plain interpreter', () => {
    expect(differences()).toEqual([]);
  });

  it.runIf(triesAll).each(['is another once resumed', 'is stuck for some'])(
    'proves nothing of the host of a switch that %s',
    (program) => {
      expect(saidOf(programOf(program), 'host-nonvolatile-gprs-return')).toBeUndefined();
    },
  );
});

describe('the agreement with the plain interpreter tells that', () => {
  it.each(
    some([
      'a merge takes the words of one path',
      'a merge takes what is known on one path',
      'a path is lost',
      'nothing resumes the guest',
      'what a branch asks is forgotten',
      'what is known contradicts itself',
      'the guest leaves a register as it was',
      'no hypercall comes',
      'an address has but its first case',
      'a store is not made',
    ]),
  )('%s', (sabotage) => {
    now.sabotage = sabotage;
    expect(differences()).not.toEqual([]);
  });

  it.runIf(triesAll)('a step is left out over terms', () => {
    const left = withEdits(repaired, [replace('exit.interrupted.trap', nothing)]);
    expect(differences(algebra(), left)).not.toEqual([]);
  });

  it.runIf(triesAll)('time stands nearly still', () => {
    const over = algebra();
    const { table } = over;
    const narrow = (name: string, mask?: bigint): Term =>
      Object.getPrototypeOf(table).variable.call(table, name, name.endsWith('.halves') ? 0n : mask);
    Object.assign(table, { variable: narrow });
    expect(differences(over)).not.toEqual([]);
  });

  it.runIf(triesAll)('a normal form is not what it stands for', () => {
    const over = algebra();
    const { shiftRight } = over;
    Object.assign(over, {
      shiftRight: (a: Term, bits: number) => shiftRight(a, Math.min(bits, 31)),
    });
    expect(differences(over)).not.toEqual([]);
  });
});

long('a program, of which is proved what is not so, tells that', () => {
  it.each(
    some([
      ['a machine that is stuck is forgotten', 'is stuck for some', 'host-dscr-returns'],
      ['paths without an end are not looked at', 'is stuck for some', 'host-dscr-returns'],
      ['nothing is ever broken', 'entry.nvgprs.r14:dropped', 'host-nonvolatile-gprs-return'],
      ['all is settled', 'entry.nvgprs.r14:dropped', 'host-nonvolatile-gprs-return'],
    ]),
  )('%s', (sabotage, fault, clause) => {
    expect(saidOf(programOf(fault), clause)).not.toBe('proved');
    now.sabotage = sabotage;
    expect(saidOf(programOf(fault), clause)).toBe('proved');
  });
});

long('the published path, whose proofs depend on a store to an unknown address, tells that', () => {
  /** What a proof on it depends on. */
  function caveats(): readonly string[] {
    const clauses = switchContract.filter(({ name }) => name === 'host-nonvolatile-gprs-return');
    const proof = proving(published, clauses);
    return clauses.flatMap((clause) => {
      const said = proof.rewritten(clause);
      return said?.verdict === 'proved' ? said.caveats : ['not proved'];
    });
  }

  it.each(
    some(['a step notes no caveat', 'a merge loses caveats', 'what is to be shown has no caveats']),
  )('%s', (sabotage) => {
    expect(caveats()).toEqual(['exit.sprs.dscr']);
    now.sabotage = sabotage;
    expect(caveats()).toEqual([]);
  });
});

long('the repaired path, of which is not proved what is so, tells that', () => {
  it.each(
    some([
      ['monitors look at no step', 'interrupts-stay-hard-disabled'],
      ['refusals are not looked at', 'early-exit-keeps-the-counters'],
      ['no leftover HDEC comes', 'leftover-hdec-returns-to-guest'],
      ['a condition of a claim is inverted', 'host-samples-return-when-in-use'],
    ]),
  )('%s', (sabotage, clause) => {
    expect(saidOf(repaired, clause)).toBe('proved');
    now.sabotage = sabotage;
    expect(saidOf(repaired, clause)).not.toBe('proved');
  });
});

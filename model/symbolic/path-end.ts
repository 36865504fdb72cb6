// How paths end that do not end in the guest, and which machines a step leaves behind.
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { REAL_ADDRESS, VMALLOC, WINDOW } from '../layout.ts';
import { both } from './algebra.ts';
import type { SymbolicResult } from './execute.ts';
import { assume } from './facts.ts';
import type { WildStore } from './memory.ts';
import type { Surroundings, SymbolicState } from './state.ts';
import type { Term } from './term.ts';

/** How a path ends that does not end in the guest. */
export interface PathEnd {
  readonly end: 'returned' | 'stuck' | 'nowhere' | 'given-up';
  readonly state: SymbolicState;
  /** The last step. */
  readonly site: string;
  readonly why: string;
  /** What was not known, where a path was given up. */
  readonly term?: Term;
  /** Where it went astray with translation off. */
  readonly astray?: Place;
  /** Where it loaded from, if nothing is there. */
  readonly unset?: Place;
  /** It was given up since a store to an unknown address hits what the switch reads: others went on, with a caveat. */
  readonly wild?: true;
}

/**
 * The machines that go on after a step, and the paths of those that do not: where something unset is read, or an address leads astray,
 * or where a store to an unknown address may hit what is read. Those that go on have the caveat that it does not.
 */
export function withoutStopped(
  around: Surroundings,
  before: SymbolicState,
  { state, stops, wild }: SymbolicResult,
  site: string,
): { readonly stopped: readonly PathEnd[]; readonly went: SymbolicState } {
  const { t } = around;
  const stopped: PathEnd[] = [];
  let went = state;
  for (const { when, why, astray, unset } of stops) {
    const facts = assume(t, went.facts, when, true);
    const place = {
      ...(astray === undefined ? {} : { astray }),
      ...(unset === undefined ? {} : { unset }),
    };
    stopped.push({ end: 'stuck', state: { ...before, facts }, site, why, ...place });
    went = { ...went, facts: assume(t, went.facts, when, false) };
  }
  for (const store of wild) {
    const hits = both(t, store.when, hitsSomething(around, went, store));
    const why = 'a store goes to an address that is not known';
    const facts = assume(t, went.facts, hits, true);
    stopped.push({
      end: 'given-up',
      state: { ...before, facts },
      site,
      why,
      term: store.address,
      wild: true,
    });
    const caveats = new Set([...went.caveats, site]);
    went = { ...went, facts: assume(t, went.facts, hits, false), caveats };
  }
  return { stopped, went };
}

/** When a store hits the structures, constants of the program, or memory that stores have named. */
function hitsSomething(
  { t, layout, image }: Surroundings,
  { bytes }: SymbolicState,
  store: WildStore,
): Term {
  const real = t.and(store.address, t.literal(REAL_ADDRESS));
  const from = (first: Word, size: bigint): Term =>
    t.lessUnsigned(t.sub(real, t.literal(first - 7n)), t.literal(size + 7n));
  const ranges = [
    from(WINDOW & REAL_ADDRESS, BigInt(layout.owners.length)),
    from(VMALLOC & REAL_ADDRESS, BigInt(layout.owners.length)),
    ...runsOf([...image.keys(), ...bytes.keys()]).map(({ first, size }) => from(first, size)),
  ];
  return ranges.reduce((any, one) => t.or(any, one));
}

/** Addresses as runs of one after another. */
function runsOf(
  addresses: readonly Word[],
): readonly { readonly first: Word; readonly size: Word }[] {
  const runs: { first: Word; size: Word }[] = [];
  for (const at of [...new Set(addresses)].sort((a, b) => (a < b ? -1 : 1))) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.size === at) last.size++;
    else runs.push({ first: at, size: 1n });
  }
  return runs;
}

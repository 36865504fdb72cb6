// What has to be shown of a clause: on each path that ends a span of its kind, that its claim is not broken there.
//
// A path that does not come to its end leaves spans under way: it has to be shown that no machine takes it. Only where a store goes to an
// unknown address, which is a finding of its own, the machines in which it hits what the switch reads are left out: as a caveat.

import { spansOpen } from '../../model/phases.ts';
import type { Algebra } from '../../model/symbolic/algebra.ts';
import type { Facts } from '../../model/symbolic/facts.ts';
import type { PathEnd } from '../../model/symbolic/path-end.ts';
import type { SymbolicState } from '../../model/symbolic/state.ts';
import type { SymbolicSwitch } from '../../model/symbolic/switch.ts';
import type { Term as Formula } from '../../model/symbolic/term.ts';
import type { Claim, Clause } from '../../spec/clause.ts';
import type { SpanKind } from '../../spec/vocabulary/machine.ts';
import { type SwitchKind, switchKindsOf } from '../levels/switch/contract.ts';
import { coverOf, findingOf } from './findings.ts';
import type { Watching } from './monitors.ts';
import { onTheWay } from './notes.ts';

/** What has to be shown on one path: that the formula is 0 under what is known there. */
export interface Obligation {
  readonly facts: Facts;
  /** The state at the end of the path. */
  readonly state: SymbolicState;
  /** The kind of span that ends there, or is under way; none of two runs. */
  readonly over?: SwitchKind;
  /** A truth: the claim is broken, or the machine takes a way that has no end. */
  readonly broken: Formula;
  /** Truths of which one holds wherever the claim is broken, where these are easier to settle. */
  readonly cover?: (() => Iterable<Formula>) | undefined;
  /** When the claim is met on this path. */
  readonly met: Formula;
  /** The interrupt that ended the guest; empty where none did. */
  readonly event: string;
  /** Where the path ends, in words. */
  readonly where: string;
  /** Why the path has no end, if it has none. */
  readonly stops?: PathEnd;
  /** Sites after which it was assumed that a store to an unknown address hits nothing that counts. */
  readonly caveats: ReadonlySet<string>;
}

/** Everything that has to be shown of a clause. */
export function obligationsOf(
  t: Algebra,
  clause: Clause,
  run: SymbolicSwitch,
  watching: Watching,
): readonly Obligation[] {
  const { claim } = clause;
  const kinds = switchKindsOf(clause);
  const whole = kinds.flatMap((over) =>
    statesEnding(over, run).map(({ state, where }): Obligation => {
      const { facts, caveats } = state;
      const scope = watching.scope(over, state);
      const { met, broken } = findingOf(t, claim, scope);
      const cover = coverOf(t, claim, scope);
      return { facts, state, over, met, broken, cover, event: state.event, where, caveats };
    }),
  );
  const cut = run.ends
    .filter(({ end, wild }) => end !== 'returned' && wild === undefined)
    .flatMap((end): readonly Obligation[] => {
      const { state } = end;
      const over = kinds.find((kind) => spansOpen(state.phase).includes(kind));
      if (over === undefined) return [];
      const { facts, caveats, event } = state;
      const [met, broken] = [t.literal(0n), t.literal(1n)];
      const where = `${end.site}: ${end.why}`;
      return [{ facts, state, over, met, broken, event, where, stops: end, caveats }];
    });
  return [...whole, ...cut];
}

interface SpanEnd {
  readonly state: SymbolicState;
  readonly where: string;
}

/** The states in which spans of a kind end. */
function statesEnding(kind: SpanKind, run: SymbolicSwitch): readonly SpanEnd[] {
  const returned = (phase: SymbolicState['phase']): readonly SpanEnd[] =>
    run.ends
      .filter(({ end, state }) => end === 'returned' && state.phase === phase)
      .map(({ state, site }) => ({ state, where: `${state.event || 'refused'}, ${site}` }));
  const at = (states: readonly SymbolicState[], where: string): readonly SpanEnd[] =>
    states.map((state) => ({
      state,
      where: state.event === '' ? where : `${state.event}, ${where}`,
    }));
  switch (kind) {
    case 'switch':
      return [...returned('call'), ...returned('vector')];
    case 'refusal':
      return returned('call');
    case 'exit':
      return returned('vector');
    case 'entry':
      return at(run.entered, 'the guest is entered');
    case 'resume':
      return at(run.resumed, 'the guest is resumed');
    case 'guest':
      return at(run.interrupted, 'the interrupt');
    default:
      throw new Error(`a switch has no span '${kind}'`);
  }
}

/** Whether a claim is about the end that a path does not come to, so that a stop breaks it. */
export function isBrokenBy(claim: Claim, stop: PathEnd): boolean {
  if (claim.claim === 'each') return claim.claims.some((part) => isBrokenBy(part, stop));
  if (claim.claim !== 'predicate') return false;
  if (claim.name === 'real-mode-addressable') return stop.astray !== undefined;
  if (claim.name === 'reads-what-is-there') return stop.unset !== undefined;
  return claim.name === 'returns-to-caller' && stop.end === 'nowhere';
}

/**
 * Where resuming the guest breaks what is claimed of the way: with these a history is found that does so once. What a turn of the
 * guest begins with stands for all turns, and does not tell how often it was resumed.
 */
export function resumptionsOf(
  t: Algebra,
  clause: Clause,
  run: SymbolicSwitch,
  watching: Watching,
): readonly Obligation[] {
  const over = 'switch';
  if (!switchKindsOf(clause).includes(over)) return [];
  return run.resumed.map((state): Obligation => {
    const scope = watching.scope(over, state);
    const broken = onTheWay(clause.claim)
      .map((part) => scope.noted(part).broken)
      .reduce((a, b) => t.or(a, b), t.literal(0n));
    const { facts, caveats, event } = state;
    const where = `${event}, the guest is resumed`;
    const met = t.literal(0n);
    return { facts, state, over, met, broken, event, where, caveats };
  });
}

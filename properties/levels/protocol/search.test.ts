// The search held to what it leaves out: steps that are taken at once, threads that are alike, and ways that are not the best ones.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drop, withEdits } from '../../../model/mutate.ts';
import { image } from '../../../model/paths/hypercalls.ts';
import { link, passage, routine, vectorAt } from '../../../model/program.ts';
import { protocolCode } from '../../../model/protocol/host-code.ts';
import {
  secondaryNap,
  startGuestAsked,
  wakesAsked,
  wakeup,
} from '../../../model/protocol/secondary.ts';
import type { SteppedProgram } from '../../../model/protocol/thread-steps.ts';
import { goTo, returnToCaller } from '../../../model/steps/branch.ts';
import { constant, copy, set } from '../../../model/steps/transfer.ts';
import { contract } from '../../../spec/contract.ts';
import { few, triesAll } from '../../testing/rows.ts';
import { searchProtocol } from './search.ts';
import { CHECKED_PROTOCOL, type ProtocolCode, protocolModels, protocolOf } from './subjects.ts';
import { wayTable } from './way-table.ts';

const clauses = contract.filter(({ over }) => over.includes('protocol'));

const broken = (code: ProtocolCode): readonly string[] => {
  const { threads } = CHECKED_PROTOCOL;
  const protocol = protocolOf(code, CHECKED_PROTOCOL);
  const { findings } = searchProtocol({ protocol, threads, clauses, symmetric: true });
  return clauses.flatMap(({ name }, i) => (findings[i]?.way === undefined ? [] : [name]));
};

it.runIf(triesAll)(
  'that ends once every clause is broken has found the same ways as one of all states',
  () => {
    const { threads } = CHECKED_PROTOCOL;
    const protocol = protocolOf(protocolModels.published, CHECKED_PROTOCOL);
    const names = broken(protocolModels.published);
    const some = clauses.filter(({ name }) => names.includes(name)).slice(0, 2);
    const [whole, early] = [false, true].map((enough) =>
      searchProtocol({ protocol, threads, clauses: some, symmetric: true, enough }),
    );
    expect(early?.states).toBeLessThan(whole?.states ?? 0);
    expect(early?.findings.map(({ way }) => way?.length)).toEqual(
      whole?.findings.map(({ way }) => way?.length),
    );
    const rows = (found: typeof whole) =>
      found?.findings.map(({ way }) => found.coresOf(way ?? []));
    expect(rows(early)).toEqual(rows(whole));
  },
);

/** A protocol without guests: a thread that is woken counts itself to those that nap again. */
const small: SteppedProgram = link(
  [
    routine(
      '__kvmppc_vcore_entry',
      passage('entry', {
        one: set('r5', constant(1n), '1'),
        two: copy('r5', 'DABR'),
        three: set('DABR', constant(0n), '0'),
        blr: returnToCaller,
      }),
    ),
    vectorAt(0x100n, 'vector-100', passage('vector-100.nap', { nap: goTo('nap-wake') })),
    wakesAsked,
    wakeup,
    startGuestAsked,
    routine('kvmppc_hv_entry', passage('small', { 'no-guest': goTo('secondary_nap') })),
    secondaryNap({ asks: true, clearsFlag: true }),
  ],
  image,
);

const smallFaults: readonly (readonly [string, SteppedProgram])[] = [
  ['as it is', small],
  ['without sync', withEdits(small, [drop('nap-wake.sync')])],
  ['without a count', withEdits(small, [drop('nap.count.store')])],
  ['without clearing', withEdits(small, [drop('start.cleared-first')])],
];

/** What is said of each clause: whether it was met, and whether it was broken. */
function verdicts(program: SteppedProgram, threads: number, strays: number, symmetric: boolean) {
  const size = { threads, rounds: 1, strays, givesUp: false };
  const protocol = protocolOf({ program, code: protocolCode([]) }, size);
  const found = searchProtocol({ protocol, threads, clauses, symmetric });
  const said = found.findings.map(({ met, way }) => [met > 0, way !== undefined]);
  return { said, states: found.states, complete: found.complete };
}

describe.each(few(smallFaults, 2))('a small protocol, %s', (_name, program) => {
  it('is found the same when every step may be followed by one of another thread', () => {
    const [some, every] = [program, { ...program, everyStep: true } as const].map((one) =>
      verdicts(one, 2, 1, true),
    );
    expect(some?.said).toEqual(every?.said);
    expect(every?.states).toBeGreaterThan(some?.states ?? 0);
  });

  it('is found the same when threads that are alike are told apart', () => {
    const [alike, apart] = [true, false].map((symmetric) => verdicts(program, 3, 0, symmetric));
    expect(alike?.said).toEqual(apart?.said);
    expect(alike?.states).toBeLessThan(apart?.states ?? 0);
    expect(apart?.complete).toBe(true);
  });
});

/** A graph in which every edge leads from a layer to the next: edges by layer, from, to and mover. */
const layered = fc.array(
  fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 8 }),
  { minLength: 1, maxLength: 5 },
);

it('keeps of the shortest ways to a state one with the fewest changes of turn', () => {
  fc.assert(
    fc.property(layered, (layers) => {
      const ways = wayTable(3);
      ways.begin();
      let nodes = new Map<number, Map<number, number>>([[0, new Map()]]);
      let next = 1;
      for (const edges of layers) {
        const numbers = new Map<number, number>();
        const reached = new Map<number, Map<number, number>>();
        const froms = [...nodes.keys()];
        for (const [from, to, mover] of edges) {
          const at = froms[from % froms.length] ?? 0;
          if (!numbers.has(to)) numbers.set(to, next++);
          const target = numbers.get(to) ?? 0;
          ways.reach(at, target, mover, mover);
          const lasts = nodes.get(at) ?? new Map<number, number>();
          const costs = [...lasts].map(([last, cost]) => cost + (last === mover ? 0 : 1));
          const cost = costs.length === 0 ? 0 : Math.min(...costs);
          const into = reached.get(target) ?? new Map<number, number>();
          into.set(mover, Math.min(cost, into.get(mover) ?? Number.POSITIVE_INFINITY));
          reached.set(target, into);
        }
        nodes = reached;
        for (const [target, lasts] of reached)
          for (const mover of [0, 1, 2]) {
            const costs = [...lasts].map(([last, cost]) => cost + (last === mover ? 0 : 1));
            expect(ways.changes(target, mover)).toBe(Math.min(...costs));
          }
      }
    }),
  );
});

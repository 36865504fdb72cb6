// The run loop around the real thing: where the model has the switch's contract, the path itself is run, guest and all; the clauses of
// the loop hold as they do without it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runKernels } from '../../../model/kvm/run-loop.ts';
import { ownPlaces, type Stay } from '../../../model/kvm/state.ts';
import { ENTRY } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import { slotOf, slots } from '../../../model/places.ts';
import { runSwitch } from '../../../model/run.ts';
import { stateOf, withWords } from '../../../model/state.ts';
import { contract } from '../../../spec/contract.ts';
import { judge } from '../../../spec/judging/judge.ts';
import type { Place } from '../../../spec/vocabulary/machine.ts';
import { type Action, stepOf } from '../../arbitraries/guest-program.ts';
import { isJudgedAt } from '../levels.ts';
import { beginning, stageWithout } from '../switch/play.ts';
import { type KvmStay, kvmHistories, msrOf } from './history.ts';
import { playKvm, runLevel } from './level.ts';

const stage = stageWithout(new Set());
const clauses = contract.filter((clause) => isJudgedAt(runLevel, clause));

/** How the guest of the path stops with each trap; with others it makes a hypercall. */
const doing: Readonly<Record<string, Action['does']>> = {
  '1280': 'external',
  '2432': 'wait-for-hdec',
  '3584': 'data-storage',
  '3616': 'inst-storage',
  '3648': 'emulation-assist',
};

/** The fields of the vcpu that both models have, and TB. */
const shared = ownPlaces.filter((place) => place === 'TB' || /^vcpu\.(?!stat|hcall)/u.test(place));

let traps = new Set<bigint>();

/** The guest runs in the real switch: from what the C code left in the vcpu, to what the path leaves there. */
const real = (stay: KvmStay): Stay => ({
  text: 'the switch itself',
  signal: stay.signal,
  outcome(at) {
    const { cells: drawn } = beginning([new BigUint64Array(slots + 1), []], stage);
    const cells = withWords(drawn, [
      ...shared
        .filter((place) => slotOf.has(place))
        .map((place): [Place, bigint] => [place, at(place)]),
      ['vcpu.pending_exceptions', 0n],
      ['vcpu.trap', 0n],
    ]);
    const does = doing[String(stay.trap)] ?? 'hypercall';
    const guest: readonly Action[] = [
      { does: 'set-msr', on: 0, word: msrOf(stay) },
      ...stay.words.map((word, i): Action => ({ does: 'set-user', on: i, word })),
      { does, on: 0, word: stay.words[0] ?? 0n },
    ];
    const { after, ending } = runSwitch(repaired, ENTRY, stateOf(cells), {
      pauses: [{ after: 20, ticks: stay.ticks & 0xfffffn }],
      guest: guest.map(stepOf),
      prompt: true,
    });
    expect(ending).toEqual({ end: 'returned' });
    traps.add(after.word('vcpu.trap'));
    const writes = shared
      .filter((place) => slotOf.has(place) && place !== 'vcpu.pending_exceptions')
      .map((place) => [place, after.word(place)] as const);
    return { ran: after.word('vcpu.trap') !== 0n, writes };
  },
});

describe('the run loop around the path', () => {
  it('holds to every clause of the loop', () => {
    traps = new Set();
    fc.assert(
      fc.property(kvmHistories, (history) => {
        const trace = playKvm(runKernels.repaired, history, real);
        const bad = clauses.filter((clause) => judge(clause, trace).verdict === 'violated');
        expect(bad.map(({ name }) => name)).toEqual([]);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it('has met every trap that the path knows', () => {
    for (const trap of [0x500n, 0x980n, 0xc00n, 0xe00n, 0xe20n, 0xe40n])
      expect(traps.has(trap), trap.toString(16)).toBe(true);
  });
});

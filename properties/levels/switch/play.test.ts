// Runs of the repaired path: which spans each way through the switch is made of, and that none of it depends on chance.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { published } from '../../../model/paths/published.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import { slotOf, slots } from '../../../model/places.ts';
import { MSR, PENDING_EXTERNAL } from '../../../spec/vocabulary/bits.ts';
import type { Action } from '../../arbitraries/guest-program.ts';
import { type History, histories } from './history.ts';
import { play, stageWithout } from './play.ts';

const stage = stageWithout(new Set());
const kinds = (history: History) =>
  play(repaired, history, stage).trace.spans.map(({ kind }) => kind);

/** One switch from the default machine with these words, in which the guest does these things. */
function history(
  words: Readonly<Record<string, bigint>>,
  ...does: readonly Action['does'][]
): History {
  const machine = new BigUint64Array(slots + 1);
  for (const [place, word] of Object.entries(words)) machine[slotOf.get(place) ?? slots] = word;
  return [
    machine,
    [{ changes: [], delays: [], guest: does.map((what) => ({ does: what, on: 0, word: 0n })) }],
  ];
}

const WHOLE = ['entry', 'guest', 'exit', 'switch'];

describe('a switch', () => {
  it.each<[string, History, readonly string[]]>([
    ['with a hypercall', history({}), WHOLE],
    ['that the hypervisor decrementer ends', history({}, 'wait-for-hdec'), WHOLE],
    ['that an external interrupt ends', history({}, 'external'), WHOLE],
    ['that a machine check ends', history({}, 'machine-check'), WHOLE],
    ['that finds HDEC about to expire', history({ flags: 0x10n, DEC: 5n }), ['refusal', 'switch']],
    [
      'with a leftover',
      history({}, 'leftover-hdec'),
      ['entry', 'guest', 'resume', 'guest', 'exit', 'switch'],
    ],
    [
      'with a mediated interrupt',
      history({ flags: 8n, 'vcpu.pending_exceptions': PENDING_EXTERNAL, 'vcpu.msr': MSR.EE }),
      ['entry', 'guest', 'resume', 'guest', 'exit', 'switch'],
    ],
  ])('%s', (_what, from, spans) => {
    expect(kinds(from)).toEqual(spans);
  });

  it('is ended by a system reset where its vector asks whose it is, and goes on in the guest where it does not', () => {
    const reset = history({}, 'system-reset');
    const [asked, unasked] = [repaired, published].map((path) =>
      play(path, reset, stage).trace.spans.map(({ kind }) => kind),
    );
    expect(asked).toEqual(WHOLE);
    expect(unasked).toEqual(['entry', 'guest', 'resume', 'guest', 'exit', 'switch']);
  });

  it('goes the same way every time', () => {
    fc.assert(
      fc.property(histories, (any) => {
        const [first, second] = [1, 2].map(() =>
          play(repaired, any, stage).trace.spans.flatMap(({ taken }) => taken),
        );
        expect(second).toEqual(first);
      }),
      { numRuns: 20 },
    );
  });
});

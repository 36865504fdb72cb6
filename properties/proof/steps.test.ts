// Every instruction that the assembler knows and every step of the paths: over terms they do what they do over numbers.
//
// Machines go in as literals, and as variables whose words are put in afterwards; only what leads to memory is literal in both.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forms } from '../../asm/instructions/forms.ts';
import type { Cells } from '../../model/cells.ts';
import { execute } from '../../model/interpret.ts';
import { ownLayout, WINDOW } from '../../model/layout.ts';
import { Stuck } from '../../model/memory.ts';
import { published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { allPlaces, slotNamed, slots, widths } from '../../model/places.ts';
import { type Step, step } from '../../model/step.ts';
import { type Algebra, algebra } from '../../model/symbolic/algebra.ts';
import { executeTerms } from '../../model/symbolic/execute.ts';
import { UnknownAddress } from '../../model/symbolic/memory.ts';
import { stateAtCall } from '../../model/symbolic/state.ts';
import { valuesUnder } from '../../model/symbolic/value.ts';
import { histories } from '../levels/switch/history.ts';
import { beginning, stageWithout } from '../levels/switch/play.ts';
import { dice } from '../oracle/dice.ts';
import { textOf } from '../oracle/operands.ts';
import { meaningsOf } from '../oracle/replay.ts';
import { few } from '../testing/rows.ts';

const instructions: readonly Step[] = Object.entries(forms).flatMap(([mnemonic, all]) =>
  all.flatMap((form, i) => {
    const texts = [0, 1].map((draw) => textOf(mnemonic, form, dice(97 * draw + i, i)));
    return meaningsOf(texts).map((meaning, draw) => step(texts[draw] ?? mnemonic, meaning));
  }),
);

const steps: readonly Step[] = [
  ...new Map(
    [published, repaired].flatMap((path) => path.steps.map(({ step: one }) => [one.text, one])),
  ).values(),
];

const stage = stageWithout(new Set());
const machines = fc
  .sample(histories, { numRuns: 40, seed: 11 })
  .map((history) => beginning(history, stage).cells);

/** Registers and fields that lead to memory, and what decides whether an address is real. */
const LEADING = /^(?:r\d+|MSR|SLB|paca|hstate\.(?:kvm|host_r)|vcpu\.(?:kvm|vpa|slb)|kvm\.)/u;

/** The machine, with general registers that lead somewhere into the window. */
function machineFor(i: number): Cells {
  const roll = dice(i, i);
  const cells = machines[i % machines.length] ?? machines[0];
  if (cells === undefined) throw new Error('no machine');
  if (i % 3 === 0) return cells;
  return cells.with(
    ['r3', 'r5', 'r6', 'r9', 'r10'].map((name) => {
      const offset = BigInt(roll.below(ownLayout.owners.length));
      return {
        slot: slotNamed(name),
        word: WINDOW + (roll.below(3) === 0 ? offset : offset & ~7n),
      };
    }),
  );
}

const code = (): bigint => 0xc000000000100000n;
const NEXT = 0xc000000000101004n;

/** Machines for each step. */
const DRAWS = few([0, 1, 2], 1);

/** What a step does to a machine; undefined where it is stuck. */
function plainly(cells: Cells, one: Step): Cells | undefined {
  try {
    return execute(cells, one, { code }, NEXT).cells;
  } catch (error) {
    if (error instanceof Stuck) return undefined;
    throw error;
  }
}

/** How the step over terms differs from the step over numbers; `unknown` where an address cannot be told. */
function difference(t: Algebra, cells: Cells, one: Step, isLiteral: (slot: number) => boolean) {
  const begin = Array.from({ length: slots }, (_, slot) =>
    isLiteral(slot)
      ? t.literal(cells.word(slot))
      : t.table.variable(allPlaces[slot] ?? '', widths[slot] ?? 0n),
  );
  const around = { t, layout: ownLayout, image: new Map(), code };
  const wordOf = valuesUnder((name) => cells.word(slotNamed(name)));
  const after = plainly(cells, one);
  try {
    const { state, stops, wild } = executeTerms(around, stateAtCall(begin), one, t.literal(NEXT));
    if (wild.some(({ when }) => wordOf(when) !== 0n)) return 'unknown';
    const stopped = stops.some(({ when }) => wordOf(when) !== 0n);
    if (stopped || after === undefined)
      return stopped === (after === undefined) ? undefined : `${one.text}: stuck or not`;
    const wrong = state.slots.findIndex((term, slot) => wordOf(term) !== after.word(slot));
    if (wrong >= 0) return `${one.text}: ${allPlaces[wrong]}`;
    for (const [real, { byte, there }] of state.bytes)
      if ((wordOf(there) === 0n ? undefined : wordOf(byte)) !== after.byte(real))
        return `${one.text}: byte ${real}`;
    return undefined;
  } catch (error) {
    if (error instanceof UnknownAddress) return 'unknown';
    throw error;
  }
}

/** Differences over machines, and how often an address could not be told. */
function differences(isLiteral: (slot: number) => boolean) {
  const t = algebra();
  const found = [...instructions, ...steps].flatMap((one, i) =>
    DRAWS.map((draw) => difference(t, machineFor(3 * i + draw), one, isLiteral)),
  );
  return {
    wrong: found.filter((one) => one !== undefined && one !== 'unknown'),
    unknown: found.filter((one) => one === 'unknown').length,
    all: found.length,
  };
}

describe('a step over terms', () => {
  it('does to literals what it does to words', () => {
    const { wrong, unknown, all } = differences(() => true);
    expect(wrong).toEqual([]);
    expect(unknown).toBe(0);
    expect(all).toBeGreaterThan(1000 * DRAWS.length);
  });

  it('does to variables what it does to the words that are put into them', () => {
    const leading = allPlaces.map((place) => LEADING.test(place));
    const { wrong, unknown, all } = differences((slot) => leading[slot] === true);
    expect(wrong).toEqual([]);
    expect(unknown).toBeLessThan(all / 20);
  });
});

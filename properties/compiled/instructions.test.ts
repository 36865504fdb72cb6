// Both readers of the model on arbitrary programs of all instructions: every mnemonic of the assembler, and every step of the
// paths. They must write the same places, end alike, and leave the same machine.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forms } from '../../asm/instructions/forms.ts';
import { layOut, ownLayout, WINDOW } from '../../model/layout.ts';
import { ENTRY, published } from '../../model/paths/published.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { link, type Program, passage, routine } from '../../model/program.ts';
import { type Step, step } from '../../model/step.ts';
import { constant, set } from '../../model/steps/transfer.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { histories } from '../levels/switch/history.ts';
import { beginning, roundsOf, stageWithout } from '../levels/switch/play.ts';
import { type Dice, dice } from '../oracle/dice.ts';
import { textOf } from '../oracle/operands.ts';
import { meaningsOf } from '../oracle/replay.ts';
import { ownSwitch } from '../subjects/fixtures.ts';
import { few, triesAll } from '../testing/rows.ts';
import { type Pair, pairFor, parting } from './side-by-side.ts';

const stage = stageWithout(new Set());

/** Every form of every mnemonic, with operands drawn three times. */
const instructions: readonly Step[] = Object.entries(forms).flatMap(([mnemonic, all]) =>
  all.flatMap((form, i) => {
    const texts = [0, 1, 2].map((draw) => textOf(mnemonic, form, dice(97 * draw + i, i)));
    return meaningsOf(texts).map((meaning, draw) => step(texts[draw] ?? mnemonic, meaning));
  }),
);

/** Every step of the paths, once for each text. */
const steps: readonly Step[] = [
  ...new Map(
    [published, repaired, ownSwitch([]).program].flatMap((path) =>
      path.steps.map((placed) => [placed.step.text, placed.step]),
    ),
  ).values(),
];

const BASES: readonly Gpr[] = ['r3', 'r4', 'r5', 'r6', 'r9', 'r13'];

/** A register leads somewhere into the window, mostly to a multiple of 8: else every load would be stuck. */
function leading(roll: Dice, layout = ownLayout): Step {
  const anywhere = BigInt(roll.below(layout.owners.length));
  const offset = roll.below(4) === 0 ? anywhere : anywhere & ~7n;
  const register = BASES[roll.below(BASES.length)] ?? 'r6';
  const small = roll.below(4) === 0;
  return set(register, constant(small ? offset & 31n : WINDOW + offset), 'somewhere');
}

/** A program of so many steps, some of which lead registers to memory. */
function programOf(seed: number, from: readonly Step[], layout = ownLayout): Program {
  const roll = dice(seed, seed);
  const drawn = Array.from({ length: 60 }, (): Step => {
    if (roll.below(3) === 0) return leading(roll, layout);
    return from[roll.below(from.length)] ?? leading(roll, layout);
  });
  const named = Object.fromEntries(drawn.map((one, i) => [`step${i}`, one]));
  return link([routine('arbitrary', passage('steps', named))], new Map(), layout);
}

const machines = fc.sample(histories, { numRuns: 300, seed: 1970 });

/** Plays programs on machines with both evaluators, and counts what was run. */
function differences(
  pair: Pair,
  programs: readonly Program[],
  each: number,
  label = 'arbitrary',
): readonly string[] {
  return programs.flatMap((program, p) =>
    Array.from({ length: each }, (_, i) => {
      const history = machines[(p + i) % machines.length] ?? [new BigUint64Array(0), []];
      const [round = { changes: [], delays: [], guest: [] }] = roundsOf(history);
      const before = beginning(history, stage, program.layout);
      const {
        difference,
        ran,
        steps: taken,
      } = parting(pair, program, label, before, round, p % 2 === 0);
      counted += ran;
      return ran < taken || difference !== undefined ? [`${p}/${i}: ${difference}`] : [];
    }).flat(),
  );
}

/** So many where all are tried; else about half. */
const runs = (all: number): number => (triesAll ? all : Math.ceil(all / 2));

let counted = 0;
const programs = (count: number, from: readonly Step[], layout = ownLayout): readonly Program[] =>
  Array.from({ length: count }, (_, i) => programOf(i, from, layout));

describe('both evaluators do the same', () => {
  const pair = pairFor(ownLayout);

  it('with every instruction and every step by itself', () => {
    const alone = [...instructions, ...steps].map((one, i) =>
      link([
        routine(
          'arbitrary',
          passage('steps', { to: leading(dice(i, i)), again: leading(dice(~i, i)), one }),
        ),
      ]),
    );
    expect(alone.length).toBeGreaterThan(1500);
    expect(differences(pair, few(alone, 150), 2)).toEqual([]);
  });

  it('with arbitrary programs of instructions', () => {
    expect(differences(pair, programs(runs(60), instructions), 4)).toEqual([]);
  });

  it('with arbitrary programs of the steps of the paths', () => {
    expect(differences(pair, programs(runs(60), steps), 4)).toEqual([]);
  });

  it('where fields lie elsewhere', () => {
    const layout = layOut({
      fields: new Map([
        ['vcpu.dscr', 5000],
        ['hstate.dabr', 3001],
      ]),
      frameBytes: 560,
    });
    expect(differences(pairFor(layout), programs(30, instructions, layout), 3)).toEqual([]);
  });

  it.each([
    ['the path put right', () => repaired],
    ['kernel source', () => ownSwitch([]).program],
  ])('with %s', (_name, path) => {
    const program = path();
    const entered = link(program.routines, program.image, program.layout);
    expect(differences(pair, [entered], 80, ENTRY)).toEqual([]);
  });

  /** Code is written anew from what its first run has shown, and put together behind the second. */
  const hasty = pairFor(ownLayout, { samples: 1, records: 0.25, runs: 2 });

  it('in code that goes by what its first runs have shown, with arbitrary programs', () => {
    expect(differences(hasty, programs(runs(45), instructions), 7)).toEqual([]);
    expect(differences(hasty, programs(runs(45), steps), 7)).toEqual([]);
  });

  it.each([
    ['the path put right', () => repaired],
    ['kernel source', () => ownSwitch([]).program],
  ])('in such code with %s', (_name, path) => {
    const program = path();
    const entered = link(program.routines, program.image, program.layout);
    expect(differences(hasty, [entered], runs(150), ENTRY)).toEqual([]);
  });

  it('tens of thousands of times', () => {
    expect(counted).toBeGreaterThan(runs(150_000));
  });
});

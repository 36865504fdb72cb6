// The interpreter is pure: of one moment always the same comes next, and what comes changes nothing that was there.
//
// Every moment of a history is kept, and looked at again when the history is over; each step of the paths, of the guest and of
// time is taken by itself. That these tests can fail is shown on cells that are written in place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cells } from '../model/cells.ts';
import { pendingInterrupt } from '../model/guest/interrupts.ts';
import { elapse } from '../model/guest/time.ts';
import { execute } from '../model/interpret.ts';
import { ownLayout } from '../model/layout.ts';
import { Stuck, store } from '../model/memory.ts';
import { ENTRY, published } from '../model/paths/published.ts';
import { repaired } from '../model/paths/repairs.ts';
import { allPlaces } from '../model/places.ts';
import type { Program } from '../model/program.ts';
import { runSwitch } from '../model/run.ts';
import type { RunState, World } from '../model/run-state.ts';
import { noCells } from '../model/state.ts';
import type { Step } from '../model/step.ts';
import { calling, type Next, next } from '../model/transition.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import { doingNames, stepOf } from './arbitraries/guest-program.ts';
import { type History, histories } from './levels/switch/history.ts';
import { beginning, roundsOf, stageWithout } from './levels/switch/play.ts';
import { lowered, OWN_TREE } from './subjects/fixtures.ts';
import { few } from './testing/rows.ts';

const stage = stageWithout(new Set());
const programs: readonly [string, Program][] = [
  ['published', published],
  ['repaired', repaired],
  ['lowered source', lowered(OWN_TREE).program],
];

const wordsIn = (cells: Cells): readonly Word[] => allPlaces.map((_, slot) => cells.word(slot));

/** A moment as it was when it came. */
interface Kept {
  readonly moment: RunState;
  readonly words: readonly Word[];
  readonly next: Next;
}

/** The first switch of a history, each moment kept. */
function walked(program: Program, first: Cells, world: World): readonly Kept[] {
  const kept: Kept[] = [];
  let moment: RunState | undefined = calling(program, ENTRY, first);
  while (moment !== undefined && kept.length < 4000) {
    const words = wordsIn(moment.cells);
    const coming: Next = next(program, world, Object.freeze(moment));
    kept.push({ moment, words, next: coming });
    moment = coming.end === undefined ? coming.state : undefined;
  }
  return kept;
}

const worldOf = (history: History): World => {
  const [round] = roundsOf(history);
  return { pauses: round?.delays ?? [], guest: (round?.guest ?? []).map(stepOf), prompt: true };
};

/** How many of the moments are no longer what they were. */
const changed = (kept: readonly Kept[]): number =>
  kept.filter(({ moment, words }) => wordsIn(moment.cells).some((word, i) => word !== words[i]))
    .length;

/** What comes, as text: with every word that it leads to. */
const textOf = (coming: Next): string =>
  JSON.stringify(
    coming.end === undefined
      ? { ...coming, moment: { ...coming.state, cells: wordsIn(coming.state.cells) } }
      : coming,
    (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
  );

/** Cells that are written in place. */
function written(words: Word[]): Cells {
  const cells: Cells = {
    layout: ownLayout,
    word: (slot) => words[slot] ?? 0n,
    byte: () => undefined,
    with(puts) {
      for (const { slot, word } of puts) words[slot] = word;
      return cells;
    },
    withByte: () => cells,
  };
  return cells;
}

const drawn = fc.sample(histories, { numRuns: 3, seed: 12 });

describe.each(few(programs, 2))('on %s', (_name, program) => {
  it('a moment that somebody holds never changes, and the same comes of it, whenever it is asked', () => {
    for (const history of drawn) {
      const world = worldOf(history);
      const before = beginning(history, stage, program.layout);
      const kept = walked(program, before.cells, world);
      expect(changed(kept)).toBe(0);
      for (const { moment, next: coming } of kept.toReversed().filter((_, i) => i % 29 === 0))
        expect(textOf(next(program, world, moment))).toBe(textOf(coming));
      expect(changed(kept)).toBe(0);
      const { spans, cutShort } = runSwitch(program, ENTRY, before, world);
      const taken = kept.flatMap((one) => (one.next.end === undefined ? [one.next.taken] : []));
      expect((spans.at(-1) ?? cutShort)?.taken).toEqual(taken);
    }
  });

  it('cells that are written in place are told', () => {
    const [history] = drawn;
    if (history === undefined) throw new Error('no history was drawn');
    const first = written([...wordsIn(beginning(history, stage).cells)]);
    expect(changed(walked(program, first, worldOf(history)))).toBeGreaterThan(0);
  });
});

/** Every step of the paths, everything that a guest does, the hardware, and time. */
const steps: readonly Step[] = [
  ...programs.flatMap(([, program]) => program.steps.map(({ step }) => step)),
  ...doingNames.flatMap((does) =>
    [0, 7, 200].map((on) => stepOf({ does, on, word: 0x123456789abcdef1n })),
  ),
  pendingInterrupt,
  ...[0n, 1n, 0x40000000n].map(elapse),
];

/** What a step comes to, as text: a step that is stuck is so for the same reason. */
function outcome(cells: Cells, step: Step): string {
  try {
    const { cells: after, writes, timed } = execute(cells, step, { code: () => 0x2000n });
    const told = writes.map(({ place, word, stored }) => `${place} ${word} ${stored}`);
    return `${wordsIn(after)} ${told} ${timed}`;
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    return error.message;
  }
}

it('every step of host, guest and time comes to the same twice, and leaves what it began with', () => {
  const begun = drawn.map((history) => beginning(history, stage).cells);
  for (const [i, step] of steps.entries()) {
    const cells = begun[i % begun.length] ?? noCells();
    const words = wordsIn(cells);
    expect(outcome(cells, step), step.text).toBe(outcome(cells, step));
    expect(wordsIn(cells), step.text).toEqual(words);
  }
});

it('memory that no structure owns is a value too', () => {
  const byte = fc.tuple(fc.bigInt({ min: 0x40n, max: 0x100n }), fc.bigInt({ min: 0n, max: 255n }));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 20 }), (bytes) => {
      const held: { readonly cells: Cells; readonly has: ReadonlyMap<Word, Word> }[] = [
        { cells: noCells(), has: new Map() },
      ];
      for (const [address, word] of bytes) {
        const { cells, has } = held.at(-1) ?? { cells: noCells(), has: new Map() };
        held.push({
          cells: store(cells, address, 1, word).cells,
          has: new Map(has).set(address, word),
        });
      }
      for (const { cells, has } of held)
        for (let address = 0x40n; address <= 0x100n; address++)
          expect(cells.byte(address)).toBe(has.get(address));
    }),
    { numRuns: 30 },
  );
});

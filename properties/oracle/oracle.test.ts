// Independent evidence for the instructions: every recorded vector, from the instruction's text through the tables to its
// meaning, leaves what another implementation left.
import { describe, expect, it } from 'vitest';
import { forms } from '../../asm/instructions/forms.ts';
import { decode } from '../../asm/instructions/operands.ts';
import { userForms } from '../../asm/instructions/user.ts';
import type { Instruction } from '../../asm/listing.ts';
import { readAssembly } from '../../asm/read.ts';
import { interpreter } from '../../model/interpret.ts';
import { load, store } from '../../model/memory.ts';
import { slots } from '../../model/places.ts';
import { cellsOf, setWord, wordIn } from '../../model/state.ts';
import type { Place } from '../../spec/machine.ts';
import {
  type After,
  BASE,
  ELSEWHERE,
  holdsReservation,
  jumps,
  jumpsThrough,
  MEMORY,
  needsReservation,
  type Vector,
} from './trial.ts';
import { EACH, recordedMnemonics, trialsOf, unrecorded } from './trials.ts';
import { packed, readVectors } from './vectors.ts';

const vectors = readVectors();
/** Where memory lies, and the instruction with what is behind it. */
const AT = 0x1000n;
const NEXT = 0x2004n;
const TARGET = 0x2008n;

/** The instructions that these texts are, read as source is read. */
function instructions(texts: readonly string[]): readonly Instruction[] {
  const reading = readAssembly([{ path: 'trial.S', text: texts.join('\n') }]);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  const items = reading.listing.sections.get('.text') ?? [];
  return items.filter((item) => item.kind === 'instruction');
}

function executed({ text, before }: Vector, instruction: Instruction): After {
  const decoding = decode(
    instruction,
    { symbol: (name) => (name === 'target' ? TARGET : undefined) },
    forms,
  );
  if (!decoding.ok) throw new Error(`${text}: ${decoding.why}`);
  const cells = cellsOf(new BigUint64Array(slots));
  const { r3, r4, r5, cr, xer, ctr, memory, vector } = before;
  const through = jumpsThrough(text);
  const [v0, v1] = vector;
  const words: Partial<Record<Place, bigint>> = {
    r3,
    r4,
    r5,
    r6: AT + BASE,
    CR: cr,
    XER: xer,
    CTR: through === 'CTR' ? TARGET : ctr,
    LR: through === 'LR' ? TARGET : NEXT - 4n,
    NIA: NEXT,
    'VSR[1].0': v0,
    'VSR[1].1': v1,
    'VSR[33].0': v0,
    'VSR[33].1': v1,
    FPSCR: v0,
    VSCR: v1,
    RESERVE: needsReservation(text)
      ? AT + BASE + (holdsReservation(before) ? r5 : ELSEWHERE) + 1n
      : 0n,
  };
  for (const [place, word] of Object.entries(words) as [Place, bigint][])
    setWord(cells, place, word);
  for (const [i, word] of memory.entries()) store(cells, AT + BigInt(8 * i), 8, word, []);
  interpreter(cells).take({ text, meaning: decoding.meaning }, () => 0n);
  const word = (place: Place) => wordIn(cells, place);
  return {
    r3: word('r3'),
    r4: word('r4'),
    r5: word('r5'),
    r6: word('r6') - AT,
    cr: word('CR'),
    xer: word('XER'),
    ctr: through === 'CTR' ? ctr : word('CTR'),
    lr: jumps(text) ? BigInt.asUintN(64, word('LR') - NEXT) : 0n,
    taken: jumps(text) && word('NIA') === TARGET,
    memory: Array.from({ length: MEMORY }, (_, i) => load(cells, AT + BigInt(8 * i), 8)),
    vectors: vectorsAfter(text, word),
  };
}

/** What is left in VSR 1 and VSR 33; of the status registers, what the stage looked up through them. */
function vectorsAfter(text: string, word: (place: Place) => bigint): After['vectors'] {
  const vsr = [word('VSR[1].0'), word('VSR[1].1'), word('VSR[33].0'), word('VSR[33].1')] as const;
  if (text.startsWith('mtfsf')) return [word('FPSCR'), vsr[1], vsr[2], vsr[3]];
  if (text.startsWith('mtvscr')) return [vsr[0], vsr[1], 0n, word('VSCR')];
  return vsr;
}

/** What the ISA defines of an outcome: not the second doubleword of a register that held a floating-point number. */
function defined({ text }: Vector, after: After): After {
  const [first, second, third, fourth] = after.vectors;
  const scalar = /^(?:lfd|mffs|mtfsf)/u.test(text);
  const throughCtr = jumpsThrough(text) === 'CTR';
  return {
    ...after,
    ctr: throughCtr ? 0n : after.ctr,
    vectors: [first, scalar ? 0n : second, third, fourth],
  };
}

describe('the record', () => {
  it('has every mnemonic of the tables but those with a reason', () => {
    expect([...vectors.keys()].sort()).toEqual([...recordedMnemonics].sort());
    expect(Object.keys(unrecorded).filter((name) => !(name in userForms))).toEqual([]);
  });

  it('was made from the trials that are made now', () => {
    for (const mnemonic of recordedMnemonics) {
      const recorded = (vectors.get(mnemonic) ?? []).map(({ text, before, after }) =>
        packed({ text, before, after }).split('|').slice(0, 2),
      );
      const made = trialsOf(mnemonic).map(({ text, before }) =>
        packed({ text, before, after: nothing }).split('|').slice(0, 2),
      );
      expect(recorded).toEqual(made);
    }
  });
});

const nothing: After = {
  r3: 0n,
  r4: 0n,
  r5: 0n,
  r6: 0n,
  cr: 0n,
  xer: 0n,
  ctr: 0n,
  lr: 0n,
  taken: false,
  memory: [],
  vectors: [0n, 0n, 0n, 0n],
};

it.each([...vectors])('%s leaves what it should', (_mnemonic, trials) => {
  expect(trials.length).toBeGreaterThanOrEqual(EACH);
  const decoded = instructions(trials.map(({ text }) => text));
  const wrong = trials.filter((trial, i) => {
    const instruction = decoded[i];
    if (instruction === undefined) return true;
    const [expected, found] = [trial.after, executed(trial, instruction)].map((after) =>
      defined(trial, after),
    );
    return (
      expected === undefined ||
      found === undefined ||
      packed({ ...trial, after: expected }) !== packed({ ...trial, after: found })
    );
  });
  expect(wrong.slice(0, 3).map((trial) => packed(trial))).toEqual([]);
});

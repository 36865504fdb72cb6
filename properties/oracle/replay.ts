// A recorded vector on our own meanings: the machine that its trial begins with, one step, and what that leaves.
import { forms } from '../../asm/instructions/forms.ts';
import { decode } from '../../asm/instructions/operands.ts';
import { readAssembly } from '../../asm/read.ts';
import { execute } from '../../model/interpret.ts';
import { load, store } from '../../model/memory.ts';
import { noCells, withWords, wordIn } from '../../model/state.ts';
import type { Meaning } from '../../model/step.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { isMultiple } from './operands.ts';
import {
  type After,
  BASE,
  ELSEWHERE,
  holdsReservation,
  jumps,
  jumpsThrough,
  MEMORY,
  needsReservation,
  reserves,
  type Trial,
  type Vector,
} from './trial.ts';
import { undefinedBits } from './undefined.ts';
import { wordsAfter } from './vectors.ts';

/** Where memory lies, and the instruction with what is behind it. */
const AT = 0x1000n;
const NEXT = 0x2004n;
const TARGET = 0x2008n;

const EMPTY = noCells();

/** What these texts mean, read as source is read. Throws when one of them is no instruction. */
export function meaningsOf(texts: readonly string[]): readonly Meaning[] {
  const reading = readAssembly([{ path: 'trial.S', text: texts.join('\n') }]);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  const items = reading.listing.sections.get('.text') ?? [];
  const symbol = (name: string) => (name === 'target' ? TARGET : undefined);
  return items
    .filter((item) => item.kind === 'instruction')
    .map((instruction) => {
      const decoding = decode(instruction, { symbol }, forms);
      if (!decoding.ok) throw new Error(`${instruction.mnemonic}: ${decoding.why}`);
      return decoding.meaning;
    });
}

/** Whether a meaning leaves what was recorded. */
export function agrees(vector: Vector, meaning: Meaning): boolean {
  const { after } = vector;
  const found = wordsAfter(defined(vector, replayed(vector, meaning)));
  return wordsAfter(defined(vector, after)).every((word, i) => word === found[i]);
}

/** What a meaning leaves of a trial. */
export function replayed({ text, before }: Trial, meaning: Meaning): After {
  const begun = before.memory.reduce(
    (held, word, i) => store(held, AT + BigInt(8 * i), 8, word).cells,
    withWords(EMPTY, wordsOf({ text, before })),
  );
  const { cells } = execute(begun, { text, meaning }, { code: () => 0n });
  const word = (place: Place) => wordIn(cells, place);
  const multiple = isMultiple(text.split(' ')[0] ?? '');
  return {
    r3: word('r3'),
    r4: word(multiple ? 'r30' : 'r4'),
    r5: word(multiple ? 'r31' : 'r5'),
    r6: word('r6') - AT,
    cr: word('CR'),
    xer: word('XER'),
    ctr: jumpsThrough(text) === 'CTR' ? unsigned(word('CTR') - TARGET) : word('CTR'),
    taken: jumps(text) && word('NIA') === TARGET,
    lr: jumps(text) ? unsigned(word('LR') - NEXT) : 0n,
    reserved: reserves(text) && word('RESERVE') === reservation(word('r6') + word('r5')),
    memory: Array.from({ length: MEMORY }, (_, i) => load(cells, AT + BigInt(8 * i), 8)),
    vectors: [word('VSR[1].0'), word('VSR[1].1'), word('VSR[33].0'), word('VSR[33].1')],
    fpscr: word('FPSCR'),
    vscr: word('VSCR'),
  };
}

const unsigned = (word: bigint): Word => BigInt.asUintN(64, word);

/** What RESERVE holds of an address. */
const reservation = (address: bigint): Word => unsigned(address) + 1n;

/** The registers that a trial begins with. */
function wordsOf({ text, before }: Trial): readonly (readonly [Place, Word])[] {
  const { r3, r4, r5, cr, xer, ctr, vectors, fpscr, vscr } = before;
  const through = jumpsThrough(text);
  const address = AT + BASE + (holdsReservation(before) ? r5 : ELSEWHERE);
  return [
    ['r3', r3],
    ['r4', r4],
    ['r5', r5],
    ['r30', r4],
    ['r31', r5],
    ['r6', AT + BASE],
    ['CR', cr],
    ['XER', xer],
    ['CTR', through === 'CTR' ? TARGET : ctr],
    ['LR', through === 'LR' ? TARGET : NEXT - 4n],
    ['NIA', NEXT],
    ['VSR[1].0', vectors[0]],
    ['VSR[1].1', vectors[1]],
    ['VSR[33].0', vectors[2]],
    ['VSR[33].1', vectors[3]],
    ['FPSCR', fpscr],
    ['VSCR', vscr],
    ['RESERVE', needsReservation(text) ? reservation(address) : 0n],
  ];
}

/**
 * What the ISA defines of an outcome: not the second doubleword of a register that took a floating-point number, nor all of what a
 * division or the high half of a word product leaves.
 */
function defined(trial: Trial, after: After): After {
  const { text } = trial;
  const lost = undefinedBits(trial);
  if (lost !== undefined) return { ...after, r3: after.r3 & ~lost.r3, cr: after.cr & ~lost.cr };
  if (!/^(?:lfd|mffs)/u.test(text)) return after;
  const [first, , third, fourth] = after.vectors;
  return { ...after, vectors: [first, 0n, third, fourth] };
}

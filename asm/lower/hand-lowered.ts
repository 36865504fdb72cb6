// For the tests: text lowered by hand, what it complains of, and what it leaves in a place.
import { execute } from '../../model/interpret.ts';
import { ownLayout } from '../../model/layout.ts';
import { passage, routine } from '../../model/program.ts';
import { noCells, withWords, wordIn } from '../../model/state.ts';
import { goTo } from '../../model/steps/branch.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { readAssembly } from '../read.ts';
import { type Lowering, lower } from './lower.ts';

const { addressOf } = ownLayout;

const CALLED = { entry: 'begin', as: 'begin' };
const reference = [routine('missing', passage('missing', { go: goTo('begin') }))];

function lowering(text: string): Lowering {
  const reading = readAssembly([{ path: 'kvm/x.S', text }]);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  return lower(reading.listing, CALLED, reference);
}

/** Assembler text lowered to a program. Throws with every error. */
export function lowered(text: string) {
  const result = lowering(text);
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.lowered;
}

/** What lowering says is wrong with assembler text. */
export function complaints(text: string): readonly string[] {
  const result = lowering(text);
  return result.ok ? [] : result.errors.map(({ at, message }) => `${at.line}: ${message}`);
}

/** What a place holds once so many steps from `begin` have been taken. */
export function held(
  text: string,
  steps: number,
  place: Place,
  words: Partial<Record<Place, bigint>> = {},
) {
  const { program } = lowered(text);
  let cells = withWords(
    noCells(),
    Object.entries({ r2: addressOf('toc'), ...words }) as [Place, bigint][],
  );
  let nia = program.code('begin');
  for (let i = 0; i < steps; i++) {
    const placed = program.steps[program.find(nia) ?? -1];
    if (placed === undefined) throw new Error(`nothing is at 0x${nia.toString(16)}`);
    cells = execute(cells, placed.step, program, placed.next).cells;
    nia = wordIn(cells, 'NIA');
  }
  return wordIn(cells, place);
}

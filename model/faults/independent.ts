// What can be said of two steps without running them: that their order does not matter, that doing one twice does nothing more.
//
// Said of the footprints alone, for every machine and however much time passes before, between and after the two; where the
// structures that the path works on do not overlap. What cannot be said so is not said.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { elapse } from '../guest/time.ts';
import { type Access, type Footprint, footprintOf } from './footprint.ts';

/**
 * How far a changed program is the same machine: at every moment; or at other moments, that is, it always ends as the sound one
 * does where the time that passes between the two steps passes before both, or after both.
 */
export type Alike = 'always' | 'but-time';

/** How far it is the same machine when a step is done twice; undefined where that cannot be said. */
export function doneTwice(print: Footprint): Alike | undefined {
  if (!isIdempotent(print)) return undefined;
  if (!touchesClock(print)) return 'always';
  return isLostInTime(print) ? 'but-time' : undefined;
}

/** How far it is the same machine when two steps change places; undefined where that cannot be said. */
export function inEitherOrder(a: Footprint, b: Footprint): Alike | undefined {
  if (!commute(a, b)) return undefined;
  const timed = [a, b].filter((print) => touchesClock(print) || decidesTime(print)).length;
  return timed === 0 ? 'always' : timed === 1 ? 'but-time' : undefined;
}

/** A moment, read as every step is: what it writes goes on by itself, and what it only reads decides whether that does. */
const moment = footprintOf(elapse(1n));
const clocks: ReadonlySet<Register> = new Set(moment.writes);
const deciding: ReadonlySet<Register> = new Set(
  moment.reads.filter((register) => !clocks.has(register)),
);

const touchesClock = ({ reads, writes }: Footprint): boolean =>
  [...reads, ...writes].some((register) => clocks.has(register));

const decidesTime = ({ writes }: Footprint): boolean =>
  writes.some((register) => deciding.has(register));

/**
 * Whether nothing is left of the first time when time passes and it is done again: the clocks that it writes it writes anew, from what
 * is not in them; what it writes, and where, does not depend on a clock; and the other clocks went on as they would have.
 */
const isLostInTime = (print: Footprint): boolean =>
  !decidesTime(print) &&
  !print.writes.some((register) => clocks.has(register) && print.reads.includes(register)) &&
  !print.decisions.some((text) => [...clocks].some((clock) => text.includes(mentionOf(clock))));

/** Whether the second time, at the same moment, finds what the first one found, or changes nothing more. */
function isIdempotent(print: Footprint): boolean {
  const again = print.writes.filter((register) => print.reads.includes(register));
  return (
    again.every((register) => isAbsorbed(register, print)) &&
    !(print.slb.reads && print.slb.writes) &&
    print.loaded.every((load) => print.stored.every((store) => areApart(load, store)))
  );
}

/** Whether two steps lead to the same machine in either order, at one moment. */
const commute = (a: Footprint, b: Footprint): boolean =>
  isUntouched(a, b) &&
  isUntouched(b, a) &&
  sharedWrites(a, b).every((register) => register === 'UNSYNCED') &&
  !(a.slb.writes && b.slb.writes) &&
  a.stored.every((store) => b.stored.every((other) => areApart(store, other)));

/** Whether nothing that one step reads is anything that the other writes. Both may add to what is to be synchronised. */
function isUntouched(reader: Footprint, writer: Footprint): boolean {
  return (
    reader.reads.every(
      (register) =>
        !writer.writes.includes(register) ||
        (register === 'UNSYNCED' && reader.onlyAlters && writer.onlyAlters),
    ) &&
    !(reader.slb.reads && writer.slb.writes) &&
    reader.loaded.every((load) => writer.stored.every((store) => areApart(load, store)))
  );
}

const sharedWrites = (a: Footprint, b: Footprint): readonly Register[] =>
  a.writes.filter((register) => b.writes.includes(register));

/** Whether what a register becomes is some of its bits, or all of them and some more, and it is asked for nothing else. */
function isAbsorbed(register: Register, { formulas }: Footprint): boolean {
  const mention = mentionOf(register);
  const kept = `and\\(${escaped(mention)}0, ${CONSTANT}\\) \\+ 0x0`;
  const own = new RegExp(
    `^(?:${kept}|or\\((?:${escaped(mention)}0|${kept}), ${CONSTANT}\\) \\+ 0x0)$`,
    'u',
  );
  const mentions = formulas.filter(({ text }) => text.includes(mention));
  return mentions.every((formula) => formula.register === register && own.test(formula.text));
}

/** How a formula begins to speak of a register. */
const mentionOf = (register: Register): string => `${register} + 0x`;

const escaped = (text: string): string => text.replaceAll(/[.[\]+]/gu, '\\$&');

/** A formula in which no register and no load is. */
const CONSTANT = '(?:not\\( \\+ 0x[0-9a-f]+\\))? \\+ 0x[0-9a-f]+';

/** Bytes that cannot be the same: of one base, and far enough from each other. */
function areApart(a: Access, b: Access): boolean {
  if (a.base !== b.base) return false;
  const [low, high] = a.offset < b.offset ? [a, b] : [b, a];
  return low.offset + BigInt(low.bytes) <= high.offset;
}

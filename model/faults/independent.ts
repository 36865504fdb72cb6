// What can be said of two steps without running them: that their order does not matter, that doing one twice does nothing more.
//
// Said of the footprints alone, for every machine, where the structures that the path works on do not overlap. What cannot be
// said so is not said.
import type { Place as Register } from '../../spec/registers.ts';
import type { Access, Footprint } from './footprint.ts';

/** Whether the second time finds what the first one found, or changes nothing more. */
export function isIdempotent(print: Footprint): boolean {
  const again = print.writes.filter((register) => print.reads.includes(register));
  return (
    again.every((register) => isAbsorbed(register, print)) &&
    !(print.slb.reads && print.slb.writes) &&
    print.loaded.every((load) => print.stored.every((store) => areApart(load, store)))
  );
}

/** What goes on by itself: a step that touches one of these does not do the same a moment later. */
const CLOCKS: readonly Register[] = ['TB', 'DEC', 'HDEC', 'PURR', 'SPURR'];

const tellsTime = ({ reads, writes }: Footprint): boolean =>
  CLOCKS.some((clock) => reads.includes(clock) || writes.includes(clock));

/** Whether two steps lead to the same machine in either order, even where time passes between them. */
export function commute(a: Footprint, b: Footprint): boolean {
  return (
    !tellsTime(a) &&
    !tellsTime(b) &&
    isUntouched(a, b) &&
    isUntouched(b, a) &&
    sharedWrites(a, b).every((register) => register === 'UNSYNCED') &&
    !(a.slb.writes && b.slb.writes) &&
    a.stored.every((store) => b.stored.every((other) => areApart(store, other)))
  );
}

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
  const mention = `${register} + 0x`;
  const own = new RegExp(`^(?:and|or)\\(${escaped(mention)}0, ${CONSTANT}\\) \\+ 0x0$`, 'u');
  const mentions = formulas.filter(({ text }) => text.includes(mention));
  return mentions.every((formula) => formula.register === register && own.test(formula.text));
}

const escaped = (text: string): string => text.replaceAll(/[.[\]+]/gu, '\\$&');

/** A formula in which no register and no load is. */
const CONSTANT = '(?:not\\( \\+ 0x[0-9a-f]+\\))? \\+ 0x[0-9a-f]+';

/** Bytes that cannot be the same: far enough from one base, or in two structures. */
function areApart(a: Access, b: Access): boolean {
  if (a.base !== b.base) return false;
  const [low, high] = a.offset < b.offset ? [a, b] : [b, a];
  return low.offset + BigInt(low.bytes) <= high.offset;
}

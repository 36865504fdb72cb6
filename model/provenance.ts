// Whose value is this? The steps of a run taken over tagged words: one more reader of the meanings, beside the one that counts.
//
// A word carries where it came from: a place as it was when the switch was called, a register as the guest set it, a constant,
// or what was made of these. Copies, loads and stores carry it along; a choice is that of the side that was taken.
import type { Place, StepRecord } from '../spec/vocabulary/machine.ts';
import { lowBits, type Word } from '../spec/vocabulary/words.ts';
import type { Cells } from './cells.ts';
import { type Image, load } from './memory.ts';
import { constant, type Origin, type OriginWord, tagging } from './origin.ts';
import { type BytePiece, bytesAt, fieldAt } from './pieces.ts';
import { allPlaces, slbSlotOf, slotNamed, widths } from './places.ts';
import type { Bytes, Code, Step, StepWrite, View } from './step.ts';

/** A write as the trace has it, with the origin of its word; a store also with its address. */
export interface TaggedWrite {
  readonly place: Place;
  readonly value: OriginWord;
  readonly address?: OriginWord;
}

/** Follows a run, told of each step before it is taken. */
export interface Provenance {
  watch(step: Step, by: StepRecord['by'], cells: Cells, code: Code): void;
  /** For each step that was taken, what it wrote. */
  readonly writes: readonly (readonly TaggedWrite[])[];
}

/** Begins to follow a switch, at its call. */
export function followed(image?: Image): Provenance {
  const slots = new Map<number, Origin>();
  const elsewhere = new Map<Word, Origin>();
  const writes: (readonly TaggedWrite[])[] = [];
  return {
    writes,
    watch(step, by, cells, code) {
      const context: StepContext = { by, cells, image, slots, elsewhere, made: new Map() };
      const made = step
        .meaning(viewOf(context), tagging, code)
        .filter(({ when }) => when?.word !== 0n)
        .flatMap((write) => written(context, write));
      writes.push(made);
    },
  };
}

/** A step that is about to be executed, and the origins that are others than at the call. */
interface StepContext {
  readonly by: StepRecord['by'];
  readonly cells: Cells;
  readonly image: Image | undefined;
  readonly slots: Map<number, Origin>;
  /** Of each byte that no field owns, by its real address. */
  readonly elsewhere: Map<Word, Origin>;
  /** Words that this step has made already. */
  readonly made: Map<number, Word>;
}

const inSlot = ({ cells, slots }: StepContext, slot: number): OriginWord => ({
  word: cells.word(slot),
  from: slots.get(slot) ?? { kind: 'place', place: placeOf(slot), whose: 'host' },
});

const placeOf = (slot: number): Place => allPlaces[slot] ?? 'NIA';

function viewOf(context: StepContext): View<OriginWord> {
  return {
    layout: context.cells.layout,
    register: (name) => (name === 'NIA' ? next(context) : inSlot(context, slotNamed(name))),
    load: ({ word: address }, bytes) => loaded(context, address, bytes),
    slb: ({ word: index }, half) => inSlot(context, slbSlotOf(Number(index), half)),
  };
}

/** Where code goes on: what the host's code is, the code itself says; of the guest's nobody knows. */
function next({ by, cells }: StepContext): OriginWord {
  const word = cells.word(slotNamed('NIA'));
  return {
    word,
    from: by === 'host' ? constant(word) : { kind: 'place', place: 'NIA', whose: 'guest' },
  };
}

function loaded(context: StepContext, address: Word, bytes: Bytes): OriginWord {
  const { cells, image } = context;
  const word = load(cells, address, bytes, image);
  const whole = fieldAt(cells.layout, address, bytes);
  if (whole !== undefined) return inSlot(context, whole.slot);
  const value = bytesAt(cells.layout, address, bytes)
    .map((piece, i) => byteIn(context, address + BigInt(i), piece))
    .reduce((high, byte) => tagging.or(tagging.shiftLeft(high, 8), byte), tagging.literal(0n));
  return { ...value, word };
}

/** The byte at an address, which is this piece. */
function byteIn(
  context: StepContext,
  address: Word,
  { real, field, shift }: BytePiece,
): OriginWord {
  if (field !== undefined) return lowByte(tagging.shiftRight(inSlot(context, field.slot), shift));
  const word = load(context.cells, address, 1, context.image);
  return { word, from: context.elsewhere.get(real) ?? constant(word) };
}

const lowByte = (word: OriginWord): OriginWord => tagging.and(word, tagging.literal(0xffn));

/** Notes what a write brings where, and says it. */
function written(context: StepContext, write: StepWrite<OriginWord>): readonly TaggedWrite[] {
  if (write.address !== undefined) return stored(context, write.address, write.bytes, write.value);
  const slot =
    write.register === undefined
      ? slbSlotOf(Number(write.slb.word), write.half)
      : slotNamed(write.register);
  return [kept(context, slot, write.value)];
}

function kept(context: StepContext, slot: number, value: OriginWord): TaggedWrite {
  const word = value.word & (widths[slot] ?? 0n);
  const place = placeOf(slot);
  const from = isGuests(context, place, value.from)
    ? ({ kind: 'place', place, whose: 'guest' } as const)
    : value.from;
  context.slots.set(slot, from);
  context.made.set(slot, word);
  return { place, value: { word, from } };
}

/** What the guest puts anywhere is its own; but what counts goes on from what it was. */
const isGuests = ({ by }: StepContext, place: Place, from: Origin): boolean =>
  by === 'guest' && place !== 'NIA' && !(COUNTING.test(place) && GOES_ON.includes(from.kind));

const COUNTING = /^(?:TB|H?DEC|S?PURR|PMC\d)$/u;
const GOES_ON: readonly Origin['kind'][] = ['place', 'sum', 'made'];

/** A store: to a field that it fills, or byte by byte to parts of fields and to where no field is. */
function stored(
  context: StepContext,
  address: OriginWord,
  bytes: Bytes,
  value: OriginWord,
): readonly TaggedWrite[] {
  const { layout } = context.cells;
  const whole = fieldAt(layout, address.word, bytes);
  if (whole !== undefined) return [{ ...kept(context, whole.slot, value), address }];
  const hit = new Map<number, TaggedWrite>();
  let wild = false;
  for (const [i, { real, field, shift }] of bytesAt(layout, address.word, bytes).entries()) {
    const byte = lowByte(tagging.shiftRight(value, 8 * (bytes - 1 - i)));
    wild ||= field === undefined;
    if (field === undefined) context.elsewhere.set(real, byte.from);
    else {
      const { slot } = field;
      hit.set(slot, { ...kept(context, slot, withByte(context, slot, shift, byte)), address });
    }
  }
  if (!wild) return [...hit.values()];
  const stray: OriginWord = { ...value, word: value.word & lowBits(8 * bytes) };
  return [...hit.values(), { place: `[0x${address.word.toString(16)}]`, value: stray, address }];
}

/** The word of a slot with one byte of it replaced. */
function withByte(context: StepContext, slot: number, shift: number, byte: OriginWord): OriginWord {
  const old = inSlot(context, slot);
  const rest = tagging.literal(lowBits(64) ^ (0xffn << BigInt(shift)));
  return tagging.or(
    tagging.and({ ...old, word: context.made.get(slot) ?? old.word }, rest),
    tagging.shiftLeft(byte, shift),
  );
}

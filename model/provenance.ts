// Whose value is this? The steps of a run taken over tagged words: one more reader of the meanings, beside the one that counts.
//
// A word carries where it came from: a place as it was when the switch was called, a register as the guest set it, a constant,
// or what was made of these. Copies, loads and stores carry it along; a choice is that of the side that was taken.
import type { Place, Taken } from '../spec/machine.ts';
import type { Word } from '../spec/words.ts';
import { REAL_ADDRESS, WINDOW } from './layout.ts';
import { type Cells, type Image, load } from './memory.ts';
import { constant, type Origin, partOf, type Tagged, tagging } from './origin.ts';
import { allPlaces, type SlbHalf, slbSlot, slotOf } from './places.ts';
import type { Bytes, Code, Step, StepWrite, View } from './step.ts';

/** A write, with the origin of its word; a store also with its address. */
export interface TaggedWrite {
  readonly place: Place | undefined;
  readonly value: Tagged;
  readonly address?: Tagged;
}

/** Follows a run, told of each step before it is taken. */
export interface Provenance {
  watch(step: Step, by: Taken['by'], cells: Cells, code: Code): void;
  /** For each step that was taken, what it wrote. */
  readonly writes: readonly (readonly TaggedWrite[])[];
}

/** Begins to follow a switch, at its call. */
export function followed(image?: Image): Provenance {
  const tags: Tags = { slots: new Map(), elsewhere: new Map() };
  const writes: (readonly TaggedWrite[])[] = [];
  return {
    writes,
    watch(step, by, cells, code) {
      const view = viewOf(tags, cells, image);
      const made = step
        .meaning(view, tagging, code)
        .filter(({ when }) => when?.word !== 0n)
        .map((write) => written(tags, cells, by, write));
      writes.push(made);
    },
  };
}

/** Origins that are others than at the call: of slots, and of addresses that no field owns. */
interface Tags {
  readonly slots: Map<number, Origin>;
  readonly elsewhere: Map<Word, Origin>;
}

const originAt = ({ slots }: Tags, slot: number): Origin =>
  slots.get(slot) ?? { kind: 'place', place: allPlaces[slot] ?? 'NIA', whose: 'host' };

function viewOf(tags: Tags, cells: Cells, image: Image | undefined): View<Tagged> {
  const inSlot = (slot: number): Tagged => ({
    word: cells.slots[slot] ?? 0n,
    from: originAt(tags, slot),
  });
  return {
    layout: cells.layout,
    register: (name) => inSlot(slotOf.get(name) ?? 0),
    load: ({ word: address }, bytes) => ({
      word: load(cells, address, bytes, image),
      from: loadedFrom(tags, cells, address, bytes),
    }),
    slb: ({ word: index }, half) => inSlot(slbAt(index, half)),
  };
}

const slbAt = (index: Word, half: SlbHalf): number =>
  slbSlot + 2 * Number(index) + (half === 'esid' ? 0 : 1);

const ownerOf = ({ layout }: Cells, address: Word) =>
  layout.owners[Number((address & REAL_ADDRESS) - (WINDOW & REAL_ADDRESS))];

function loadedFrom(tags: Tags, cells: Cells, address: Word, bytes: Bytes): Origin {
  const owner = ownerOf(cells, address);
  if (owner === undefined) return tags.elsewhere.get(address & REAL_ADDRESS) ?? constant(0n);
  const from = originAt(tags, owner.slot);
  return owner.bytes === bytes ? from : partOf(from, 8 * bytes);
}

/** Notes what a write brings where, and says it. */
function written(tags: Tags, cells: Cells, by: Taken['by'], write: StepWrite<Tagged>): TaggedWrite {
  const slot = slotFor(write, cells);
  const place = slot === undefined ? undefined : allPlaces[slot];
  const guests = by === 'guest' && place !== undefined && place !== 'NIA';
  const value: Tagged = guests
    ? { word: write.value.word, from: { kind: 'place', place, whose: 'guest' } }
    : write.value;
  if (write.address !== undefined) spread(tags, cells, write.address.word, write.bytes, value.from);
  else if (slot !== undefined) tags.slots.set(slot, value.from);
  return { place, value, ...(write.address === undefined ? {} : { address: write.address }) };
}

/** Tags what a store hits: a field that it fills, or parts of fields; or an address that no field owns. */
function spread(tags: Tags, cells: Cells, address: Word, bytes: Bytes, from: Origin): void {
  const first = ownerOf(cells, address);
  if (first === undefined) tags.elsewhere.set(address & REAL_ADDRESS, from);
  for (let i = 0; i < bytes; i++) {
    const owner = ownerOf(cells, address + BigInt(i));
    if (owner !== undefined)
      tags.slots.set(owner.slot, owner.bytes === bytes ? from : partOf(from, 8 * owner.bytes));
  }
}

function slotFor({ register, address, slb, ...write }: StepWrite<Tagged>, cells: Cells) {
  if (register !== undefined) return slotOf.get(register);
  if (address !== undefined) return ownerOf(cells, address.word)?.slot;
  return slb && 'half' in write ? slbAt(slb.word, write.half) : undefined;
}

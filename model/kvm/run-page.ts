// The page that KVM_RUN shares with user space, byte by byte: struct kvm_run as the kernel was compiled, and as user space reads it.
//
// The kernel stores by its own declaration of the structure, user space reads and writes at the offsets of the interface.
// Left out: what the page holds of devices, beyond the structure.
import { ARGUMENTS, type PagePlace, pageFields } from '../../spec/vocabulary/kvm-run.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';

/** A doubleword of the page, by its first byte. */
export type PageWord = `run[${number}]`;

/** What each doubleword of a page holds. */
type Page = (word: PageWord) => Word;

/** A member of the structure as C declares it: bytes of an element, and how many elements there are. */
export interface Member {
  readonly name: string;
  readonly bytes: 1 | 4 | 8;
  readonly elements: number;
}

const member = (name: string, bytes: Member['bytes'], elements = 1): Member => ({
  name,
  bytes,
  elements,
});

/** The members before the union of exits (linux/kvm.h). */
const HEAD: readonly Member[] = [
  member('request_interrupt_window', 1),
  member('padding1', 1, 7),
  member('exit_reason', 4),
  member('ready_for_interrupt_injection', 1),
  member('if_flag', 1),
  member('padding2', 1, 2),
  member('cr8', 8),
  member('apic_base', 8),
];

/** The member of the union for hypercalls, as 3.1 declares it. */
const PAPR_HCALL: readonly Member[] = [
  member('nr', 8),
  member('ret', 8),
  member('args', 8, ARGUMENTS),
];

/** As the exit for hypercalls of other architectures has it: the result comes last. */
export const RESULT_LAST: readonly Member[] = [
  member('nr', 8),
  member('args', 8, ARGUMENTS),
  member('ret', 8),
];

/** With a number of 32 bits. */
export const NARROW_NUMBER: readonly Member[] = [
  member('nr', 4),
  member('ret', 8),
  member('args', 8, ARGUMENTS),
];

/** What the kernel stores in the page and loads from it, by name. */
type KernelField = 'exit_reason' | 'nr' | 'ret' | 'args';

/** A field as the kernel knows it: what it loads from one of its elements, and what storing there writes. */
interface KernelView {
  readonly load: (page: Page, index?: number) => Word;
  readonly store: (page: Page, word: Word, index?: number) => readonly [PageWord, Word];
}

/** A field where the kernel has it, by how it lays out the exit for hypercalls. */
export function kernelField(field: KernelField, hcall: readonly Member[] = PAPR_HCALL): KernelView {
  const { at, bytes, elements } = placed(hcall, field);
  const slices = Array.from({ length: elements }, (_, i) => sliceAt(at + bytes * i, bytes));
  const slice = (index: number): Slice => slices[index] ?? missing(`${field}[${index}]`);
  return {
    load: (page, index = 0) => load(page, slice(index)),
    store: (page, word, index = 0) => store(page, slice(index), word),
  };
}

/** User space reads a field, where the interface has it. */
export const userReads = (page: Page, place: PagePlace): Word => load(page, fieldOf(place));

/** User space writes a field, where the interface has it. */
export const userWrites = (page: Page, place: PagePlace, word: Word) =>
  store(page, fieldOf(place), word);

/** The fields of the interface that are in a doubleword. */
export const fieldsIn = (word: PageWord): readonly PagePlace[] =>
  [...fields].filter(([, slice]) => slice.word === word).map(([place]) => place);

/** Some bytes of a doubleword: how far the lowest is above the doubleword's lowest, in bits, and a mask of their width. */
interface Slice {
  readonly word: PageWord;
  readonly shift: bigint;
  readonly mask: Word;
}

/** The bytes from a first one on; the most significant byte of a doubleword comes first. */
const sliceAt = (at: number, bytes: number): Slice => ({
  word: `run[${at - (at % 8)}]`,
  shift: BigInt(8 * (8 - bytes - (at % 8))),
  mask: lowBits(8 * bytes),
});

const fields: ReadonlyMap<PagePlace, Slice> = new Map(
  [...pageFields].map(([place, { at, bytes }]) => [place, sliceAt(at, bytes)]),
);

const fieldOf = (place: PagePlace): Slice => fields.get(place) ?? missing(place);

/** Where C puts a member: each is aligned to its own size, and the union to 8 bytes. */
function placed(hcall: readonly Member[], name: KernelField): Member & { readonly at: number } {
  let at = 0;
  for (const one of [...HEAD, ...hcall]) {
    at = Math.ceil(at / one.bytes) * one.bytes;
    if (one.name === name) return { ...one, at };
    at += one.bytes * one.elements;
  }
  return missing(name);
}

const load = (page: Page, { word, shift, mask }: Slice): Word => (page(word) >> shift) & mask;

const store = (
  page: Page,
  { word, shift, mask }: Slice,
  value: Word,
): readonly [PageWord, Word] => [word, (page(word) & ~(mask << shift)) | ((value & mask) << shift)];

function missing(what: string): never {
  throw new Error(`struct kvm_run has no ${what}`);
}

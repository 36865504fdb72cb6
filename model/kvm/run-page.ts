// The page that KVM_RUN shares with user space, byte by byte: struct kvm_run as the kernel was compiled, and as user space reads it.
//
// The kernel stores by its own declaration of the structure, user space reads and writes at the offsets of the interface.
// The numbers of the reasons are the kernel's own too. Left out: what the page holds of devices, beyond the structure.
import { ARGUMENTS, type PagePlace, pageFields } from '../../spec/vocabulary/kvm-run.ts';
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';

/** A doubleword of the page, by its first byte. */
export type PageWord = `run[${number}]`;

/** Doublewords that are modelled: the structure, and what a wrong one may reach. */
const DOUBLEWORDS = 20;

export const pageWords: readonly PageWord[] = Array.from(
  { length: DOUBLEWORDS },
  (_, i): PageWord => `run[${8 * i}]`,
);

/** The doublewords of a page, as they are kept. */
export type Page = Readonly<Record<PageWord, Word>>;
type PageDraft = { -readonly [P in PageWord]: Word };

/** A member of the structure as C declares it: bytes of an element, and how many elements there are. */
interface Member {
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

/** Why KVM_RUN returns, by number, and how the kernel lays out the exit for hypercalls. */
export interface RunInterface {
  readonly reasons: { readonly unknown: Word; readonly intr: Word; readonly hcall: Word };
  readonly hcall: readonly Member[];
}

/** As 3.1 has it. */
export const runInterface: RunInterface = {
  reasons: { unknown: 0n, intr: 10n, hcall: 19n },
  hcall: PAPR_HCALL,
};

/** What the kernel stores in the page and loads from it, by name, and by index in an array. */
export type KernelField = 'exit_reason' | 'nr' | 'ret' | 'args';

/** The kernel stores a field. */
export function storeField(
  draft: PageDraft,
  { hcall }: RunInterface,
  field: KernelField,
  word: Word,
  index = 0,
): void {
  const { at, bytes } = placed(hcall, field);
  storeAt(draft, at + bytes * index, bytes, word);
}

/** The kernel loads a field. */
export function loadField(
  page: Page,
  { hcall }: RunInterface,
  field: KernelField,
  index = 0,
): Word {
  const { at, bytes } = placed(hcall, field);
  return loadAt(page, at + bytes * index, bytes);
}

/** User space reads a field, where the interface has it. */
export function userReads(page: Page, place: PagePlace): Word {
  const { at, bytes } = fieldOf(place);
  return loadAt(page, at, bytes);
}

/** User space writes a field, where the interface has it. */
export function userWrites(draft: PageDraft, place: PagePlace, word: Word): void {
  const { at, bytes } = fieldOf(place);
  storeAt(draft, at, bytes, word);
}

function fieldOf(place: PagePlace): { readonly at: number; readonly bytes: 4 | 8 } {
  const field = pageFields.get(place);
  if (field === undefined) throw new Error(`the page has no ${place}`);
  return field;
}

/** Where C puts a member: each is aligned to its own size, and the union to 8 bytes. */
function placed(hcall: readonly Member[], name: KernelField): { at: number; bytes: 1 | 4 | 8 } {
  let at = 0;
  for (const one of [...HEAD, ...hcall]) {
    at = Math.ceil(at / one.bytes) * one.bytes;
    if (one.name === name) return { at, bytes: one.bytes };
    at += one.bytes * one.elements;
  }
  throw new Error(`struct kvm_run has no ${name}`);
}

/** The doubleword that holds the byte, and how far its lowest bits are above the doubleword's. */
const holding = (at: number, bytes: number): readonly [PageWord, bigint] => [
  `run[${at - (at % 8)}]`,
  BigInt(8 * (8 - bytes - (at % 8))),
];

function loadAt(page: Page, at: number, bytes: number): Word {
  const [word, shift] = holding(at, bytes);
  return ((page[word] ?? 0n) >> shift) & lowBits(8 * bytes);
}

function storeAt(draft: PageDraft, at: number, bytes: number, value: Word): void {
  const [word, shift] = holding(at, bytes);
  const mask = lowBits(8 * bytes);
  draft[word] = ((draft[word] ?? 0n) & ~(mask << shift)) | ((value & mask) << shift);
}

// Where an obligation comes from. A clause without a citation does not compile.

import { type SentenceName, sentenceOf } from './sentences.ts';

export type Citation =
  | { readonly kind: 'seed'; readonly lines: string }
  | { readonly kind: 'message'; readonly sentence: SentenceName }
  | { readonly kind: 'kernel'; readonly file: string; readonly identifier: string }
  | { readonly kind: 'isa'; readonly book: string; readonly section: string }
  | { readonly kind: 'abi'; readonly section: string };

/** Lines of the seed's book3s_hv_interrupts.S, as numbered in the new file (1 to 136). */
export const seed = (lines: string): Citation => ({ kind: 'seed', lines });

/** A sentence of the seed's commit message. */
export const message = (sentence: SentenceName): Citation => ({ kind: 'message', sentence });

/** Linux 3.1, by file and identifier. */
export const kernel = (file: string, identifier: string): Citation => ({
  kind: 'kernel',
  file,
  identifier,
});

/** Power ISA 2.06B, by book and section heading. */
export const isa = (book: string, section: string): Citation => ({ kind: 'isa', book, section });

/** 64-bit PowerPC ELF ABI, version 1, by section. */
export const abi = (section: string): Citation => ({ kind: 'abi', section });

/** The citation as a reader would write it. */
export function citationText(citation: Citation): string {
  switch (citation.kind) {
    case 'seed':
      return `seed, book3s_hv_interrupts.S:${citation.lines}`;
    case 'message':
      return messageText(sentenceOf(citation.sentence));
    case 'kernel':
      return `Linux 3.1, ${citation.file}, ${citation.identifier}`;
    case 'isa':
      return `Power ISA 2.06B, Book ${citation.book}, ${citation.section}`;
    case 'abi':
      return `64-bit PowerPC ELF ABI 1.9, ${citation.section}`;
  }
}

const messageText = ({ line, says }: ReturnType<typeof sentenceOf>): string =>
  `seed, commit message:${line}: ${says.slice(0, -1)}`;

// A file as the preprocessor sees it: lines joined at a trailing backslash, with comments taken out. A
// comment over several lines joins what stands before and after it, as in C. The comments that belong
// to the assembler (`# ...`) are left for the statements.

/** A line with its continuations joined and its comments taken out. */
export interface LogicalLine {
  /** The number of its first physical line, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The logical lines of a file. */
export interface LogicalText {
  readonly lines: readonly LogicalLine[];
  /** The line of a comment that is never closed. */
  readonly unclosed?: number;
}

const others = /\\[ \t]*\r?\n|\r?\n|\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*/g;
const pieces = new RegExp(`${others.source}|"[^"\\\\\\n]*(?:\\\\.[^"\\\\\\n]*)*("?)`, 'g');

/** The pieces of a text. A quote that its line does not close is none, nor is any after it: none of them is looked for again. */
function* piecesOf(text: string): Generator<RegExpExecArray> {
  let pattern = pieces;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const at = pattern.lastIndex;
    const isOpen = match[1] === '';
    if (!isOpen) yield match;
    if (isOpen) pattern = others;
    else if (match[0].includes('\n')) pattern = pieces;
    pattern.lastIndex = isOpen ? match.index + 1 : at;
  }
}

/** Cuts a text into logical lines. */
export const logicalLines = (text: string): LogicalText => {
  const lines: LogicalLine[] = [];
  let [start, line, from, held] = [1, 1, 0, ''];
  let unclosed: number | undefined;
  for (const match of piecesOf(text)) {
    const piece = match[0];
    const kind = piece.charCodeAt(0);
    if (kind === quote) continue;
    held += text.slice(from, match.index);
    from = match.index + piece.length;
    const isComment = kind === slash;
    if (isComment && piece[1] === '*' && !/^\/\*[\s\S]*\*\/$/.test(piece)) unclosed ??= line;
    line += newlines(piece);
    if (isComment) held += ' ';
    else if (kind !== backslash) {
      lines.push({ line: start, text: held });
      [start, held] = [line, ''];
    }
  }
  lines.push({ line: start, text: held + text.slice(from) });
  return unclosed === undefined ? { lines } : { lines, unclosed };
};

const newlines = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
};

const quote = 34;
const slash = 47;
const backslash = 92;

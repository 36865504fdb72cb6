// A place in one statement's text. The first thing that cannot be read is kept as the fault and moves
// the cursor to the end, so that every loop over a cursor ends and no reader has to unwind.

/** A place in a text that is being read. */
export interface Cursor {
  readonly text: string;
  offset: number;
  fault: string | undefined;
  /** How much has been read or entered, which bounds the size and depth of expressions. */
  parts: number;
  depth: number;
}

/** A cursor at the beginning of a text. */
export const cursorOver = (text: string): Cursor => ({
  text,
  offset: 0,
  fault: undefined,
  parts: 0,
  depth: 0,
});

/** Notes what is wrong, if nothing was before, and moves to the end. */
export const fail = (cursor: Cursor, message: string): void => {
  cursor.fault ??= message;
  cursor.offset = cursor.text.length;
};

/** The match of a sticky pattern at the cursor, which moves after it and the blanks after it. */
export const take = (cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined => {
  pattern.lastIndex = cursor.offset;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.offset += match[0].length;
  skipBlanks(cursor);
  return match;
};

/** Takes this very text and the blanks after it; whether it was there. */
export const takeText = (cursor: Cursor, text: string): boolean => {
  if (!cursor.text.startsWith(text, cursor.offset)) return false;
  cursor.offset += text.length;
  skipBlanks(cursor);
  return true;
};

const skipBlanks = (cursor: Cursor): void => {
  while (isBlank(cursor.text.charCodeAt(cursor.offset))) cursor.offset += 1;
};

/** Whether everything has been read. */
export const atEnd = (cursor: Cursor): boolean => cursor.offset >= cursor.text.length;

/** What is left, shortened for a message. */
export const remainder = (cursor: Cursor): string => {
  const rest = cursor.text.slice(cursor.offset);
  return rest.length > 40 ? `${rest.slice(0, 40)}...` : rest;
};

/** Fails unless everything has been read. */
export const expectEnd = (cursor: Cursor): void => {
  if (!atEnd(cursor)) fail(cursor, `unexpected ‘${remainder(cursor)}’`);
};

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

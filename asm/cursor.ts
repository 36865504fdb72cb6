// A place in one statement's text. The first thing that cannot be read is kept as the fault and moves
// the cursor to the end, so that every loop over a cursor ends and no reader has to unwind.

export interface Cursor {
  readonly text: string;
  offset: number;
  fault: string | undefined;
  /** How much has been read or entered, which bounds the size and depth of expressions. */
  parts: number;
  depth: number;
}

export const cursorOver = (text: string): Cursor => ({
  text,
  offset: 0,
  fault: undefined,
  parts: 0,
  depth: 0,
});

export const fail = (cursor: Cursor, message: string): void => {
  cursor.fault ??= message;
  cursor.offset = cursor.text.length;
};

/** The match of a sticky pattern at the cursor, which moves behind it and the blanks after it. */
export const take = (cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined => {
  pattern.lastIndex = cursor.offset;
  const match = pattern.exec(cursor.text);
  if (match === null) return undefined;
  cursor.offset += match[0].length;
  skipBlanks(cursor);
  return match;
};

export const takeText = (cursor: Cursor, text: string): boolean => {
  if (!cursor.text.startsWith(text, cursor.offset)) return false;
  cursor.offset += text.length;
  skipBlanks(cursor);
  return true;
};

const skipBlanks = (cursor: Cursor): void => {
  while (isBlank(cursor.text.charCodeAt(cursor.offset))) cursor.offset += 1;
};

export const atEnd = (cursor: Cursor): boolean => cursor.offset >= cursor.text.length;

/** What is left, shortened for a message. */
export const remainder = (cursor: Cursor): string => {
  const rest = cursor.text.slice(cursor.offset);
  return rest.length > 40 ? `${rest.slice(0, 40)}...` : rest;
};

export const expectEnd = (cursor: Cursor): void => {
  if (!atEnd(cursor)) fail(cursor, `unexpected ‘${remainder(cursor)}’`);
};

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

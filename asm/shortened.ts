// Text from outside as a message has it: no longer than a line, however long it is there.

/** Letters of a text that a message has. */
const LETTERS = 200;

/** The text, or its beginning with how long it is. The beginning is a copy: nothing holds on to the whole. */
export const shortened = (text: string, letters: number = LETTERS): string =>
  text.length <= letters
    ? text
    : `${Buffer.from(text.slice(0, letters)).toString()}... (${text.length} letters)`;

// Text from outside made fit for a terminal: what would move the cursor, change its direction or show nothing is spelt out.
//
// It is spelt as JSON and JavaScript spell it, so that JSON and source text still mean the same.

/** Controls but for line feed and tab, formats (those of direction too), private and lone ones, and separators of lines. */
const RAW = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** The text with everything that a terminal would obey, or not show, as `\uXXXX`. */
export const printable = (text: string): string => text.replaceAll(RAW, spelt);

/** The same in one line. */
export const printableLine = (text: string): string => printable(text).replaceAll('\n', '\\n');

function spelt(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

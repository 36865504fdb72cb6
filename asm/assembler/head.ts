// How a statement begins: its labels, and the word that says what it is.

/** The beginning of a statement. */
export interface Head {
  readonly labels: readonly string[];
  /** What follows the labels. */
  readonly rest: string;
  /** The name that is assigned, when the statement is `name = ...`; `rest` is then the value. */
  readonly assigned?: string;
  /** The first word, in lower case when it is a directive. */
  readonly word: string;
}

const label = /\s*([A-Za-z_.$][\w.$]*|[0-9]+)\s*:/y;
const assignment = /^([A-Za-z_.$][\w.$]*)\s*={1,2}(?!=)/;
const firstWord = /^[A-Za-z_.$][\w.$]*/;

/** Takes the beginning of a statement apart. */
export const headOf = (text: string): Head => {
  const labels: string[] = [];
  let offset = 0;
  label.lastIndex = 0;
  for (let match = label.exec(text); match?.[1] !== undefined; match = label.exec(text)) {
    labels.push(match[1]);
    offset = label.lastIndex;
  }
  const rest = text.slice(offset).trim();
  const assigned = assignment.exec(rest);
  if (assigned?.[1] !== undefined) {
    return { labels, rest: rest.slice(assigned[0].length).trim(), assigned: assigned[1], word: '' };
  }
  const word = firstWord.exec(rest)?.[0] ?? '';
  return { labels, rest, word: word.startsWith('.') ? word.toLowerCase() : word };
};

/** What follows the first word. */
export const afterWord = ({ rest, word }: Head): string => rest.slice(word.length).trim();

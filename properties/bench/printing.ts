// How a bench hands over what it found: as text, as Markdown, or as Markdown put between the markers of a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { markdownTable, type Section, textTable } from './table.ts';

/** What a bench is told on its command line. */
export interface Printing {
  readonly markdown?: boolean | undefined;
  /** The file into which the table goes. */
  readonly write?: string | undefined;
}

/** Prints or writes a table, with a line above it that says on what it was measured. */
export function print(
  marker: string,
  machine: string,
  sections: readonly Section[],
  { markdown = false, write }: Printing,
): void {
  const markdownText = `${machine}.\n\n${markdownTable(sections)}`;
  if (write !== undefined)
    writeFileSync(write, replaced(readFileSync(write, 'utf8'), marker, markdownText));
  process.stdout.write(markdown ? markdownText : `${machine}\n\n${textTable(sections)}`);
}

/** A text with what is between `<!-- marker -->` and `<!-- /marker -->` replaced. Throws where these are not there. */
export function replaced(text: string, marker: string, by: string): string {
  const between = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*(<!-- /${marker} -->)`, 'u');
  if (!between.test(text)) throw new Error(`no <!-- ${marker} --> and <!-- /${marker} --> in it`);
  return text.replace(between, (_all, begin: string, end: string) => `${begin}\n${by}\n${end}`);
}

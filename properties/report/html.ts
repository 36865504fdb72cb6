// HTML from templates: every text in one is escaped, and made fit to be shown; only what is HTML already goes in as it is.
import { printable } from './printable.ts';

/** Text that is HTML. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template; nothing is put in for what is undefined or false. */
export type Part = string | number | Html | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an attribute too. */
export const escaped = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/gu, (one) => ENTITIES[one] ?? '');

/** A template: html`<p>${text}</p>`. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((text, i) => `${text}${i < parts.length ? inHtml(parts[i]) : ''}`).join(''),
});

/** HTML that was made elsewhere. */
export const asHtml = (text: string): Html => ({ html: text });

function inHtml(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(inHtml).join('');
}

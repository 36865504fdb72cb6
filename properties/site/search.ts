// The search: an index made with the site and loaded as a script, since a page from a file may fetch nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MiniSearch from 'minisearch';
import type { SitePage } from './page.ts';

/** What is searched, and what is shown of what is found. */
const options = {
  fields: ['title', 'text', 'kind'],
  storeFields: ['title', 'shown', 'kind', 'path'],
  searchOptions: { prefix: true, fuzzy: 0.15, boost: { title: 4 }, combineWith: 'AND' },
} as const;

/** Letters of a text that are kept to be shown. */
const SHOWN = 180;

interface IndexedEntry {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly shown: string;
  readonly kind: string;
  readonly path: string;
}

/** Everything that may be found on the pages. */
const entriesOf = (pages: readonly SitePage[]): readonly IndexedEntry[] =>
  pages
    .flatMap(({ path, search }) =>
      search.map(({ title, text, kind, fragment }) => ({
        title,
        text,
        shown: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text,
        kind,
        path: fragment === undefined ? path : `${path}#${fragment}`,
      })),
    )
    .map((entry, id) => ({ id, ...entry }));

/** The index, as a script that a page loads when somebody searches. */
export function searchScript(pages: readonly SitePage[]): string {
  const index = new MiniSearch<IndexedEntry>({
    ...options,
    storeFields: [...options.storeFields],
    fields: [...options.fields],
  });
  index.addAll(entriesOf(pages));
  return `window.siteSearch = MiniSearch.loadJSON(${JSON.stringify(JSON.stringify(index))}, ${JSON.stringify(options)});\n`;
}

/** The library that reads the index in a browser. */
export const searchLibrary = (): string =>
  readFileSync(
    createRequire(import.meta.url)
      .resolve('minisearch')
      .replace(/dist\/.*$/u, 'dist/umd/index.js'),
    'utf8',
  ).replace(/^\/\/# sourceMappingURL=.*$/mu, '');

/** What every page does: searches, and filters tables. It is told by `data-root` where the root of the site is. */
export const script = `
'use strict';
const root = document.documentElement.dataset.root;
const input = document.getElementById('site-search');
const results = document.getElementById('site-results');
let loading;

const load = (name) => new Promise((done, failed) => {
  const element = document.createElement('script');
  element.src = root + 'assets/' + name;
  element.onload = done;
  element.onerror = failed;
  document.head.append(element);
});
const ready = () => (loading ??= load('minisearch.js').then(() => load('search-index.js')));

const make = (name, text, parent) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.append(element);
  return element;
};

async function search() {
  const words = input.value.trim();
  if (words === '') { results.hidden = true; return; }
  await ready();
  if (input.value.trim() !== words) return;
  const found = window.siteSearch.search(words).slice(0, 12);
  results.replaceChildren(...found.map(({ title, shown, kind, path }) => {
    const item = make('li');
    const link = make('a', undefined, item);
    link.href = root + path;
    make('span', title, link);
    make('small', kind + ': ' + shown, link);
    return item;
  }));
  if (found.length === 0) make('p', 'Nothing has all these words.', make('li', undefined, results));
  results.hidden = false;
}

const links = () => [...results.querySelectorAll('a')];
function step(by) {
  const all = links();
  const at = all.indexOf(document.activeElement) + by;
  (at < 0 ? input : all[Math.min(at, all.length - 1)] ?? input).focus();
}
input.form.hidden = false;
input.form.addEventListener('submit', (event) => { event.preventDefault(); search().then(() => links()[0]?.click()); });
input.addEventListener('input', search);
input.addEventListener('focus', ready, { once: true });
document.addEventListener('keydown', (event) => {
  const typing = /^(?:INPUT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); return; }
  if (!input.form.contains(document.activeElement)) return;
  if (event.key === 'Escape') { results.hidden = true; input.focus(); input.select(); }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); step(event.key === 'ArrowDown' ? 1 : -1); }
});
document.addEventListener('click', (event) => { if (!input.form.contains(event.target)) results.hidden = true; });

for (const filter of document.querySelectorAll('[data-filters]')) {
  filter.parentElement.hidden = false;
  const rows = document.querySelectorAll('#' + filter.dataset.filters + ' tbody tr');
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
}
`;

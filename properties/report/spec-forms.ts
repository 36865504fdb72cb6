// The forms of the specification: text for a terminal, Markdown, and one HTML file that needs nothing else.
import { createHash } from 'node:crypto';
import type { Entry, Section } from './spec-document.ts';
import { wrapped } from './wrapped.ts';

/** The names of the forms. */
export const specForms = ['text', 'markdown', 'html'] as const;

export type SpecForm = (typeof specForms)[number];

/** The document in one of the forms. */
export const inForm = (form: SpecForm, sections: readonly Section[]): string =>
  ({ text: asText, markdown: asMarkdown, html: asHtml })[form](sections);

/** The contents alone: each section, and under it the names of its entries. */
export const contentsText = (sections: readonly Section[]): string =>
  sections
    .flatMap(({ title, entries }) => [
      `${title} (${entries.length})`,
      ...entries.map(({ name }) => `  ${name}`),
    ])
    .concat('')
    .join('\n');

function asText(sections: readonly Section[]): string {
  const lines = sections.flatMap(({ title, about, entries }) => [
    `${title.toUpperCase()}: ${about}`,
    '',
    ...entries.flatMap(entryText),
  ]);
  return `${lines.join('\n')}\n`;
}

const entryText = ({ name, beside, says, cite, facts, formula }: Entry): readonly string[] => [
  beside === '' ? name : `${name} (${beside})`,
  ...wrapped(says, '    '),
  ...cite.flatMap((citation) => wrapped(citation, '    from  ')),
  ...facts.flatMap(([word, text]) => wrapped(text, `    ${word.padEnd(6)} `)),
  ...formula.flatMap((line) => wrapped(line, '        ')),
  '',
];

function asMarkdown(sections: readonly Section[]): string {
  const lines = sections.flatMap(({ title, about, entries }) => [
    `## ${title}`,
    '',
    about,
    '',
    ...entries.flatMap(entryMarkdown),
  ]);
  const contents = sections.map(({ title }) => `- [${title}](#${slug(title)})`);
  return `# The specification\n\n${[...contents, '', ...lines].join('\n')}`;
}

const entryMarkdown = ({ name, beside, says, cite, facts, formula }: Entry): readonly string[] => [
  `### ${name}`,
  '',
  ...(beside === '' ? [] : [`_${beside}_`, '']),
  inMarkdown(says),
  '',
  ...facts.map(([word, text]) => `- ${word}: ${inMarkdown(text)}`),
  ...cite.map((citation) => `- from ${inMarkdown(citation)}`),
  '',
  ...(formula.length === 0 ? [] : ['```text', ...formula, '```', '']),
];

/** Text in which Markdown sees no marks. */
const inMarkdown = (text: string): string => text.replaceAll(/[\\`*_<>[\]]/gu, '\\$&');

const slug = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:60rem;padding:0 1rem 4rem;font:1rem/1.5 system-ui,sans-serif}
nav{columns:16rem}nav ul{margin:0;padding-left:1.2rem}
article{border-top:1px solid color-mix(in srgb,currentcolor 25%,transparent);padding:.5rem 0}
h3{margin:.5rem 0 0;font-size:1.05rem;overflow-wrap:anywhere}
.beside,cite,dt{opacity:.75;font-style:normal;font-size:.9rem}
pre{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;padding:.5rem;background:color-mix(in srgb,currentcolor 7%,transparent)}
:target{outline:2px solid;outline-offset:4px}
@media print{nav{display:none}article{break-inside:avoid}}`;

function asHtml(sections: readonly Section[]): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The specification</title>
<style>${STYLE}</style>
</head>
<body>
<h1>The specification</h1>
<nav aria-label="Contents"><ul>
${sections.map(({ title, entries }) => `<li><a href="#${slug(title)}">${escaped(title)}</a> (${entries.length})</li>`).join('\n')}
</ul></nav>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

const sectionHtml = ({ title, about, entries }: Section): string => `<section id="${slug(title)}">
<h2>${escaped(title)}</h2>
<p>${escaped(about)}</p>
${entries.map(entryHtml).join('\n')}
</section>`;

const entryHtml = ({ name, beside, says, cite, facts, formula }: Entry): string =>
  [
    `<article id="${encodeURIComponent(name)}">`,
    `<h3><a href="#${encodeURIComponent(name)}">${escaped(name)}</a></h3>`,
    ...(beside === '' ? [] : [`<p class="beside">${escaped(beside)}</p>`]),
    `<p>${escaped(says)}</p>`,
    ...(facts.length === 0 ? [] : [`<dl>${facts.map(factHtml).join('')}</dl>`]),
    ...(cite.length === 0
      ? []
      : [`<ul>${cite.map((one) => `<li><cite>${escaped(one)}</cite></li>`).join('')}</ul>`]),
    ...(formula.length === 0 ? [] : [`<pre tabindex="0">${escaped(formula.join('\n'))}</pre>`]),
    '</article>',
  ].join('\n');

const factHtml = ([word, text]: readonly [string, string]): string =>
  `<dt>${escaped(word)}</dt><dd>${escaped(text)}</dd>`;

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/gu, (letter) => `&#${letter.charCodeAt(0)};`);

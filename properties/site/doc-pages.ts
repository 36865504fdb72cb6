// The documentation as pages of the site: Markdown of the project, its links led to pages, the names of clauses to theirs.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';
import { contract } from '../../spec/contract.ts';
import { asHtml, escaped, html } from '../report/html.ts';
import { recorded } from '../subjects/defects.ts';
import {
  clausePath,
  defectPath,
  relative,
  type SearchEntry,
  type SitePage,
  slug,
  type To,
} from './page.ts';

/** Pages of the project outside `docs/`, and where they are on the site. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'README.md': 'docs/readme.html',
  'BENCHMARKS.md': 'docs/benchmarks.html',
  'CONTRIBUTING.md': 'docs/contributing.html',
  'CHANGELOG.md': 'docs/changelog.html',
  'deploy/README.md': 'docs/deploy.html',
};

/** Files by their paths, as Metalsmith has them. */
type SourceFiles = Record<string, { contents: Buffer }>;

/** A page of the documentation: where it is in the repository, and on the site. */
interface Source {
  readonly from: string;
  readonly path: string;
  readonly text: string;
}

/** Takes the Markdown out of the source files, and gives its pages. Other files go to `docs/`, where they were. */
export function docPages(files: SourceFiles, root: string): readonly SitePage[] {
  const sources: Source[] = [];
  for (const [name, file] of Object.entries(files)) {
    delete files[name];
    const from = `docs/${name.replaceAll('\\', '/')}`;
    if (from.endsWith('.md'))
      sources.push({ from, path: pathOf(from), text: file.contents.toString('utf8') });
    else files[from] = file;
  }
  for (const [from, path] of Object.entries(OUTSIDE))
    if (existsSync(join(root, from)))
      sources.push({ from, path, text: readFileSync(join(root, from), 'utf8') });
  const paths = new Map(sources.map(({ from, path }) => [from, path]));
  const pages = sources.map((source) => pageOf(source, paths, new Set(Object.keys(files))));
  return [listOf(pages), ...pages];
}

const pathOf = (from: string): string =>
  from.replace(/README\.md$/u, 'index.html').replace(/\.md$/u, '.html');

/** The list of all pages. */
const listOf = (pages: readonly SitePage[]): SitePage => ({
  path: 'docs/index.html',
  title: 'Documentation',
  section: 'docs',
  search: [],
  body: (to) => html`<h1>Documentation</h1>
<p class="lead">The pages of the project, as they are in its repository.</p>
<ul class="plain">
${pages.map(({ path, title, search }) => html`<li><a href="${to(path)}">${title}</a> <span class="soft">${firstSentence(search[0]?.text ?? '')}</span></li>\n`)}</ul>`,
});

const firstSentence = (text: string): string => /^[^.]*\./u.exec(text)?.[0] ?? '';

function pageOf(
  { from, path, text }: Source,
  paths: ReadonlyMap<string, string>,
  others: ReadonlySet<string>,
): SitePage {
  const markdown = new Marked();
  const tokens = markdown.lexer(text);
  const heading = tokens.find((token): token is Tokens.Heading => token.type === 'heading');
  const title = heading?.text.replaceAll(/[`*]/gu, '') ?? from;
  return {
    path,
    title,
    section: 'docs',
    search: entriesOf(tokens, title),
    body: (to) => {
      markdown.use({ renderer: rendererOf(to, (href) => ledTo(href, from, path, paths, others)) });
      return asHtml(markdown.parser(tokens));
    },
  };
}

/** What a link leads to on the site: a page, a file of `docs/`, or a place of the same page; undefined where the site has none. */
function ledTo(
  href: string,
  from: string,
  path: string,
  paths: ReadonlyMap<string, string>,
  others: ReadonlySet<string>,
): string | undefined {
  if (href.startsWith('#')) return href;
  if (/^[a-z]+:/iu.test(href)) return undefined;
  const [file = '', fragment] = href.split('#');
  const target = posix.normalize(posix.join(posix.dirname(from), file));
  const found = paths.get(target) ?? (others.has(target) ? target : undefined);
  return found && `${relative(path)(found)}${fragment === undefined ? '' : `#${fragment}`}`;
}

const clauses: ReadonlySet<string> = new Set(contract.map(({ name }) => name));

/** The page of a name that is a clause's or a defect's. */
const pageNamed = (name: string): string | undefined =>
  clauses.has(name)
    ? clausePath(name)
    : Object.hasOwn(recorded, name)
      ? defectPath(name)
      : undefined;

/** How Markdown becomes HTML where that is not as usual. */
function rendererOf(to: To, led: (href: string) => string | undefined) {
  const seen = new Map<string, number>();
  return {
    html: ({ text }: Tokens.HTML | Tokens.Tag): string => text.replaceAll(/<!--[\s\S]*?-->/gu, ''),
    heading(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { tokens, depth, text }: Tokens.Heading,
    ): string {
      const id = slug(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1'));
      const nth = seen.get(id) ?? 0;
      seen.set(id, nth + 1);
      const own = nth === 0 ? id : `${id}-${nth}`;
      return `<h${depth} id="${escaped(own)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    link(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { href, tokens }: Tokens.Link,
    ): string {
      const inside = this.parser.parseInline(tokens);
      const address = led(href);
      return address === undefined
        ? inside
        : `<a href="${escaped(address)}">${inside.replaceAll(/<\/?a\b[^>]*>/gu, '')}</a>`;
    },
    image: ({ text }: Tokens.Image): string => escaped(text),
    codespan({ text }: Tokens.Codespan): string {
      const page = pageNamed(text);
      const code = `<code>${escaped(text)}</code>`;
      return page === undefined ? code : `<a href="${escaped(to(page))}">${code}</a>`;
    },
    code: ({ text }: Tokens.Code): string =>
      `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    table(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { header, rows }: Tokens.Table,
    ): string {
      const cell =
        (tag: string) =>
        ({ tokens, align }: Tokens.TableCell) =>
          `<${tag}${align === 'right' ? ' class="n"' : ''}>${this.parser.parseInline(tokens)}</${tag}>`;
      const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
      return `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${header.map(cell('th')).join('')}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
    },
  };
}

/** The page by its headings, each with the text under it. */
function entriesOf(tokens: readonly Token[], page: string): readonly SearchEntry[] {
  const entries: { title: string; text: string; kind: string; fragment?: string }[] = [];
  for (const token of tokens) {
    if (token.type === 'heading') {
      const title = String(token.text).replaceAll(/[`*]/gu, '');
      entries.push({
        title,
        text: '',
        kind: title === page ? 'documentation' : `documentation, ${page}`,
        ...(title === page ? {} : { fragment: slug(title) }),
      });
    } else if (token.type !== 'html') {
      const last = entries.at(-1);
      if (last !== undefined) last.text += `${last.text === '' ? '' : ' '}${plain(token.raw)}`;
    }
  }
  return entries;
}

/** Markdown as plain text. */
const plain = (raw: string): string =>
  raw
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/[`*|]|^#+ |-{3,}|<!--[\s\S]*?-->/gmu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

// Links of the documentation: each relative one leads to a file or folder that is there, and to a heading of it if it names one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Folders that are not of this project, or not of its text. */
const NOT_OURS = ['.git', 'node_modules', 'dist', 'coverage'];

const pages = readdirSync('.', { withFileTypes: true })
  .filter(({ name }) => !NOT_OURS.includes(name))
  .flatMap((top) =>
    top.isDirectory()
      ? readdirSync(top.name, { recursive: true, encoding: 'utf8' }).map((name) =>
          join(top.name, name),
        )
      : [top.name],
  )
  .filter((path) => path.endsWith('.md'));

/** The text of a page without its blocks of code and its comments. */
const prose = (path: string): string =>
  readFileSync(path, 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gmu, '')
    .replaceAll(/<!--[\s\S]*?-->/gu, '');

/** What GitHub makes of a heading: letters, digits and hyphens, each name once. */
function anchorsOf(path: string): readonly string[] {
  const slugs = [...prose(path).matchAll(/^#+ +(.+)$/gmu)].map(([, title = '']) =>
    title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return slugs.map((slug, i) => {
    const before = slugs.slice(0, i).filter((one) => one === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** Targets of links in a page that are no addresses elsewhere. */
const linksOf = (path: string): readonly string[] =>
  [...prose(path).matchAll(/\[[^\]]*\]\(([^()\s]+)\)/gu)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/u.test(target));

/** Why a link of a page leads nowhere; undefined where it does lead somewhere. */
function broken(page: string, target: string): string | undefined {
  const [file = '', heading] = target.split('#', 2);
  const path = file === '' ? page : normalize(join(dirname(page), file));
  if (!existsSync(path)) return `${target}: there is no ${path}`;
  if (heading === undefined) return undefined;
  return anchorsOf(path).includes(heading) ? undefined : `${target}: ${path} has no such heading`;
}

it('the README, its pages and the way to contribute are among the pages', () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'docs/contract.md',
      'deploy/README.md',
    ]),
  );
});

it('a link to a file or heading that is not there is told', () => {
  expect(broken('README.md', 'docs/none.md')).toMatch(/there is no docs\/none\.md/u);
  expect(broken('README.md', 'docs/glossary.md#none')).toMatch(/no such heading/u);
  expect(broken('docs/limits.md', 'glossary.md#verdicts-and-evidence')).toBeUndefined();
});

describe.each(pages)('%s', (page) => {
  it('has no link that leads nowhere', () => {
    expect(linksOf(page).flatMap((target) => broken(page, target) ?? [])).toEqual([]);
  });
});

// The site, built once under a path of its own: every link leads somewhere, nothing asks for anything elsewhere, and a browser goes
// through it from files. With HVSPEC_TESTS=all pages of every kind are opened at both widths, and steps are looked for in the own tree too.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  counterexample,
  skipped,
  type Viewer,
  viewer,
} from '../properties/report/testing/browser.ts';
import { buildSite } from '../properties/site/build.ts';
import { contentOf } from '../properties/site/content.ts';
import { clausePath } from '../properties/site/page.ts';
import { checkReportIn, killReportIn } from '../properties/site/reports.ts';
import { ownSwitch } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { contract } from '../spec/contract.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-site-test-'));
const site = join(folder, 'under a path', 'site');
let files: readonly string[];
const pages = (): readonly string[] => files.filter((path) => path.endsWith('.html'));
const texts = new Map<string, string>();
const textOf = (path: string): string => {
  const text = texts.get(path) ?? readFileSync(join(site, path), 'utf8');
  texts.set(path, text);
  return text;
};

beforeAll(async () => {
  const [check, kill] = ['check', 'kill'].map((name) => join(folder, `${name}.json`));
  await hvspec(`check host-dscr-returns --sample --runs 20 --seed 1 --workers 1 --json ${check}`);
  await hvspec(`faults --kill entry.sprs.dscr --runs 1 --seed 1 --threads 1 --json ${kill}`);
  const content = contentOf({
    check: checkReportIn(check ?? ''),
    kill: killReportIn(kill ?? ''),
    shown: new Map([['dscr-saved-through-its-value', await counterexample()]]),
    trees: triesAll ? [{ called: 'the own tree', program: ownSwitch([]).program }] : [],
  });
  files = await buildSite(content, site);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every address that a page has. */
const addressesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:href|src)="([^"]*)"/gu)].map(([, address = '']) => address);

describe('the files', () => {
  it('lead to files and places that are there, and to nothing elsewhere', () => {
    const known = new Set(files);
    const wrong = pages().flatMap((path) =>
      addressesIn(textOf(path)).filter((address) => {
        const [to = '', id = ''] = address.split('#').map(decodeURIComponent);
        const target = to === '' ? path : posix.join(posix.dirname(path), to);
        return !known.has(target) || (id !== '' && !textOf(target).includes(`id="${id}"`));
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('have a page for every clause, with its claim and what is known of it', () => {
    expect(contract.filter(({ name }) => !files.includes(clausePath(name)))).toEqual([]);
    const text = textOf(clausePath('host-dscr-returns'));
    expect(text).toContain('now DSCR = was DSCR');
    expect(text).toContain('20 random histories, of which 20 met it: no proof');
    expect(text).toMatch(
      /<code>entry\.sprs\.dscr<\/code><\/td><td>save DSCR to hstate\.host_dscr/u,
    );
  });

  it('say in the register matrix who saves, restores and loads a register', () => {
    const [row = ''] = /<tr id="r-DSCR">[\s\S]*?<\/tr>/u.exec(textOf('registers.html')) ?? [];
    const sites = [...row.matchAll(/<code>([\w.-]+)<\/code>/gu)].map(([, name]) => name);
    expect(sites).toEqual([
      'entry.sprs.dscr',
      'exit.sprs.host-dscr',
      'guest.sprs.dscr',
      'exit.sprs.dscr',
    ]);
    expect(row).toContain('href="clauses/host-dscr-returns.html"');
  });

  it('draw the figures of BENCHMARKS.md', () => {
    const [, minutes] =
      /^\| repaired \| vm \|.*\| ([\d.]+) \|$/mu.exec(readFileSync('BENCHMARKS.md', 'utf8')) ?? [];
    expect(textOf('figures.html')).toContain(`aria-label="repaired, vm: ${minutes} minutes"`);
  });

  it('are not made of a report that is none', () => {
    const file = join(folder, 'none.json');
    writeFileSync(file, '{"schema":"hvspec.report/1"}');
    expect(() => checkReportIn(file)).toThrow(
      /is no such report \(.*must have required property.*\): write it with hvspec check --json/u,
    );
    expect(() => killReportIn(join(folder, 'missing'))).toThrow(
      /cannot be read: .*; write it with/u,
    );
  });
});

/** Most pages are of clauses, and alike: one in so many is opened. */
const EVERY = 15;

describe.skipIf(skipped)('in a browser', () => {
  let view: Viewer;
  beforeAll(async () => {
    view = await viewer();
  });
  afterAll(() => view?.close());

  it('finds what is searched for, and goes there by keyboard', async () => {
    const tab = await view.file(join(site, 'docs/limits.html'), 1280, 800, 'light');
    await tab.keyboard.press('/');
    await tab.keyboard.type('host dscr ret');
    await tab.locator('#site-results a').first().waitFor();
    expect(await tab.locator('#site-results a span').first().textContent()).toBe(
      'host-dscr-returns',
    );
    await tab.keyboard.press('ArrowDown');
    await Promise.all([tab.waitForURL(/host-dscr-returns/u), tab.keyboard.press('Enter')]);
    expect(await tab.locator('h1').textContent()).toBe('host-dscr-returns');
    await tab.keyboard.press('/');
    await tab.keyboard.type('zzzzzz');
    await tab.locator('#site-results p').waitFor();
    await tab.keyboard.press('Escape');
    expect(await tab.locator('#site-results').isVisible()).toBe(false);
    expect(view.complaints).toEqual([]);
  });

  it.runIf(triesAll)('filters the matrix, and prints without menu', async () => {
    const tab = await view.file(join(site, 'registers.html'), 1280, 800, 'light');
    await tab.locator('.filter input').fill('spr 17');
    expect(await tab.locator('#matrix tbody tr:visible th').allTextContents()).toEqual([
      expect.stringContaining('DSCR'),
    ]);
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.locator('nav').isVisible()).toBe(false);
    expect(await tab.locator('#matrix').isVisible()).toBe(true);
    expect(view.complaints).toEqual([]);
  });

  it.runIf(triesAll)('fits 360 and 1280 pixels, light and dark', async () => {
    const some = ['index.html', 'registers.html', 'docs/benchmarks.html'];
    const chosen = pages().filter((path, i) => some.includes(path) || i % EVERY === 0);
    for (const [width, scheme] of [
      [360, 'dark'],
      [1280, 'light'],
    ] as const) {
      const tab = await view.file(join(site, 'index.html'), width, 800, scheme);
      for (const path of chosen) {
        await tab.goto(pathToFileURL(join(site, path)).href);
        const [wide, paper] = await tab.evaluate<[number, string]>(
          '[document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]',
        );
        expect(wide, path).toBeLessThanOrEqual(width);
        if (!path.endsWith('-run.html'))
          expect(paper, path).toBe(scheme === 'dark' ? 'rgb(20, 23, 26)' : 'rgb(255, 255, 255)');
      }
    }
    expect(view.complaints).toEqual([]);
  });
});

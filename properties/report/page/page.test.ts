// The page: one file that needs nothing else, and a browser that goes through it by keyboard, at the width of a phone too.
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clauseNamed } from '../../../spec/contract.ts';
import { counterexampleOf } from '../../counterexample.ts';
import { exhibit } from '../../models.ts';
import { stage } from '../../seeded/pool.ts';
import { type Shown, show } from '../shown.ts';
import { page } from './page.ts';

/** Debian calls it chromium; other names are tried too. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isExecutable);

/** CI must have a browser; elsewhere its absence is said. */
const skipped = browserPath === undefined && process.env.CI === undefined;
if (skipped)
  process.stderr.write('no Chromium in PATH: the tests of the page in a browser do not run\n');

async function counterexample(): Promise<Shown> {
  const clause = clauseNamed('guest-dscr-survives');
  const program = exhibit('dscr-saved-through-its-value');
  const subject = { model: 'dscr-saved-through-its-value', program };
  if (clause === undefined) throw new Error('there is no such clause');
  const history = await counterexampleOf(program, clause);
  const shown = history && show(subject, clause, history, stage);
  if (shown === undefined) throw new Error('there is no counterexample');
  return shown;
}

const shown = await counterexample();
const html = page(shown);

describe('the file', () => {
  it('asks for nothing outside itself', () => {
    expect(html).not.toMatch(/<(?:link|img|iframe)\b|\bsrc=|\bhref=|@import|url\(/u);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/u);
  });

  it('cannot be broken by a text', () => {
    const [first] = shown.trace;
    if (first === undefined) throw new Error('the trace is empty');
    const hostile = { ...first, text: '</script><b>&"' };
    const text = page({ ...shown, trace: [hostile] });
    expect(text.match(/<\/script>/gu)).toHaveLength(2);
    expect(text).not.toContain('<b>');
  });
});

describe.skipIf(skipped)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-page-'));
  const file = join(folder, 'page.html');
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (browserPath === undefined)
      throw new Error('CI needs a Chromium in PATH: install the package chromium');
    writeFileSync(file, html);
    browser = await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function opened(width: number, height: number, colorScheme: 'light' | 'dark') {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    await context.route('**', (route) => {
      if (route.request().url().startsWith('file:')) return route.continue();
      complaints.push(`asks for ${route.request().url()}`);
      return route.abort();
    });
    const tab = await context.newPage();
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(pathToFileURL(file).href);
    return tab;
  }

  const current = (tab: Page) => tab.locator('#steps li[aria-current] .n').textContent();

  it('goes from step to step by keyboard, and shows what each changed', async () => {
    const tab = await opened(1280, 800, 'light');
    await tab.keyboard.press('Home');
    expect(await current(tab)).toBe('0');
    await tab.keyboard.press('ArrowRight');
    expect(await current(tab)).toBe('1');
    expect(await tab.locator('#now').textContent()).toContain('Step 1 of');
    await tab.keyboard.press('End');
    expect(await current(tab)).toBe(String(shown.trace.length - 1));
    const index = shown.trace.findIndex(({ writes }) => writes.length > 0);
    await tab.keyboard.press('Home');
    for (let i = 0; i < index; i++) await tab.keyboard.press('ArrowDown');
    const places = shown.trace[index]?.writes.map(({ place }) => place) ?? [];
    expect(await tab.locator('#state tr.changed td:first-child').allTextContents()).toEqual(
      expect.arrayContaining([...new Set(places)]),
    );
    expect(complaints).toEqual([]);
  });

  it('filters by place, and steps among what is left', async () => {
    const tab = await opened(1280, 800, 'dark');
    await tab.keyboard.press('/');
    await tab.keyboard.type('dscr');
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Home');
    const [site] = shown.trace.flatMap(({ writes, site: at }) =>
      writes.some(({ place }) => place.toLowerCase().includes('dscr')) ? [at] : [],
    );
    expect(await tab.locator('#steps li[aria-current] .site').textContent()).toBe(site);
    for (const place of await tab.locator('#state td:first-child').allTextContents())
      expect(place.toLowerCase()).toContain('dscr');
    expect(complaints).toEqual([]);
  });

  it('is led by the scrubber and by the lanes', async () => {
    const tab = await opened(1280, 800, 'light');
    await tab.locator('#scrubber').fill('7');
    expect(await current(tab)).toBe('7');
    await tab.keyboard.press('Home');
    await tab.locator('#lanes svg').click({ position: { x: 60 + 5 * 4 + 1, y: 20 } });
    expect(await current(tab)).toBe('5');
    expect(complaints).toEqual([]);
  });

  it.each([
    [360, 740, 'light'],
    [360, 740, 'dark'],
    [1280, 800, 'dark'],
  ] as const)('fits %i by %i pixels, %s', async (width, height, scheme) => {
    const tab = await opened(width, height, scheme);
    const wide = await tab.locator('html').evaluate((root) => root.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const seen = await tab.locator('#steps li[aria-current]').evaluate((item) => {
      const [list, own] = [item.parentElement, item].map((one) => one?.getBoundingClientRect());
      return list && own ? own.top >= list.top && own.bottom <= list.bottom : false;
    });
    expect(seen).toBe(true);
    expect(await tab.locator('h1').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

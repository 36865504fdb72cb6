// The page: one file that needs nothing else, and a browser that goes through it by keyboard, at the width of a phone too.
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { few, triesAll } from '../../testing/rows.ts';
import { counterexample, skipped, type Viewer, viewer } from '../testing/browser.ts';
import { page } from './page.ts';

const shown = await counterexample();
const html = page(shown);

const digestOf = (part: RegExp): string =>
  `'sha256-${createHash('sha256')
    .update(part.exec(html)?.[1] ?? '')
    .digest('base64')}'`;

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

  it('allows its own script and style by their digests, and nothing else', () => {
    const [, policy = ''] =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html) ?? [];
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      `script-src ${digestOf(/<script>(.*?)<\/script>/su)}`,
      `style-src ${digestOf(/<style>(.*?)<\/style>/su)}`,
    ]);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
    expect(html).not.toMatch(/<[^>]+\s(?:on\w+|style)=/u);
  });
});

describe.skipIf(skipped)('in a browser', () => {
  let view: Viewer;
  beforeAll(async () => {
    view = await viewer();
  });
  afterAll(() => view?.close());

  const opened = (width: number, height: number, scheme: 'light' | 'dark') =>
    view.opened(html, width, height, scheme);

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
    expect(view.complaints).toEqual([]);
  });

  it.runIf(triesAll)('filters by place, and steps among what is left', async () => {
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
    expect(view.complaints).toEqual([]);
  });

  it.runIf(triesAll)('is led by the scrubber and by the lanes', async () => {
    const tab = await opened(1280, 800, 'light');
    await tab.locator('#scrubber').fill('7');
    expect(await current(tab)).toBe('7');
    await tab.keyboard.press('Home');
    await tab.locator('#lanes svg').click({ position: { x: 60 + 5 * 4 + 1, y: 20 } });
    expect(await current(tab)).toBe('5');
    expect(view.complaints).toEqual([]);
  });

  it.each(
    few(
      [
        [360, 740, 'light'],
        [360, 740, 'dark'],
        [1280, 800, 'dark'],
      ] as const,
      1,
    ),
  )('fits %i by %i pixels, %s', async (width, height, scheme) => {
    const tab = await opened(width, height, scheme);
    const wide = await tab.locator('html').evaluate((root) => root.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const seen = await tab.locator('#steps li[aria-current]').evaluate((item) => {
      const [list, own] = [item.parentElement, item].map((one) => one?.getBoundingClientRect());
      return list && own ? own.top >= list.top && own.bottom <= list.bottom : false;
    });
    expect(seen).toBe(true);
    expect(await tab.locator('h1').isVisible()).toBe(true);
    expect(view.complaints).toEqual([]);
  });
});

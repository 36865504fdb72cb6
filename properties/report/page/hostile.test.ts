// The page in which texts are not what they seem: none gets out of its place, and where one did it could do nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Counterexample } from '../../counterexample/counterexample.ts';
import { few, triesAll } from '../../testing/rows.ts';
import { counterexample, skipped, type Viewer, viewer } from '../testing/browser.ts';
import { page } from './page.ts';

const shown = await counterexample();
const html = page(shown);

/** Everything that a page shows, as the same text. */
const everywhere = (text: string): Counterexample => ({
  ...shown,
  place: text,
  expected: text,
  found: text,
  lines: [text],
  clause: { ...shown.clause, name: text, says: text },
  cite: [text],
  trace: shown.trace.slice(0, 3).map((step) => ({
    ...step,
    site: text,
    text,
  })),
});

const [BIDI, ESCAPE] = ['\u202e', '\u001b'];

describe('the file', () => {
  it('shows no text that would change what is seen around it', () => {
    const text = page(everywhere(`${BIDI}${ESCAPE}[2J`));
    expect([BIDI, ESCAPE].filter((raw) => text.includes(raw))).toEqual([]);
  });
});

describe.skipIf(skipped)('in a browser', () => {
  let view: Viewer;
  beforeAll(async () => {
    view = await viewer();
  });
  afterAll(() => view?.close());

  it.each(
    few(
      [
        '<img src=x onerror="document.title=1">',
        '</script><script>document.title=1</script>',
        '</pre></style><style>*{display:none}</style><svg onload=document.title=1>',
        '"\'><base href=http://nowhere.invalid/><iframe srcdoc="<script>top.document.title=1</script>">',
        '--><!--<script>',
      ],
      1,
    ),
  )('is no page of whoever put %s into every text', async (text) => {
    const tab = await view.opened(page(everywhere(text)), 1280, 800, 'light');
    expect(await tab.locator('h1').textContent()).toBe(`${text}: violated`);
    expect(await tab.title()).toBe(`${text}: violated`.replaceAll(/\s+/gu, ' '));
    expect(await tab.locator('#steps .site').allTextContents()).toEqual([text, text, text]);
    expect(await tab.locator('img, iframe, base, script:not([id]) ~ script').count()).toBe(0);
    expect(view.complaints).toEqual([]);
  });

  it.runIf(triesAll)('obeys its policy even where something got in', async () => {
    const added = '<body><img src="http://nowhere.invalid/x"><script>document.title=1</script>';
    const tab = await view.opened(html.replace('<body>', added), 1280, 800, 'light');
    expect(await tab.title()).not.toBe('1');
    const refused = view.complaints.splice(0);
    expect(refused.filter((line) => /Content Security Policy/u.test(line))).toHaveLength(2);
    expect(refused.filter((line) => /^asks for/u.test(line))).toEqual([]);
  });
});

// For tests: a counterexample to make a page of, and a browser that opens pages and asks for nothing else.
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { clauseNamed } from '../../../spec/contract.ts';
import { counterexampleOf } from '../../campaign/search.ts';
import { type Counterexample, counterexampleOn } from '../../counterexample/counterexample.ts';
import { stage } from '../../mutation/pool.ts';
import { defectAlone } from '../../subjects/variants.ts';

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
export const skipped = browserPath === undefined && process.env.CI === undefined;
if (skipped)
  process.stderr.write('no Chromium in PATH: the tests of the page in a browser do not run\n');

/** A counterexample to show. */
export async function counterexample(): Promise<Counterexample> {
  const clause = clauseNamed('guest-dscr-survives');
  const program = defectAlone('dscr-saved-through-its-value');
  const subject = { model: 'dscr-saved-through-its-value', program };
  const history = await counterexampleOf(program, clause);
  const shown = history && counterexampleOn(subject, clause, history, stage);
  if (shown === undefined) throw new Error('there is no counterexample');
  return shown;
}

/** A browser at work. */
export interface Viewer {
  /** What pages asked for, and what the browser said of them. */
  readonly complaints: string[];
  opened(html: string, width: number, height: number, scheme: 'light' | 'dark'): Promise<Page>;
  /** Opens a file. */
  file(path: string, width: number, height: number, scheme: 'light' | 'dark'): Promise<Page>;
  close(): Promise<void>;
}

/** Starts the browser. */
export async function viewer(): Promise<Viewer> {
  if (browserPath === undefined)
    throw new Error('CI needs a Chromium in PATH: install the package chromium');
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-page-'));
  const browser: Browser = await chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
  const complaints: string[] = [];
  let pages = 0;
  const file: Viewer['file'] = async (path, width, height, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    await context.route('**', (route) => {
      if (route.request().url().startsWith('file:')) return route.continue();
      complaints.push(`asks for ${route.request().url()}`);
      return route.abort();
    });
    const tab = await context.newPage();
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(pathToFileURL(path).href);
    return tab;
  };
  return {
    complaints,
    file,
    opened(html, width, height, scheme) {
      const path = join(folder, `${pages++}.html`);
      writeFileSync(path, html);
      return file(path, width, height, scheme);
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

// What a page of the site is, before it has its frame: where it lies, what it shows, and what is found of it by searching.
import type { Html } from '../report/html.ts';

/** Where a page belongs in the menu. */
export const sections = {
  contract: 'Contract',
  registers: 'Registers',
  vectors: 'Vectors',
  levels: 'Levels',
  defects: 'Defects',
  faults: 'Faults',
  figures: 'Figures',
  docs: 'Documentation',
} as const;

export type SectionName = keyof typeof sections;

/** The page to which the menu leads, of each section. */
export const sectionPage: Readonly<Record<SectionName, string>> = {
  contract: 'contract/index.html',
  registers: 'registers.html',
  vectors: 'vectors.html',
  levels: 'levels.html',
  defects: 'defects/index.html',
  faults: 'faults.html',
  figures: 'figures.html',
  docs: 'docs/index.html',
};

/** From a page to another: a path of the site, with a fragment or without, as a relative address. */
export type To = (path: string) => string;

/** Something to be found. */
export interface SearchEntry {
  readonly title: string;
  readonly text: string;
  /** What it is: a clause, a register. */
  readonly kind: string;
  /** Of the page itself where it is none. */
  readonly fragment?: string;
}

export interface SitePage {
  /** From the root of the site, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly section: SectionName | undefined;
  readonly body: (to: To) => Html;
  readonly search: readonly SearchEntry[];
}

/** A page that stands for itself, frame and all. */
export interface WholePage {
  readonly path: string;
  readonly text: string;
}

/** The address of one page as another has it. */
export const relative =
  (from: string): To =>
  (path) => {
    const up = from.split('/').length - 1;
    return `${'../'.repeat(up)}${path}`;
  };

/** The page of a clause. */
export const clausePath = (name: string): string => `clauses/${name}.html`;

/** The page of a recorded defect. */
export const defectPath = (name: string): string => `defects/${name}.html`;

/** Text as part of an address, or as a name in a page. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\w\s-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-');

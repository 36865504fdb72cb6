// The site, built by Metalsmith: pages of the documentation are its source, the pages of the contract are added, all get the frame.
import Metalsmith from 'metalsmith';
import { docPages } from './doc-pages.ts';
import { framed } from './frame.ts';
import type { SitePage, WholePage } from './page.ts';
import { script, searchLibrary, searchScript } from './search.ts';
import { style } from './style.ts';

/** What a site is made of, beside the documentation. */
export interface SiteContent {
  readonly pages: readonly SitePage[];
  /** Pages with a frame of their own. */
  readonly whole: readonly WholePage[];
  /** Of what it was made, for the footer. */
  readonly made: string;
}

/** Builds the site of the project in this folder; the destination is emptied first. Returns the paths of its files. */
export async function buildSite(
  { pages, whole, made }: SiteContent,
  destination: string,
  root: string = process.cwd(),
): Promise<readonly string[]> {
  const files = await Metalsmith(root)
    .source('docs')
    .destination(destination)
    .clean(true)
    .frontmatter(false)
    .use((found) => {
      const all = [...pages, ...docPages(found, root)];
      const put = (path: string, text: string): void => {
        found[path] = { contents: Buffer.from(text) };
      };
      for (const page of all) put(page.path, framed(page, made));
      for (const { path, text } of whole) put(path, text);
      put('assets/site.css', style);
      put('assets/site.js', script);
      put('assets/minisearch.js', searchLibrary());
      put('assets/search-index.js', searchScript(all));
    })
    .build();
  return Object.keys(files).sort();
}

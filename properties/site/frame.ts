// The frame of every page: title, menu, search, and a footer that says what the page was made of.

import { version } from '../input/version.ts';
import { html } from '../report/html.ts';
import { relative, type SectionName, type SitePage, sectionPage, sections } from './page.ts';

const NAME = 'power7-hv-spec';

/** What a browser may do: take scripts and styles of the site itself, and nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' file:",
  "style-src 'self' file:",
  "img-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const names = Object.keys(sections) as readonly SectionName[];

/** A page with its frame, as the text of a file; `made` says of what. */
export function framed({ path, title, section, body }: SitePage, made: string): string {
  const to = relative(path);
  const current = (name: SectionName) => name === section && html` aria-current="true"`;
  return html`<!doctype html>
<html lang="en" data-root="${to('')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path === 'index.html' ? title : `${title} · ${NAME}`}</title>
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/site.js')}" defer></script>
</head>
<body>
<a class="skip" href="#site-content">To the content</a>
<header><div class="bar">
<a class="home" href="${to('index.html')}">${NAME}</a>
<nav aria-label="Site"><ul>
${names.map((name) => html`<li><a href="${to(sectionPage[name])}"${current(name)}>${sections[name]}</a></li>\n`)}</ul></nav>
<form class="search" role="search" hidden><input id="site-search" type="search" placeholder="Search  /" aria-label="Search" autocomplete="off" spellcheck="false"><ul id="site-results" aria-label="Found" hidden></ul></form>
</div></header>
<main id="site-content">
${body(to)}
</main>
<footer><p>${NAME} ${version}. ${made}</p></footer>
</body>
</html>
`.html;
}

// How the site looks: light and dark, on paper, and from 360 pixels of width.
export const style = `
:root { color-scheme: light dark; --ink: #1a1d21; --soft: #59626d; --line: #dfe3e8; --paper: #ffffff; --panel: #f6f7f9;
  --bad: #b3261e; --bad-bg: #fdecea; --good: #1b6e3c; --good-bg: #e8f5ec; --warn: #855800; --warn-bg: #fff4dc;
  --link: #1d5bb8; --core: #6f42c1; --bar: #4a7fc9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #9aa4af; --line: #30363d; --paper: #14171a; --panel: #1c2024;
  --bad: #ff8a80; --bad-bg: #3a1c1a; --good: #7ddc9b; --good-bg: #173022; --warn: #ffd27a; --warn-bg: #3a2f14;
  --link: #8ab4f8; --core: #d2a8ff; --bar: #6d9ee0; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 9; }
body > header { border-bottom: 1px solid var(--line); background: var(--panel); }
.bar { max-width: 76rem; margin: 0 auto; padding: .7rem 1.25rem; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: center; }
.bar .home { font-weight: 650; color: var(--ink); text-decoration: none; }
.bar nav ul { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; padding: 0; list-style: none; font-size: .93rem; }
.bar nav a { color: var(--soft); text-decoration: none; padding: .2rem 0; display: inline-block; } .bar nav a:hover { color: var(--ink); }
.bar nav a[aria-current] { color: var(--ink); box-shadow: 0 2px 0 var(--link); }
.search { position: relative; margin-left: auto; flex: 0 1 17rem; min-width: 9rem; }
input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 7px; padding: .35rem .7rem; width: 100%; }
#site-results { position: absolute; right: 0; top: 2.6rem; width: min(32rem, 90vw); max-height: 70vh; overflow-y: auto; z-index: 5; margin: 0; padding: .3rem;
  list-style: none; background: var(--paper); border: 1px solid var(--line); border-radius: 9px; box-shadow: 0 8px 30px rgb(0 0 0 / .18); }
#site-results a { display: block; padding: .4rem .6rem; border-radius: 6px; color: var(--ink); text-decoration: none; }
#site-results a:focus, #site-results a:hover { background: var(--panel); outline-offset: -2px; } #site-results small { color: var(--soft); display: block; }
#site-results p { margin: .4rem .6rem; color: var(--soft); }
main { max-width: 76rem; margin: 0 auto; padding: 1.6rem 1.25rem 4rem; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: .2rem 0 .6rem; letter-spacing: -.01em; } h2 { font-size: 1.2rem; margin: 2.3rem 0 .6rem; } h3 { font-size: 1.02rem; margin: 1.6rem 0 .3rem; }
h1.name, h3 .name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; } h1.name { font-size: 1.35rem; }
p, ul, ol, dl { max-width: 46rem; } .wide, .scroll p { max-width: none; } .lead { font-size: 1.1rem; } .soft, .crumb { color: var(--soft); } .crumb { font-size: .9rem; margin: 0; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; font-size: .87em; } code { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; overflow-x: auto; line-height: 1.45; }
pre.formula, pre.card { white-space: pre-wrap; overflow-wrap: anywhere; } pre code { font-size: 1em; overflow-wrap: normal; }
.scroll { overflow-x: auto; margin: 1rem 0; } table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: left; padding: .38rem .7rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } th { font-size: .82rem; color: var(--soft); font-weight: 600; }
thead th { border-bottom-color: var(--soft); } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } tbody th { color: var(--ink); font-size: inherit; }
th.group { color: var(--ink); border-bottom: 2px solid var(--ink); } tr[hidden] { display: none; } .matrix { min-width: 76rem; font-size: .82rem; } tbody th .soft { font-weight: 400; font-size: .9em; } .matrix .tag { font-size: .92em; white-space: normal; } .matrix details { margin: 0; } .matrix code { overflow-wrap: normal; } main:has(.matrix) { max-width: 100rem; }
.tag { display: inline-block; font-size: .8rem; font-weight: 600; padding: 0 .5rem; border-radius: 99px; background: var(--panel); border: 1px solid var(--line); white-space: nowrap; }
.proved, .reached { color: var(--good); background: var(--good-bg); border-color: transparent; } .exhaustive { color: var(--good); }
.sampled { color: var(--warn); background: var(--warn-bg); border-color: transparent; } .none { color: var(--soft); } .broken { color: var(--bad); background: var(--bad-bg); border-color: transparent; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin: 1.3rem 0; max-width: none; padding: 0; list-style: none; }
.facts li { border: 1px solid var(--line); border-radius: 9px; padding: .7rem 1rem; background: var(--panel); } .facts b { display: block; font-size: 1.45rem; font-weight: 650; line-height: 1.25; }
.facts span { color: var(--soft); font-size: .9rem; } .entry { border-top: 1px solid var(--line); padding: .2rem 0 .6rem; } .entry p { margin: .3rem 0; }
.toc { columns: 17rem; max-width: none; padding-left: 1.1rem; } .toc li { break-inside: avoid; margin: .15rem 0; } ul.plain { list-style: none; padding: 0; } ul.plain li { margin: .25rem 0; }
details { margin: .8rem 0; } summary { cursor: pointer; color: var(--link); } .filter { max-width: 28rem; margin: 1rem 0; display: block; } .filter span { font-size: .85rem; color: var(--soft); }
.drawing { max-width: 38rem; width: 100%; height: auto; display: block; margin: 1rem 0; font: 10px system-ui, sans-serif; } .drawing text { fill: var(--ink); } .drawing .soft { fill: var(--soft); }
.drawing .lane { fill: var(--panel); stroke: var(--line); } .drawing .box { fill: var(--paper); stroke: var(--ink); } .drawing .guest { fill: var(--good-bg); stroke: var(--good); } .drawing path { stroke: var(--ink); fill: none; stroke-width: 1.2; } .drawing .head { fill: var(--ink); stroke: none; }
.plot { display: grid; grid-template-columns: minmax(8rem, 24rem) minmax(4rem, 1fr) minmax(4.5rem, auto); gap: .2rem .8rem; align-items: center; margin: .8rem 0 1.4rem; font-size: .9rem; }
.plot svg { width: 100%; height: .9rem; display: block; } .plot rect { fill: var(--bar); } .plot .track { fill: var(--panel); } .plot b { font-weight: 500; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.heat td { text-align: right; font-variant-numeric: tabular-nums; } .heat .some { color: var(--bad); font-weight: 600; }
footer { border-top: 1px solid var(--line); color: var(--soft); font-size: .87rem; } footer p { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 2rem; }
@media (max-width: 46rem) { .search { flex-basis: 100%; margin: .2rem 0 0; } .plot { grid-template-columns: minmax(0, 1fr) auto; } .plot svg { grid-column: 1 / -1; grid-row: auto; } .plot b { grid-column: 2; } h1 { font-size: 1.4rem; } h1.name { font-size: 1.1rem; } }
@media print { body > header nav, .search, .filter, .skip { display: none; } body { font-size: 11pt; } a { color: inherit; } .entry, tr, .facts li { break-inside: avoid; } .scroll { overflow: visible; } .matrix { min-width: 0; font-size: 7pt; } pre { white-space: pre-wrap; } }
`;

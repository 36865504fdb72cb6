// How the page looks, in light and in dark, from 360 pixels of width.
export const style = `
:root {
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --mark: #fff3c4; --accent: #0b57d0; --wrong: #b3261e; --core: #8250df; --thread: #0b57d0; --memory: #1a7f37;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0e1116; --ink: #e6edf3; --soft: #9da7b3; --line: #333b45; --panel: #161b22;
    --mark: #4a3b00; --accent: #79b8ff; --wrong: #ff8a80; --core: #d2a8ff; --thread: #79b8ff; --memory: #7ee787;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 16px; }
h1 { font-size: 1.25rem; margin: 16px 0 8px; overflow-wrap: anywhere; }
pre, code, #steps, #state, #now { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 12px;
  margin: 0 0 12px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
#summary { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; margin: 0 0 12px; }
#summary div { border: 1px solid var(--line); border-radius: 4px; padding: 8px 12px; background: var(--panel); }
#summary dt { color: var(--soft); font-size: 13px; } #summary dd { margin: 0; font: 600 17px ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
#summary .found { border-color: var(--wrong); } #summary .found dd { color: var(--wrong); }
.says { margin: 0 0 12px; } #steps .writes { color: var(--memory); }
#controls { position: sticky; top: 0; z-index: 1; background: var(--paper); display: flex; flex-wrap: wrap;
  gap: 8px; align-items: center; padding: 8px 0; border-bottom: 1px solid var(--line); }
#scrubber { flex: 1 1 160px; min-width: 0; }
#hint { flex-basis: 100%; margin: 0; color: var(--soft); font-size: 13px; }
button, input { font: inherit; color: inherit; }
button { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; min-width: 40px; min-height: 34px; }
#filter { background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 4px 8px; width: 14em; max-width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#lanes { overflow-x: auto; margin: 10px 0; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); }
#lanes svg { display: block; cursor: pointer; }
#lanes text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.core { fill: var(--core); } .thread { fill: var(--thread); } .memory { fill: var(--memory); }
#cursor { fill: none; stroke: var(--ink); stroke-width: 1.5; }
#now { min-height: 3em; margin: 8px 0; overflow-wrap: anywhere; }
#panes { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 16px; align-items: start; }
#steps { list-style: none; margin: 0; padding: 0; max-height: 70vh; overflow-y: auto; border: 1px solid var(--line); border-radius: 4px; }
#steps li { display: grid; grid-template-columns: 3.2em 5em minmax(0, 3fr) minmax(0, 2fr); gap: 6px; padding: 2px 8px; cursor: pointer;
  border-left: 3px solid transparent; overflow-wrap: anywhere; }
#steps li[aria-current] { background: var(--mark); border-left-color: var(--accent); }
#steps .n, #steps .by { color: var(--soft); } #steps .site { color: var(--accent); }
#steps .why { color: var(--wrong); font-weight: 600; }
#steps li[hidden] { display: none; }
#places { max-height: 70vh; overflow-y: auto; }
#state { width: 100%; border-collapse: collapse; table-layout: fixed; }
#state caption { text-align: left; color: var(--soft); padding: 0 0 4px; }
#state th, #state td { text-align: left; padding: 2px 6px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
#state th:last-child, #state td:last-child { width: 5.5em; }
#state tr.changed { background: var(--mark); font-weight: 600; }
#state tr.wrong td:first-child { color: var(--wrong); }
@media (max-width: 760px) {
  #panes { grid-template-columns: minmax(0, 1fr); }
  #steps, #places { max-height: 45vh; } #steps li { grid-template-columns: 3.2em 5.2em minmax(0, 1fr); } #steps .writes { grid-column: 3; }
  #summary { grid-template-columns: minmax(0, 1fr); }
}
`;

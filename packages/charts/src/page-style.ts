/** The style of all reports: light or dark as the reader's system, and light on paper. */
import { DARK_COLORS, LIGHT_COLORS } from './palette.js';

const marks = (colors: readonly string[]): string => colors.map((color, at) => `--mark-${at}: ${color};`).join(' ');

/** The colours of a light page, as CSS variables. */
export const LIGHT_VARIABLES: string = `--page: #f6f7f8; --card: #ffffff; --ink: #1a1d21; --faint: #5a626c;
  --line: #d9dde2; --good: #00704a; --bad: #a8320a; --link: #0044bb; --on-mark: #ffffff;
  ${marks(LIGHT_COLORS)}`;

/** The same on a dark page. */
export const DARK_VARIABLES: string = `--page: #0f1114; --card: #181b1f; --ink: #e8eaed; --faint: #a3abb5;
  --line: #33383f; --good: #6ec786; --bad: #ff8a63; --link: #7db8ff; --on-mark: #ffffff;
  ${marks(DARK_COLORS)}`;

/** The colours of pages and charts as CSS variables: light, or dark if the reader's system is. */
export const COLOR_STYLE: string = `
:root {
  color-scheme: light dark;
  ${LIGHT_VARIABLES}
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${DARK_VARIABLES}
  }
}`;

export const PAGE_STYLE: string = `${COLOR_STYLE}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: break-word;
}
main, header, footer { max-width: 84rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
footer { padding-bottom: 3rem; color: var(--faint); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 {
  font-size: 1.4rem; line-height: 1.3; margin: 3rem 0 .25rem; padding-top: .75rem;
  border-top: 1px solid var(--line);
}
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
p { max-width: 46rem; margin: .25rem 0 .75rem; }
.faint { color: var(--faint); }
.warning { border-left: 4px solid var(--bad); padding: .25rem .75rem; }
a { color: var(--link); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: 1rem 0 0; }
dl {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5rem), 1fr));
  gap: .5rem 1.5rem; margin: 1rem 0;
}
dt { color: var(--faint); font-size: .85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.cards {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20.5rem), 1fr));
  gap: 1rem; align-items: start;
}
figure {
  margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; break-inside: avoid; min-width: 0;
}
figcaption { font-weight: 600; font-size: .95rem; line-height: 1.3; margin-bottom: .5rem; overflow-wrap: anywhere; }
figcaption span { font-weight: 400; color: var(--faint); }
.chart { display: block; width: 100%; max-width: 440px; height: auto; }
.chart text { white-space: pre; }
.mark { display: inline-block; width: 14px; height: 14px; vertical-align: -2px; margin-right: .4rem; }
.legend {
  list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0;
  margin: .5rem 0 .75rem; font-size: .9rem;
}
.legend li { min-width: 0; overflow-wrap: anywhere; }
details { margin: 1.5rem 0; }
summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; max-width: 100%; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
thead th { color: var(--faint); font-weight: 400; }
th[scope="rowgroup"] { max-width: 14rem; min-width: 8rem; overflow-wrap: break-word; }
tbody th .faint { font-weight: 400; }
td.number { text-align: right; white-space: nowrap; }
td.text { min-width: 5.5rem; max-width: 22rem; overflow-wrap: anywhere; }
thead th.number { text-align: right; white-space: nowrap; }
.faster { color: var(--good); }
.slower, .failed { color: var(--bad); }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
@media print {
  :root { color-scheme: light only; }
  body { background: #ffffff; font-size: 10pt; }
  nav { display: none; }
  .cards { grid-template-columns: repeat(2, 1fr); }
  tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  h2, h3, summary { break-after: avoid; }
}`;

/** Builds the HTML page of a report: a single file that loads nothing from the network and runs no scripts. */
import { createHash } from 'node:crypto';
import { html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

/** A page for `htmlPage`. */
export interface Page {
  readonly title: string;
  /** CSS to append to the style of all reports. Never put data into it. Default: none. */
  readonly style?: string;
  readonly body: Markup;
}

/** The content security policy: nothing may be loaded or run, and only the page's own style applies. */
const policy = (style: string): Markup => {
  const hash = createHash('sha256').update(style).digest('base64');
  return new Markup(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
};

/**
 * Returns a complete HTML document. Its policy forbids scripts and everything from the network; images may only be
 * `data:` URLs.
 *
 * @example
 * ```ts
 * await writeFile('report.html', htmlPage({ title: 'Run 1', body: html`<main><h1>Run 1</h1>${chart}</main>` }));
 * ```
 */
export function htmlPage({ title, style = '', body }: Page): string {
  const styles = `${PAGE_STYLE}${style}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(styles)}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(styles)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/**
 * Wraps a table so that it scrolls, also by keyboard, if it is wider than the page.
 *
 * @example
 * ```ts
 * const table = scrollingTable('Results', html`<tr><th scope="row">Adam</th><td>0.981</td></tr>`);
 * ```
 */
export const scrollingTable = (label: string, content: Markup): Markup =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>${content}</table></div>`;

/** A report for a browser: one file that asks nothing of anybody and needs no script. */
import { createHash } from 'node:crypto';
import { html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

export interface Page {
  readonly title: string;
  /** CSS behind that of every report. Never text from data. */
  readonly style?: string;
  readonly body: Markup;
}

/** Nothing may be loaded or run, and no style holds but that of the page. */
const policy = (style: string): Markup => {
  const hash = createHash('sha256').update(style).digest('base64');
  return new Markup(
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
};

/** A whole HTML document, which may load nothing but images that lie in it. */
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

/** A table that scrolls by itself where it is wider than the page, with the keyboard too. */
export const scrollingTable = (label: string, content: Markup): Markup =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>${content}</table></div>`;

/** The HTML page of a report. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { dataTable, htmlPage, numbers, texts, words } from '../src/index.js';
import { html } from '../src/markup.js';

it('a page allows its own style and embedded images, and nothing else', () => {
  const page = htmlPage({ title: 'a <b>', style: 'p { margin: 0; }', body: html`<p>${'x & y'}</p>` });
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  expect(style).toMatch(/p \{ margin: 0; \}$/);
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).toContain('<title>a &lt;b&gt;</title>');
  expect(page).toContain('<p>x &amp; y</p>');
});

it('a table has a label, a header, and row headings', () => {
  const table = dataTable(
    'a "table"',
    [words('Name'), numbers('Count'), texts('Note')],
    [['<one>', 1, html`<b>x</b>`]],
  );
  expect(table.text.replaceAll('\n', '')).toBe(
    '<div class="scroll" role="region" aria-label="a &quot;table&quot;" tabindex="0"><table><thead><tr>' +
      '<th scope="col" class="word">Name</th><th scope="col" class="number">Count</th>' +
      '<th scope="col" class="text">Note</th></tr></thead><tbody><tr><th scope="row">&lt;one&gt;</th>' +
      '<td class="number">1</td><td class="text"><b>x</b></td></tr></tbody></table></div>',
  );
});

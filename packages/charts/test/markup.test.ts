import { expect, it } from 'vitest';
import { html } from '../src/markup.js';

it('a template escapes strings, joins lists, and keeps markup', () => {
  expect(html`<a title="${'"<&>\''}">${[html`<b>${1}</b>`, 'x\u0000']}</a>`.text).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;"><b>1</b>x?</a>',
  );
});

/** The list of operators in README.md. `NABLA_WRITE=1 npx vitest run test/formats` in this package writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPERATORS } from '../../src/operators/table.js';
import { wrapped } from './wrapped.js';

const PAGE = new URL('../../README.md', import.meta.url);
const PART = /(?<=<!-- the operators, written by a test -->\n\n)[\s\S]*?(?=\n\n<!-- the end of the operators -->)/;

it('lists all operators', () => {
  // Our own functions are modules.
  const names = Object.keys(OPERATORS).filter((name) => !name.startsWith('ai.nabla::'));
  const list = names.sort().map((name, at) => `\`${name}\`${at < names.length - 1 ? ',' : '.'}`);
  const page = readFileSync(PAGE, 'utf8');
  if (process.env['NABLA_WRITE'] === '1') writeFileSync(PAGE, page.replace(PART, wrapped(list)));
  else expect(PART.exec(page)?.[0]).toBe(wrapped(list));
});

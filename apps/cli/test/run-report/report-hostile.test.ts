/** `nabla report` with hostile or absurd files. */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { classified, EPOCHS, regressed, sampleRun } from '../helpers/run-samples.js';
import { classifier, labels, reportOf, texts } from './report-page.js';

const HOSTILE = `</title></style><script>alert(1)</script><img src=x onerror=alert(2)>"'&]]><!--`;

/** So many long names that their letters are small. */
function manyClasses(): string {
  const classes = Array.from({ length: 28 }, (_, at) => `a very long name of a class ${at}`);
  return sampleRun({ epochs: EPOCHS, end: 'finished', results: classified(classes, [0, 1, 27], [0, 2, 1]) });
}

it.each([
  ['a classifier', classifier],
  ['one of many classes', manyClasses],
  ['a regression', () => sampleRun({ epochs: EPOCHS, results: regressed([[1, 2]]) })],
])('makes no requests, has no script, and its policy forbids both: %s', async (_what, run) => {
  const { page } = await reportOf(run());
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).not.toContain(' style="');
  expect(page.replace(/data:image\/png;base64,[\w+/=]+/g, '')).not.toMatch(/https?:|\/\/|<script|@import|url\(/);
  expect(page.match(/(?:fill|stroke)="(?!var\(|none)[^"]*"/g)).toBeNull();
});

it.each([
  [
    'a classifier',
    classified([HOSTILE, `2${HOSTILE}`], [0, 1, 0, 1], [0, 0, 1, 1], { kind: 'row', cells: [[HOSTILE, HOSTILE]] }),
  ],
  [
    'a regression',
    regressed(
      [
        [1, 2],
        [3, 4],
      ],
      HOSTILE,
      { kind: 'row', cells: [[HOSTILE, HOSTILE]] },
    ),
  ],
])('escapes everything from the files of %s', async (_what, results) => {
  const metrics = { loss: 1, val_loss: 1, [`val_${HOSTILE}`]: 1, __proto__: 2 };
  const run = (name: string): string =>
    sampleRun({
      name,
      config: { data: `${name}${HOSTILE}`, schedule: { type: HOSTILE } },
      environment: { node: `${name}${HOSTILE}`, [HOSTILE]: HOSTILE },
      epochs: [metrics, { ...metrics, loss: 2 }],
      end: 'finished',
      results,
    });
  const folders = [run('one'), run(`<b onerror=x>&"'`)];
  for (const args of [folders.slice(0, 1), folders]) {
    const { page, document } = await reportOf(...args);
    expect(page).not.toMatch(/<script|<img src=x|<!--|]]>|<b onerror/i);
    expect(document.querySelectorAll('script, [onerror]')).toHaveLength(0);
    expect(document.querySelectorAll('style')).toHaveLength(1);
    expect(document.querySelector('main')?.textContent).toContain('<script>alert(1)</script>');
  }
});

it('draws the possible parts of absurd numbers', async () => {
  const absurd = [
    { loss: 1e308, val_loss: 1e-320, val_accuracy: -1e99 },
    { loss: -1e99, val_loss: 1e99, val_accuracy: 1e99 },
    { loss: 0, val_loss: 0, val_accuracy: 0 },
  ];
  const results = regressed([
    [1e99, -1e99],
    [1e-320, 1e308],
    [5, 5],
  ]);
  const folder = sampleRun({ epochs: absurd, end: 'finished', results });
  const event = { event: 'epoch-end', epoch: 1e99, epochs: 1e300, seconds: 1e99, loss: 1 };
  appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`);
  const { document, page } = await reportOf(folder);
  expect(page.match(/<svg[\s\S]*?<\/svg>/g)?.join('')).not.toMatch(/NaN|Infinity/);
  expect(texts(document, '#curves tbody tr').at(-1)).toMatch(/^4--1\.000/);
  expect(labels(document, '#curves')).toHaveLength(3);
  expect(texts(document, '.warning')).toContain('1 of 3 outputs are NaN or infinite.');
});

/** `results.json`: writes, reads back, and refuses files that nabla did not write. */
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { readResults, resultsOf, writeResults } from '../../src/results/results.js';
import type { ClassificationResults } from '../../src/results/results-schema.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const sample = (): ClassificationResults =>
  resultsOf({
    task: { kind: 'classification', classes: ['a', 'b'] },
    outputs: dense(Float32Array.of(2, 1, 0, 4), [2, 2]),
    truth: [1, 1],
    example: () => ({ kind: 'image', height: 2, width: 2, channels: 1, pixels: Uint8Array.of(0, 1, 2, 255) }),
    epochs: 1,
    seconds: 1,
  }) as ClassificationResults;

it('reads results as they were written, and replaces older ones', () => {
  const folder = temporaryFolder();
  expect(readResults(folder)).toBeUndefined();
  writeResults(folder, { ...sample(), seconds: 7 });
  writeResults(folder, sample());
  expect(readResults(folder)).toEqual(sample());
  expect(readdirSync(folder)).toEqual(['results.json']);
});

it('removes what killed writes left, and leaves nothing when it fails', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.nabla-new-01234567-89ab-4cde-8f01-23456789abcd'), 'half');
  writeFileSync(join(folder, '.nabla-new-mine'), '');
  writeResults(folder, sample());
  expect(readdirSync(folder)).toEqual(['.nabla-new-mine', 'results.json']);
  const other = temporaryFolder();
  mkdirSync(join(other, 'results.json'));
  expect(() => writeResults(other, sample())).toThrow();
  expect(readdirSync(other)).toEqual(['results.json']);
});

it('reports a missing folder in one line', () => {
  const gone = join(temporaryFolder(), 'gone');
  expect(() => writeResults(gone, sample())).toThrow(/no such file or folder; check the path/);
});

describe('a file that nabla did not write is refused', () => {
  const refusal = (document: unknown, prepare = (_path: string) => {}): (() => unknown) => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.json');
    writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
    prepare(path);
    return () => readResults(folder);
  };
  const [mistake] = sample().mistakes;

  it.each([
    ['no JSON', '{"a":', /not valid JSON/],
    ['null', 'null', /not in nabla's format, at the top/],
    ['another format', { ...sample(), format: 'x' }, /at format/],
    [
      'a newer version',
      { ...sample(), formatVersion: 5 },
      /a newer nabla wrote version 5 of the format; this one reads 4/,
    ],
    ['no kind', { ...sample(), kind: 'x' }, /at kind/],
    ['an unknown key', { ...sample(), extra: 1 }, /at the top/],
    ['a matrix that is not square', { ...sample(), confusionMatrix: [[1, 2]] }, /at confusionMatrix/],
    [
      'a count below 0',
      {
        ...sample(),
        confusionMatrix: [
          [1, -2],
          [0, 0],
        ],
      },
      /at confusionMatrix.0.1/,
    ],
    ['a share above 1', { ...sample(), accuracy: 1.5 }, /at accuracy/],
    ['an unknown class', { ...sample(), mistakes: [{ ...mistake, truth: 2 }] }, /at mistakes/],
    ['25 mistakes', { ...sample(), mistakes: new Array(25).fill(mistake) }, /at mistakes/],
    [
      'fewer pixels than it says',
      { ...sample(), mistakes: [{ ...mistake, example: { ...mistake?.example, pixels: 'AAEC' } }] },
      /at mistakes.0.example/,
    ],
    [
      'pixels that are no base64',
      { ...sample(), mistakes: [{ ...mistake, example: { ...mistake?.example, pixels: '"<x>"' } }] },
      /at mistakes.0.example/,
    ],
    [
      'a side without bound',
      { ...sample(), mistakes: [{ ...mistake, example: { ...mistake?.example, height: 1e9 } }] },
      /at mistakes.0.example/,
    ],
    [
      'a number beyond all bounds',
      '{"format":"nabla-results","formatVersion":1,"kind":"regression","r2":1e300}',
      /at /,
    ],
    ['depth without end', '['.repeat(100_000), /results.json/],
  ])('%s', (_what, document, message) => {
    expect(refusal(document)).toThrow(message);
  });

  it('more than 10 MB', () => {
    expect(refusal('', (path) => truncateSync(path, 10_000_001))).toThrow(
      /expected at most 10000000 bytes. Received 10000001/,
    );
  });
});

import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { CountingBar, countingText } from '../src/counting-bar.js';

it.each([
  [0, 280, 2, '░░░░░░░░░░░░░░░░░░░░░░░░ 0% | 0 of 280 cases | 2s'],
  [70, 280, 2, '██████░░░░░░░░░░░░░░░░░░ 25% | 70 of 280 cases | ETA 6s'],
  [5000, 5000, 61, '████████████████████████ 100% | 5,000 of 5,000 cases | ETA 0s'],
])('%i of %i after %i s', (done, total, seconds, text) => {
  expect(countingText(done, total, 'cases', seconds)).toBe(text);
});

it('draws on its stream, and continues after a pause', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60 });
  const bar = new CountingBar('steps', stream);
  bar.resume();
  bar.update(3, 4);
  bar.pause();
  bar.resume();
  bar.pause();
  // Reads everything: from Node 26 on, a single read() returns only the first chunk.
  expect(stream.read(stream.readableLength).toString()).toContain('75% | 3 of 4 steps');
});

/** Opens the page of the results in this repository in a real browser: light on a wide screen, dark on a phone. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInBrowser } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { benchHere, temporaryFolder } from '../run-bench.js';

const SCREENSHOT = fileURLToPath(new URL('../../scripts/screenshot.mjs', import.meta.url));
const BENCHMARKS = fileURLToPath(new URL('../../../../docs/benchmarks', import.meta.url));

function screenshot(page: string, ...flags: string[]) {
  const picture = `${page}.png`;
  const { status, stderr } = spawnSync(process.execPath, [SCREENSHOT, page, picture, ...flags], { encoding: 'utf8' });
  return { status, stderr, isTaken: existsSync(picture) };
}

describeInBrowser('the page of results', () => {
  it.each([[[]], [['--dark', '--width', '400']], [['--open', '--width', '400']]])('%j', async (flags) => {
    const page = join(temporaryFolder(), 'page.html');
    expect((await benchHere(['report', BENCHMARKS, '--html', page])).code).toBe(0);
    expect(screenshot(page, ...flags)).toEqual({ status: 0, stderr: '', isTaken: true });
  });

  it('is refused if it is too wide or its charts cannot be read', () => {
    const page = join(temporaryFolder(), 'page.html');
    const text = (x: number, word: string) => `<text x="${x}" y="50" font-size="12">${word}</text>`;
    const chart = (name: string, width: number, words: string) =>
      `<div aria-label="${name}"><svg class="chart" viewBox="0 0 ${width} 100">${words}</svg></div>`;
    const charts = [
      chart('tiny', 4000, text(5, 'word')),
      chart('full', 300, text(5, 'one') + text(9, 'other') + text(290, 'last')),
      chart('empty', 300, ''),
    ].join('');
    writeFileSync(page, `<!doctype html><link rel="icon" href="data:,"><p style="width: 500px">x</p>${charts}`);
    const { status, stderr } = screenshot(page, '--width', '400');
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^screenshot: chart 'tiny': text of 1\.\d pixels$/),
      "chart 'full': 'last' is cut off",
      "chart 'full': 'other' covers 'one'",
      "chart 'empty': no text",
      expect.stringMatching(/^the page is \d+ pixels wider than the window$/),
    ]);
  });
});

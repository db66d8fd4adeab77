/** Opens reports in a real browser: nothing is blocked or fetched, and the page fits a phone. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { classified, EPOCHS, regressed, sampleRun } from '../helpers/run-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const LONG = Array.from({ length: 28 }, (_, at) => `${'a_very_long_name_without_a_space_'.repeat(3)}${at}`);

/** Creates runs with different charts and tables. */
function sampleRuns(): string {
  const parent = temporaryFolder();
  const config = { data: LONG[0] ?? '' };
  const common = { parent, epochs: EPOCHS, end: 'finished' } as const;
  sampleRun({ ...common, name: 'digits', results: classified(['0', '1', '2'], [0, 1, 2, 1], [0, 2, 2, 1]) });
  sampleRun({ ...common, name: 'long', config, results: classified(LONG, [0, 1, 27], [0, 2, 1]) });
  sampleRun({
    ...common,
    name: 'prices',
    results: regressed(
      [
        [1e6, 2e6],
        [3e6, 3.5e6],
        [2e6, 1.5e6],
      ],
      LONG[0],
    ),
  });
  sampleRun({ parent, name: 'going', config });
  return parent;
}

describeInBrowser('a report in a browser', (open) => {
  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('at %d pixels, %s', async (width, colorScheme) => {
    const parent = sampleRuns();
    const runs = readdirSync(parent).map((name) => join(parent, name));
    const compared = join(parent, 'compared.html');
    expect((await nablaHere(['report', ...runs, '--out', compared])).code).toBe(0);
    for (const run of runs) expect((await nablaHere(['report', run])).code).toBe(0);
    const page = await open('/packages/core/dist/index.js', { isolated: false });
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    for (const file of [compared, ...runs.map((run) => join(run, 'report.html'))]) {
      const address = pathToFileURL(file).href;
      await page.goto(address);
      expect(await faultsOf(page), file).toEqual([]);
      expect(requests.splice(0).filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
    }
  });
});

/** Finds visible charts without a size or text, and a page that is wider than its window. */
function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(`[
    ...[...document.querySelectorAll('svg.chart')]
      .filter((svg) => svg.getBoundingClientRect().width > 0)
      .filter((svg) => ![...svg.querySelectorAll('text')].some((text) => text.getBoundingClientRect().width > 0))
      .map((svg) => 'no text: ' + svg.parentElement.getAttribute('aria-label')),
    ...(getComputedStyle(document.body).marginTop === '0px' ? [] : ['the style does not hold']),
    ...(document.documentElement.scrollWidth > innerWidth ? ['too wide: ' + document.documentElement.scrollWidth] : []),
  ]`);
}

/**
 * Tests the built files of core and backend-ts in a page. The tests are in this package because backend-ts cannot
 * depend on the test kits.
 */
import { readFileSync } from 'node:fs';
import { ask, describeInBrowser } from '@nablajs/browser/vitest';
import { expect, it } from 'vitest';

const committed = JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'));

const TASKS = '/packages/golden/test/browser/tasks.mjs';

describeInBrowser('backend ts in a browser', (open) => {
  it.each([true, false])('the short runs have the committed bits, isolated: %s', async (isolated) => {
    const page = await open(TASKS, { isolated });
    expect(await ask(page, 'digests')).toEqual(committed);
  });

  it('training on the page lets timers run', async () => {
    const page = await open(TASKS, { isolated: false });
    expect(await ask(page, 'onPage', 50)).toEqual({ last: 'done', aborted: true });
  });
});

describeInBrowser('training in a worker of the page', (open) => {
  it.each([true, false])('has the committed bits, isolated: %s', async (isolated) => {
    const page = await open(TASKS, { isolated });
    expect(await ask(page, 'digestsOfWorker')).toEqual(committed);
  });

  it('does not block the page', async () => {
    const page = await open(TASKS, { isolated: true });
    expect(await ask(page, 'free')).toEqual({ last: 'done', aborted: true });
  });

  it('ends by a signal, and when the caller leaves the loop', async () => {
    const page = await open(TASKS, { isolated: false });
    expect(await ask(page, 'fate', 'endless', { abortAfter: 50 })).toEqual({ last: 'done', aborted: true });
    expect(await ask(page, 'leave')).toBe(false);
  });

  it.each([
    ['is terminated between two steps', 'endless', { terminate: true }, 'it was terminated'],
    ['is terminated while it waits for data', 'hangs', { terminate: true }, 'it was terminated'],
    ['is terminated while it computes', 'spins', { terminate: true }, 'it was terminated'],
    ['closes itself', 'closes', {}, 'it was terminated'],
    ['has an error that nothing catches', 'throws', {}, 'Uncaught RangeError: off'],
    ['has no script', '', { script: '/resolved/missing.mjs' }, 'its script did not load'],
    [
      'cannot run its script',
      '',
      { script: '/resolved/packages/golden/test/browser/broken.mjs' },
      'Uncaught Error: broken',
    ],
  ])('is an error where the worker %s', async (_what, type, options, why) => {
    const page = await open(TASKS, { isolated: false });
    expect(await ask(page, 'fate', type, options)).toEqual({
      code: 'backend',
      message: expect.stringContaining(`the worker ended before the training did: ${why}.`),
    });
  });
});

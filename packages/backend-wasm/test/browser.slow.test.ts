/** The built files in a browser's page: the same bits as on Node, and threads where the page may have them. */
import { readFileSync } from 'node:fs';
import { ask, describeInBrowser, type Page } from '@nablajs/browser/vitest';
import { mnistTrace } from '@nablajs/golden';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedRun } from './support/recorded-run.js';

const TASKS = '/packages/backend-wasm/test/browser/tasks.mjs';
const committed = JSON.parse(readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'));

describeInBrowser('backend wasm in a browser', (open) => {
  let page: Page;

  describe('cross-origin isolated', () => {
    beforeAll(async () => {
      page = await open(TASKS, { isolated: true });
    });

    it('says how many threads there are, in a worker too', async () => {
      const said = { description: 'WebAssembly SIMD, 2 threads' };
      expect(await ask(page, 'describe', { threads: 2 })).toEqual(said);
      expect(await ask(page, 'inWorker', 'describe', { threads: 2 })).toEqual(said);
    });

    describe.each([1, 2])('threads: %i', (threads) => {
      it('a short run has the committed bits', async () => {
        expect(await ask(page, 'digests', { threads })).toEqual(committed);
      });

      it('a short run in a worker has them too', async () => {
        expect(await ask(page, 'inWorker', 'digests', { threads })).toEqual(committed);
      });

      it('a short run in a worker that the page asks has them too', async () => {
        expect(await ask(page, 'inTrainingWorker', { threads })).toEqual(committed);
      });
    });

    // The short runs above are of both types, on one thread too.
    it('the recorded float32 run on sparse images has the bits of Node', async () => {
      const { sizes, lr, epochs } = mnistTrace();
      const onNode = await recordedRun('float32');
      expect(await ask(page, 'recordedRun', { threads: 2 }, 'float32', { sizes, lr, epochs })).toBe(onNode);
    });
  });

  describe('workers', () => {
    beforeAll(async () => {
      page = await open(TASKS, { isolated: true });
    });

    it('are ended by dispose: 20 backends', async () => {
      await ask(page, 'cycles', 20, { threads: 3 });
      await expect.poll(() => page.workers()).toEqual([]);
    });

    it('whose script does not load are an error, and none stays', async () => {
      await page.route('**/worker.js', (route) => route.fulfill({ status: 404 }));
      await expect(ask(page, 'describe', { threads: 3 })).rejects.toThrow(
        "backend 'wasm': a thread could not be started: its script did not load. A page that is cross-origin isolated " +
          'needs Cross-Origin-Embedder-Policy on the script dist/worker.js too.',
      );
      await page.unroute('**/worker.js');
      await expect.poll(() => page.workers()).toEqual([]);
    });

    it('that trap in a kernel are an error, on the main thread and in a worker, and none stays', async () => {
      const why = /a thread failed while it computed \(RuntimeError: memory access out of bounds\)/;
      const said = [
        { code: 'backend', message: expect.stringMatching(why) },
        { code: 'backend', message: expect.stringMatching(/^memory: backend 'wasm' has stopped/) },
      ];
      expect(await ask(page, 'trap', { threads: 3 })).toEqual(said);
      await expect.poll(() => page.workers()).toEqual([]);
      expect(await ask(page, 'inWorker', 'trap', { threads: 3 })).toEqual(said);
      // The worker that made the backend stays.
      await expect.poll(() => page.workers().length).toBe(1);
    });

    it('that cannot begin say so', async () => {
      const message = await page.evaluate(`new Promise((resolve) => {
        const worker = new Worker('/packages/backend-wasm/dist/worker.js', { type: 'module' });
        worker.onerror = (event) => {
          event.preventDefault();
          resolve(event.message);
        };
        worker.postMessage({});
      })`);
      expect(message).toMatch(/WebAssembly\.Instance/);
    });
  });

  describe('not isolated', () => {
    beforeAll(async () => {
      page = await open(TASKS, { isolated: false });
    });

    it('one thread, and a notice', async () => {
      expect(await ask(page, 'describe', { threads: 2 })).toEqual({
        description: 'WebAssembly SIMD, 1 thread',
        notice: 'there is no shared memory here, so there is 1 thread. In a page: serve it cross-origin isolated.',
      });
    });

    it('a short run has the committed bits', async () => {
      expect(await ask(page, 'digests', { threads: 2 })).toEqual(committed);
    });
  });
});

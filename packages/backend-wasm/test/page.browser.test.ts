/** The built files in a page: the same bits as in Node, and threads if the page is cross-origin isolated. */
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
      it('the short runs have the committed bits', async () => {
        expect(await ask(page, 'digests', { threads })).toEqual(committed);
      });

      it('the short runs in a worker have them too', async () => {
        expect(await ask(page, 'inWorker', 'digests', { threads })).toEqual(committed);
      });

      it('the short runs in a worker that the page asks have them too', async () => {
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

    it('end when 20 backends are disposed', async () => {
      await ask(page, 'cycles', 20, { threads: 3 });
      await expect.poll(() => page.workers()).toEqual([]);
    });

    it('throw an error if their script does not load, and none is left', async () => {
      await page.route('**/worker.js', (route) => route.fulfill({ status: 404 }));
      await expect(ask(page, 'describe', { threads: 3 })).rejects.toThrow(
        "backend 'wasm': a thread could not be started: its script did not load. If the page is cross-origin " +
          'isolated, dist/worker.js needs the header Cross-Origin-Embedder-Policy too.',
      );
      await page.unroute('**/worker.js');
      await expect.poll(() => page.workers()).toEqual([]);
    });

    it('throw an error if a kernel traps, on the main thread and in a worker, and none is left', async () => {
      const why = /a thread failed while computing \(RuntimeError: memory access out of bounds\)/;
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

    it('report that they cannot start', async () => {
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

    it('runs on one thread and says why', async () => {
      expect(await ask(page, 'describe', { threads: 2 })).toEqual({
        description: 'WebAssembly SIMD, 1 thread',
        notice: 'there is no shared memory, so it runs on 1 thread. In a page, serve the page cross-origin isolated.',
      });
    });

    it('the short runs have the committed bits', async () => {
      expect(await ask(page, 'digests', { threads: 2 })).toEqual(committed);
    });
  });
});

/** Checkpoints in IndexedDB and models from their files, with the built package in a real browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, describeInBrowser } from '@nablajs/browser/vitest';
import { dense } from '@nablajs/core';
import { expect, test } from 'vitest';
import { loadModel, type SavedModel, saveModel } from '../src/index.js';
import { modelOf, temporaryFolder } from './helpers.js';

const TASKS = '/packages/checkpoint/test/browser/tasks.mjs';

describeInBrowser('checkpoints in a browser', (open) => {
  const openPage = () => open(TASKS, { isolated: false });

  test('are saved, kept and loaded, the last and the best', async () => {
    const page = await openPage();
    await ask(page, 'open', 'a', { keep: 2 });
    for (const epoch of [1, 2, 3, 4, 5]) await ask(page, 'save', 'a', epoch, { best: epoch === 2, note: { epoch } });
    expect(await ask(page, 'names', 'a')).toEqual(['0002-epoch-2-best', '0004-epoch-4', '0005-epoch-5']);
    expect(await ask(page, 'load', 'a', 'last')).toEqual({ epoch: 5, size: 3, same: true, note: { epoch: 5 } });
    expect(await ask(page, 'load', 'a', 'best')).toMatchObject({ epoch: 2, same: true });
    expect(await ask(page, 'load', 'a', '0004-epoch-4')).toMatchObject({ epoch: 4, same: true });
    expect(await ask(page, 'load', 'a', '0001-epoch-1')).toMatchObject({ code: 'argument' });
  });

  test('that do not exist are none, and looking creates no database', async () => {
    const page = await openPage();
    expect(await ask(page, 'names', 'none')).toEqual([]);
    expect(await ask(page, 'load', 'none')).toEqual({
      code: 'data',
      message:
        'nabla-checkpoints/none: expected a checkpoint. Received none; save one first.' +
        ' See https://nablajs.github.io/nabla/guides/early-stopping-and-checkpoints#checkpoints',
    });
    expect(await ask(page, 'databases')).toEqual([]);
    expect(await ask(page, 'open', '')).toMatchObject({ code: 'argument' });
    expect(await ask(page, 'open', 'a', { keep: 0 })).toMatchObject({ code: 'argument' });
  });

  test('can be open for saving in one page at a time', async () => {
    const page = await openPage();
    await ask(page, 'open', 'a');
    expect(await ask(page, 'open', 'a')).toEqual({
      code: 'data',
      message:
        'nabla-checkpoints/a: expected no other page to have this run open. Received one that does; ' +
        'close its store, or use another name.',
    });
    expect(await ask(page, 'open', 'b')).toBeUndefined();
    await ask(page, 'close', 'a');
    expect(await ask(page, 'open', 'a')).toBeUndefined();
  });

  test('are intact if the page is closed at any moment of a save', async () => {
    const page = await openPage();
    let last = 0;
    for (let round = 1; round <= 6; round++) {
      expect(await ask(page, 'open', 'a', { keep: 1 })).toBeUndefined();
      page.evaluate("tasks.saveWithoutEnd('a')").catch(() => undefined);
      // Counted, not read: Chromium 156 may lose a database that a page opens while it is closed.
      await page.waitForFunction(`tasks.saved > ${round}`);
      await page.reload();
      const [name, ...others] = (await ask(page, 'names', 'a')) as string[];
      expect(others).toEqual([]);
      const number = Number.parseInt(name ?? '', 10);
      expect(number).toBeGreaterThan(last + round);
      last = number;
      expect(await ask(page, 'load', 'a')).toMatchObject({ size: 2 ** 18, same: true });
    }
  });

  test('that do not fit are refused, and earlier ones stay', async () => {
    const page = await openPage();
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2 ** 21 });
    await ask(page, 'open', 'a');
    await ask(page, 'save', 'a', 1);
    expect(await ask(page, 'save', 'a', 2, {}, 2 ** 20)).toEqual({
      code: 'data',
      message:
        "cannot save to nabla-checkpoints/a: QuotaExceededError: this site's storage is full; keep fewer " +
        'checkpoints, or delete those of other runs; earlier checkpoints are unchanged.',
    });
    expect(await ask(page, 'names', 'a')).toEqual(['0001-epoch-1']);
    await ask(page, 'save', 'a', 3);
    expect(await ask(page, 'load', 'a')).toMatchObject({ epoch: 3, same: true });
  });
});

describeInBrowser('a model in a browser', (open) => {
  test.each(['float16', 'int8'] as const)('with weights in %s has the same numbers as in Node.js', async (weights) => {
    const folder = temporaryFolder();
    const weight = dense(Float32Array.of(0.1, -2, 3.3, 4, 5, 6), [3, 2]);
    const model: SavedModel = { ...modelOf('float32'), parameters: new Map([['0.weight', weight]]) };
    await saveModel(folder, model, { weights });
    const text = readFileSync(join(folder, 'model.json'), 'utf8');
    const bytes = [...readFileSync(join(folder, 'weights.safetensors'))];
    const page = await open(TASKS, { isolated: false });
    const loaded = (await loadModel(folder)).parameters.get('0.weight');
    expect(await ask(page, 'loadModel', text, bytes)).toEqual({
      dtype: 'float32',
      parameters: [['0.weight', [3, 2], [...(loaded?.data ?? [])]]],
    });
    expect(await ask(page, 'loadModel', text, bytes.with(-1, 0x55))).toMatchObject({ code: 'data' });
  });
});

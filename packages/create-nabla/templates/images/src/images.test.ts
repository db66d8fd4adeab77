/** `npm test` trains, tests, saves, loads and predicts. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createBackend } from '@nablajs/backend-wasm';
import { saveModel } from '@nablajs/checkpoint';
import { predictFiles } from './model.js';
import { trainOnFolder } from './train.js';

test('tells the shapes apart, and recognises them with the saved network', async () => {
  const backend = await createBackend();
  const losses: number[] = [];
  const { network, form, accuracy, tested } = await trainOnFolder(backend, 'photos', {
    onEpoch: (_, loss) => losses.push(loss),
  });
  assert.deepEqual(form.classes, ['disc', 'ring', 'square', 'triangle']);
  assert.equal(tested, 12);
  assert(accuracy >= 0.75, `expected at least 75 % right, where chance is 25 %. Received ${accuracy}`);
  const [first = 0, last = 0] = [losses[0], losses.at(-1)];
  assert(last < first / 2, `expected the loss to fall to less than half. Received ${first} and ${last}`);

  const folder = await mkdtemp(join(tmpdir(), 'images-'));
  try {
    const { config, dtype } = network;
    await saveModel(folder, { config, dtype, form, parameters: await network.parameters.read() });
    const files = form.classes.map((name) => `photos/${name}/1.png`);
    const answers = await predictFiles(folder, files);
    assert.deepEqual(
      answers.map(({ name }) => name),
      [...form.classes],
    );
  } finally {
    await rm(folder, { recursive: true });
    network.dispose();
    await backend.dispose();
  }
});

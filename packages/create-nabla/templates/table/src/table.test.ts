/** `npm test` trains, tests, saves, loads and predicts. */
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { saveModel } from '@nablajs/checkpoint';
import { trainTable } from '@nablajs/tables';
import { predictTable } from './model.js';
import { qualityOf } from './quality.js';

test('learns the species of penguins, and predicts them with the saved model', async () => {
  await using predictor = await trainTable(await openAsBlob('penguins.csv'), { target: 'species', effort: 0.2 });
  const quality = qualityOf(predictor);
  assert('accuracy' in quality && quality.rows === 344);
  assert(quality.accuracy > 0.95, `expected over 95 % right. Received ${quality.accuracy}`);

  const folder = await mkdtemp(join(tmpdir(), 'penguins-'));
  try {
    await saveModel(folder, await predictor.save());
    const predictions = await predictTable(folder, await openAsBlob('new.csv'), 'new.csv');
    assert.deepEqual(
      predictions.map(({ prediction }) => prediction),
      ['Gentoo', 'Chinstrap'],
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('learns numbers, too', async () => {
  const houses = Array.from({ length: 120 }, (_, at) => {
    const [area, rooms] = [40 + ((7 * at) % 50), 1 + (at % 4)];
    return { area, rooms, price: 3 * area + 20 * rooms };
  });
  await using predictor = await trainTable(houses, { target: 'price', effort: 0.2 });
  const quality = qualityOf(predictor);
  assert('meanError' in quality && quality.meanError < 20, JSON.stringify(quality));
});

/** `npm test` trains a small model, serves it, and asks. */
import assert from 'node:assert/strict';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { saveModel } from '@nablajs/checkpoint';
import { trainTable } from '@nablajs/tables';
import { type Model, openModel } from './model.js';
import { createPredictionServer } from './server.js';

let [folder, address] = ['', ''];
let model: Model;
let server: ReturnType<typeof createPredictionServer>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-'));
  await using predictor = await trainTable(await openAsBlob('penguins.csv'), { target: 'species', effort: 0.2 });
  await saveModel(folder, await predictor.save());
  model = await openModel(folder);
  server = createPredictionServer(model);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(async () => {
  server.closeAllConnections();
  server.close();
  await model.close();
  await rm(folder, { recursive: true });
});

async function ask(body: string): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(`${address}/predict`, { method: 'POST', body });
  return { status: response.status, answer: await response.json() };
}

test('predicts the row of question.json', async () => {
  const { status, answer } = await ask(await readFile('question.json', 'utf8'));
  assert.equal(status, 200);
  const { predictions } = answer as { predictions: { prediction: string; probability: number }[] };
  assert.equal(predictions[0]?.prediction, 'Gentoo');
  assert(predictions[0].probability > 0.8);
});

test('says which columns it needs', async () => {
  const { columns } = (await (await fetch(address)).json()) as { columns: string[] };
  assert(columns.includes('bill_length_mm') && !columns.includes('species'));
});

const wrong: Record<string, [body: string, status: number, message: RegExp]> = {
  'what is not JSON': ['{', 400, /expected JSON/],
  'what is not a list': ['{"island": "Dream"}', 400, /list of at least one row/],
  'a row that is no object': ['[1]', 400, /row 1: expected an object/],
  'a cell that is a list': ['[{"island": ["Dream"]}]', 400, /row 1: expected an object/],
  'a row without a column': ['[{"island": "Dream"}]', 400, /row 1: expected the column/],
  'too many rows': [JSON.stringify(Array.from({ length: 1001 }, () => ({}))), 413, /at most 1000 rows/],
  'too many bytes': [' '.repeat(100_001), 413, /at most 100000 bytes/],
};
for (const [name, [body, status, message]] of Object.entries(wrong)) {
  test(`refuses ${name}`, async () => {
    const received = await ask(body);
    assert.equal(received.status, status);
    assert.match((received.answer as { error: string }).error, message);
  });
}

test('refuses other paths and methods', async () => {
  assert.equal((await fetch(`${address}/other`)).status, 404);
  assert.equal((await fetch(`${address}/predict`)).status, 405);
});

/** A served model for arrays. */
import { join } from 'node:path';
import { Output } from '@nablajs/command-line';
import { expect, it, onTestFinished } from 'vitest';
import { Predictor } from '../../src/predict/predictor.js';
import { ModelServer } from '../../src/serve/model-server.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { SMALL, saveArrays } from '../import/helpers.js';

async function served(classes?: readonly string[]): Promise<string> {
  const folder = temporaryFolder();
  await saveArrays(folder, 'model', { ...SMALL, ...(classes && { classes }) });
  const settings = { backend: 'ts', backendOptions: {}, projectFolder: folder, json: false, quiet: true };
  const options = { top: 1, intervals: undefined, explain: false };
  const predictor = await Predictor.load(join(folder, 'model'), settings, options, new Output({ quiet: true }));
  const limits = { maxBody: 100_000, maxLength: 10, timeout: 60_000, allowedHosts: [], origins: [] };
  const server = await ModelServer.listen(predictor, { host: '127.0.0.1', port: 0, ...limits });
  onTestFinished(async () => {
    await server.close();
    await predictor[Symbol.asyncDispose]();
  });
  return server.address;
}

async function ask(address: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}/predict`, { method: 'POST', body: JSON.stringify(body), headers });
  const answer = (await response.json()) as { readonly predictions?: readonly object[]; readonly error?: string };
  return { status: response.status, ...answer };
}

it('answers nested numbers, and refuses other shapes', async () => {
  const address = await served();
  const both = await ask(address, {
    x: [
      [1, 2, 3],
      [0, 0, 0],
    ],
  });
  expect(both).toEqual({
    status: 200,
    predictions: [{ prediction: [expect.any(Number), expect.any(Number)] }, { prediction: expect.any(Array) }],
  });
  expect(await ask(address, [[1, 2, 3]])).toEqual({ status: 200, predictions: [both.predictions?.[0]] });
  expect(await ask(address, [[1, 2]])).toEqual({
    status: 400,
    error: 'the body: x: expected the shape [n, 3]. Received [1, 2].',
  });
  expect(await ask(address, [[1, 2], [3]])).toMatchObject({ status: 400 });
  expect(await ask(address, 'text')).toMatchObject({ status: 400 });
  const { paths } = (await (await fetch(`${address}/openapi.json`)).json()) as { readonly paths: unknown };
  const schema = { type: 'array', description: 'Numbers [n, 3] of type float32, as nested lists.' };
  const content = { 'application/json': { schema: { anyOf: [schema, expect.any(Object)] } } };
  expect(paths).toMatchObject({ '/predict': { post: { requestBody: { content } } } });
});

it('answers classes', async () => {
  const address = await served(['cat', 'dog']);
  expect(await ask(address, [[1, 2, 3]])).toMatchObject({
    status: 200,
    predictions: [{ prediction: expect.stringMatching(/^(cat|dog)$/), probability: expect.any(Number) }],
  });
});

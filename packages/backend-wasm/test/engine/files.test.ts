/** Where the backend looks for its kernels and its threads' script. */
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

const file = (name: string): URL => new URL(`../../dist/${name}`, import.meta.url);
const REMEDY =
  "import '@nablajs/backend-wasm/inline', which includes its files; or pass the URLs of the files: createBackend({";

it('loads its files from the URLs in the options, given as URL objects or strings', async () => {
  const backend = await createBackend({ threads: 2, wasmUrl: file('kernels.wasm'), workerUrl: file('worker.js').href });
  expect(backend.description).toBe('WebAssembly SIMD, 2 threads');
  await backend.dispose();
});

it.each(['wasmUrl', 'workerUrl'])('refuses a %s that is not a URL', async (option) => {
  await expect(createBackend({ [option]: './nowhere' })).rejects.toMatchObject({
    code: 'argument',
    message: `createBackend: ${option} must be a URL, such as new URL('./file', import.meta.url). Received ./nowhere.`,
  });
});

it.each([
  ['wasmUrl', /^backend 'wasm': expected its kernels at file:.*nowhere\. Received ENOENT/],
  ['workerUrl', /^backend 'wasm': a thread could not be started: Cannot find module .*nowhere/],
])('%s where there is no file: the error says what to do', async (option, what) => {
  const error = await createBackend({ threads: 2, [option]: file('nowhere') }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'backend', message: expect.stringMatching(what) });
  expect((error as Error).message).toContain(REMEDY);
});

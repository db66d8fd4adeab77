import { describe, expect, it } from 'vitest';
import { backendCandidate, readBackendName } from '../../src/harness/candidates.js';
import { projectWithNative, temporaryFolder } from '../run-bench.js';

describe('the name of a candidate', () => {
  it.each([
    ['native', 'native', {}],
    ['native:bits=fast', 'native', { bits: 'fast' }],
    ['native-fast', 'native', { bits: 'fast' }],
    ['native-fast:variant=avx2', 'native', { bits: 'fast', variant: 'avx2' }],
    ['native:variant=avx2:threads=1', 'native', { variant: 'avx2', threads: 1 }],
    ['./mine.mjs:ratio=-0.5:loud=true:even=false', './mine.mjs', { ratio: -0.5, loud: true, even: false }],
    ['wasm:threads=auto', 'wasm', { threads: 'auto' }],
    ['file:///a/b.mjs', 'file:///a/b.mjs', {}],
    ['C:\\mine.mjs', 'C:\\mine.mjs', {}],
    ['native:fast', 'native:fast', {}],
  ])('%s', (text, backend, backendOptions) => {
    expect(readBackendName(text)).toEqual({ backend, backendOptions });
  });
});

describe('a backend as a candidate', () => {
  it('gets its options in its own process', async () => {
    const candidate = await backendCandidate('wasm:threads=1', process.cwd());
    expect(candidate).toMatchObject({ name: 'wasm:threads=1', peer: false });
    expect(candidate).toMatchObject({
      launch: { args: [expect.anything(), expect.stringMatching(/^file:.*backend-wasm/), '{"threads":1}'] },
    });
  });

  it('refuses an option that the backend does not know', async () => {
    await expect(backendCandidate('wasm:thread=1', process.cwd())).rejects.toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining("'thread'") }),
    );
  });

  it('is missing if its package is not installed', async () => {
    const missing = await backendCandidate('native-fast', process.cwd(), () => undefined);
    expect(missing).toEqual({
      name: 'native-fast',
      reason: '@nablajs/backend-native not installed',
      install: 'npm install @nablajs/backend-native',
    });
  });

  it.each([
    [
      "backend 'native' has no file for this platform (x). Run: cd /home/me && npm run build:native (compiler)",
      "backend 'native' has no file for this platform (x)",
      'npm run build:native',
    ],
    [
      "backend 'native' does not load on this platform (x): /home/me/x.node: wrong ELF. Use '@nablajs/backend-wasm'.",
      "backend 'native' does not load on this platform (x)",
      'npm install @nablajs/backend-native',
    ],
  ])('is missing if its native code is: %s', async (message, reason, install) => {
    const folder = projectWithNative(`export async function createBackend() {
      throw Object.assign(new Error(${JSON.stringify(message)}), { name: 'NablaError', code: 'backend' });
    }`);
    expect(await backendCandidate('native', folder)).toEqual({ name: 'native', reason, install });
  });

  it('is an error if a file without a short name does not start', async () => {
    const folder = temporaryFolder({
      'broken.mjs': "export async function createBackend() { throw Error('no GPU'); }",
    });
    await expect(backendCandidate('./broken.mjs', folder)).rejects.toThrow(
      expect.objectContaining({ exitCode: 2, message: "backend './broken.mjs' could not be started: no GPU" }),
    );
  });
});

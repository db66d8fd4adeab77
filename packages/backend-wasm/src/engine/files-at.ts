/** Loads the kernels and the threads' script from files: beside this module, or from the URLs in the options. */
import { NablaError } from '@nablajs/core';
import type { BackendOptions } from '../start.js';
import { type KernelFiles, WHERE_FILES_ARE } from './files.js';

type Locations = Pick<BackendOptions, 'wasmUrl' | 'workerUrl'>;

export function filesAt({ wasmUrl, workerUrl }: Locations): KernelFiles {
  const kernelsAt = wasmUrl === undefined ? undefined : resolve('wasmUrl', wasmUrl);
  const workerAt = workerUrl === undefined ? undefined : resolve('workerUrl', workerUrl);
  // Do not rewrite these expressions: bundlers search for them literally and copy the files they name.
  return {
    kernels: () => read(kernelsAt ?? beside(() => new URL('../../dist/kernels.wasm', import.meta.url))),
    nodeWorker: () => workerAt ?? beside(() => new URL('../../dist/worker.js', import.meta.url)),
    webWorker: () =>
      workerAt === undefined
        ? new Worker(new URL('../../dist/worker.js', import.meta.url), { type: 'module' })
        : new Worker(workerAt, { type: 'module' }),
  };
}

function resolve(option: string, url: string | URL): URL {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch (cause) {
    throw new NablaError(
      'argument',
      `createBackend: ${option} must be a URL, such as new URL('./file', import.meta.url). Received ${url}.`,
      { cause },
    );
  }
}

/** Explains the error in a CommonJS bundle, which has no `import.meta.url`. */
function beside(locate: () => URL): URL {
  try {
    return locate();
  } catch (cause) {
    throw new NablaError('backend', `backend 'wasm': cannot locate its files from this module. ${WHERE_FILES_ARE}`, {
      cause,
    });
  }
}

async function read(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const notFound = (received: string, cause?: unknown): NablaError =>
    new NablaError(
      'backend',
      `backend 'wasm': expected its kernels at ${url}. Received ${received}. ${WHERE_FILES_ARE}`,
      { cause },
    );
  const files = url.protocol === 'file:' ? globalThis.process?.getBuiltinModule?.('node:fs/promises') : undefined;
  try {
    if (files !== undefined) return new Uint8Array(await files.readFile(url));
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new Error(`HTTP ${response.status}`);
  } catch (error) {
    throw notFound(error instanceof Error ? error.message : String(error), error);
  }
}

import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type Backend, isNablaError } from '@nablajs/core';

/** Creates the WebAssembly backend. If that cannot run, creates the TypeScript one and says why. */
export async function chooseBackend(threads: number | 'auto'): Promise<{ backend: Backend; notice?: string }> {
  try {
    const backend = await createWasm({ threads });
    return backend.notice === undefined ? { backend } : { backend, notice: backend.notice };
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'backend') throw error;
    return { backend: await createTs(), notice: error.message };
  }
}

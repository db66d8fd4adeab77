import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type Backend, isNablaError } from '@nablajs/core';

/** WebAssembly; where it cannot run, plain TypeScript, and why. */
export async function chooseBackend(threads: number | 'auto'): Promise<{ backend: Backend; notice?: string }> {
  try {
    const backend = await createWasm({ threads });
    return backend.notice === undefined ? { backend } : { backend, notice: backend.notice };
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'backend') throw error;
    return { backend: await createTs(), notice: error.message };
  }
}

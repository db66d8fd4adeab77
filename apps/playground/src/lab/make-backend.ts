import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type Backend, isNablaError } from '@nablajs/core';

/** Which backend computes. Its number of threads never changes a bit. */
export interface BackendChoice {
  readonly name: 'wasm' | 'ts';
  /** Only for `wasm`. */
  readonly threads: number | 'auto';
}

/** A backend, and what to tell the reader about it. */
export interface MadeBackend {
  readonly backend: Backend;
  /** Why the backend or its number of threads differs from the choice; undefined if it does not. */
  readonly notice: string | undefined;
}

/** Creates the backend that was asked for. If WebAssembly cannot run here, creates the TypeScript one and says why. */
export async function makeBackend({ name, threads }: BackendChoice): Promise<MadeBackend> {
  if (name === 'ts') return { backend: await createTs(), notice: undefined };
  try {
    const backend = await createWasm({ threads });
    return { backend, notice: backend.notice };
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'backend') throw error;
    return { backend: await createTs(), notice: error.message };
  }
}

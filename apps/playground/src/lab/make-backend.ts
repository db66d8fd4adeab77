import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type Backend, isNablaError } from '@nablajs/core';

/** Which backend computes. Its number of threads never changes a bit. */
export interface BackendChoice {
  readonly name: 'wasm' | 'ts' | 'webgpu';
  /** Only for `wasm`. */
  readonly threads: number | 'auto';
}

/** A backend, and what to tell the reader about it. */
export interface MadeBackend {
  readonly backend: Backend;
  /** Why the backend or its number of threads differs from the choice. */
  readonly notice: string | undefined;
}

/** If the chosen backend cannot run, creates the WebAssembly one, or else the TypeScript one, and says why. */
export async function makeBackend({ name, threads }: BackendChoice): Promise<MadeBackend> {
  if (name === 'ts') return { backend: await createTs(), notice: undefined };
  try {
    const backend = await (name === 'wasm' ? createWasm({ threads }) : createWebgpu());
    return { backend, notice: backend.notice };
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'backend') throw error;
    const { backend, notice } = await makeBackend({ name: name === 'wasm' ? 'ts' : 'wasm', threads });
    return { backend, notice: notice === undefined ? error.message : `${error.message} ${notice}` };
  }
}

/** Its shaders are loaded only if someone chooses them. */
async function createWebgpu(): Promise<Backend> {
  const { createBackend } = await import('@nablajs/backend-webgpu');
  return createBackend();
}

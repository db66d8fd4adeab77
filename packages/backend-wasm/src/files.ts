/** Where the compiled kernels lie. */
import { NablaError } from '@nablajs/core';

export async function kernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL('../dist/kernels.wasm', import.meta.url);
  const files = url.protocol === 'file:' ? globalThis.process?.getBuiltinModule?.('node:fs/promises') : undefined;
  if (files !== undefined) return new Uint8Array(await files.readFile(url));
  const response = await fetch(url);
  if (!response.ok) {
    throw new NablaError(
      'backend',
      `backend 'wasm': expected its kernels at ${url}. Received HTTP ${response.status}.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

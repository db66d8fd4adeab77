/** Small IDX files and folders for single tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isNablaError, type NablaError } from '@nablajs/core';
import { onTestFinished } from 'vitest';

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-datasets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function idx(code: number, shape: readonly number[], elements: Uint8Array | readonly number[]) {
  const bytes = new Uint8Array(4 + 4 * shape.length + elements.length);
  bytes.set([0, 0, code, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, dimension] of shape.entries()) view.setUint32(4 + 4 * axis, dimension);
  bytes.set(elements, 4 + 4 * shape.length);
  return bytes;
}

/** 3 training and 2 test images of 2 x 2. */
const quartet: Readonly<Record<string, Uint8Array>> = {
  'train-images idx3-ubyte': idx(8, [3, 2, 2], [0, 255, 51, 0, 0, 0, 0, 102, 0, 0, 0, 0]),
  'train-labels idx1-ubyte': idx(8, [3], [9, 0, 4]),
  't10k-images idx3-ubyte': idx(8, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
  't10k-labels idx1-ubyte': idx(8, [2], [3, 2]),
};

/** Writes the quartet with `separator` in its names; `changes` replaces files, by their part (`t10k-labels`). */
export function writeQuartet(separator: '-' | '.', gzip: boolean, changes: Record<string, Uint8Array> = {}): string {
  const folder = temporaryFolder();
  for (const [key, bytes] of Object.entries(quartet)) {
    const [stem = '', kind = ''] = key.split(' ');
    const content = changes[stem] ?? bytes;
    const name = `${stem}${separator}${kind}${gzip ? '.gz' : ''}`;
    writeFileSync(join(folder, name), gzip ? gzipSync(content) : content);
  }
  return folder;
}

/** Returns the NablaError that `run` throws or rejects with. Fails if there is none, or an error of another kind. */
export async function nablaError(run: () => unknown): Promise<NablaError> {
  try {
    await run();
  } catch (error) {
    if (isNablaError(error)) return error;
    throw error;
  }
  throw new Error('expected a NablaError; nothing was thrown');
}

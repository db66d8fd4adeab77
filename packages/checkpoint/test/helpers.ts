import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DenseArray, dense, type FloatDType, isNablaError } from '@nablajs/core';
import { expect, onTestFinished } from 'vitest';
import { loadModel, type SavedModel, saveModel } from '../src/index.js';

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-checkpoint-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Values that careless code changes: NaN, both zeros, infinities, the smallest and largest magnitudes. */
export const AWKWARD: readonly number[] = [
  Number.NaN,
  -0,
  0,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  5e-324,
  1.401298464324817e-45,
  -1.1754942106924411e-38,
  3.4028234663852886e38,
  0.1,
];

/** A small network 10 -> 2 whose weights start with `first`. */
export function modelOf(dtype: FloatDType, first = 1): SavedModel {
  const array = (values: readonly number[]) =>
    dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
  return {
    config: { inputShape: [10], layers: [{ type: 'Dense', units: 2, initializer: 'heNormal', bias: true }] },
    dtype,
    parameters: new Map([
      ['0.weight', dense(array([...AWKWARD, first, ...AWKWARD.slice(1)]), [10, 2])],
      ['0.bias', dense(array([-0, 2]), [2])],
    ]),
    normalisation: { divisor: 255, mean: 0.1307, standardDeviation: 0.3081 },
    notes: { preset: 'quick', epochs: 3, accuracy: 0.97, tags: ['a', null, true], nested: { é: 'ü' } },
  };
}

/** The bits of tensors, which tell -0 from 0 and one NaN from another. */
export function bitsOf(tensors: ReadonlyMap<string, DenseArray>): Record<string, unknown> {
  return Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => [
      name,
      [data.constructor.name, [...shape], Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')],
    ]),
  );
}

/** A safetensors file with any header. */
export function fileOf(header: string | object, dataBytes: number, headerLength?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes, 1)]);
}

/** A folder with a model in it. */
export async function saved(model: SavedModel = modelOf('float32')): Promise<string> {
  const folder = temporaryFolder();
  await saveModel(folder, model);
  return folder;
}

/** Expects that loading the model fails with a message that contains this text, and ends with a full stop or a link. */
export async function expectRefused(folder: string, message: string): Promise<void> {
  const error: unknown = await loadModel(folder).catch((reason: unknown) => reason);
  if (!isNablaError(error)) throw new Error('was loaded', { cause: error });
  expect(error.code).toBe('data');
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^\P{Cc}*(\.| See https:\S+)$/u);
}

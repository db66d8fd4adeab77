import { readFileSync } from 'node:fs';
import type { HostTensor, NamedTensors, TorchValue } from '../../src/index.js';

/** Reads a fixture. */
export const fixture = (name: string): Uint8Array => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

export const jsonFixture = <T>(name: string): T => JSON.parse(new TextDecoder().decode(fixture(name))) as T;

export const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

/** The fields of a dictionary of a checkpoint. */
export function field(value: TorchValue | undefined, key: string): TorchValue {
  const found = value instanceof Map ? value.get(key) : undefined;
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
}

export const tensorIn = (value: TorchValue | undefined, key: string): HostTensor => field(value, key) as HostTensor;

export const tensorsIn = (value: TorchValue | undefined, key: string): NamedTensors =>
  field(value, key) as ReadonlyMap<TorchValue, TorchValue> as NamedTensors;

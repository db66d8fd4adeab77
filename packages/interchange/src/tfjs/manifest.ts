/** The weights of TensorFlow.js: a list of names, shapes and types, and their bytes, perhaps quantised. */
import { NablaError, sizeOf } from '@nablajs/core';
import { isJson, type Json, shown } from '../keras/config.js';
import { damaged as damagedFile } from '../model/damage.js';
import { decodeElements, ELEMENT_BYTES, heldAs, type StoredType } from '../model/elements.js';
import { type HostTensor, hostData } from '../model/host-tensor.js';

const damaged = (what: string): NablaError => damagedFile('TensorFlow.js', what.slice(0, 200));

const STORED = ['float32', 'int32', 'uint8', 'uint16', 'float16', 'bool'];

/** Reads all weights, in the order of the manifest. `files` are the bytes of each path that it names. */
export function readManifest(manifest: unknown, files: ReadonlyMap<string, Uint8Array>): Map<string, HostTensor> {
  if (!Array.isArray(manifest)) throw damaged('model.json has no weightsManifest');
  const weights = new Map<string, HostTensor>();
  for (const group of manifest) {
    const { paths, weights: specs } = (isJson(group) ? group : {}) as Json;
    if (!Array.isArray(paths) || !Array.isArray(specs)) throw damaged('a group of weights has no paths or no weights');
    const bytes = joined(paths, files);
    let at = 0;
    for (const spec of specs) {
      const { name, tensor, length } = readWeight(spec, bytes, at);
      if (weights.has(name)) throw damaged(`two weights are called '${name}'`);
      weights.set(name, tensor);
      at += length;
    }
  }
  return weights;
}

function joined(paths: readonly unknown[], files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = paths.map((path) => {
    const bytes = typeof path === 'string' ? files.get(path) : undefined;
    if (bytes !== undefined) return bytes;
    const given = files.size === 0 ? 'none' : [...files.keys()].slice(0, 5).join(', ');
    throw new NablaError('argument', `readTfjs: expected the file ${shown(path)}. Received ${given}.`);
  });
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

interface ReadWeight {
  readonly name: string;
  readonly tensor: HostTensor;
  /** How many bytes it took. */
  readonly length: number;
}

/** Reads one weight. A quantised one is number * scale + min, computed in 64 bits. */
function readWeight(spec: unknown, bytes: Uint8Array, at: number): ReadWeight {
  const { name, shape, dtype, quantization } = (isJson(spec) ? spec : {}) as Json;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (typeof name !== 'string' || name.length > 1000 || !isShape) throw damaged('a weight has no name or no shape');
  const stored = isJson(quantization) ? quantization['dtype'] : dtype;
  if (!STORED.includes(stored as string)) throw damaged(`'${name}' is of type ${shown(stored)}, which is not read`);
  const size = sizeOf(shape);
  const length = size * ELEMENT_BYTES[stored as StoredType];
  if (!(at + length <= bytes.length)) throw damaged(`'${name}' needs ${length} bytes, which are not there`);
  const values = decodeElements(stored as StoredType, bytes.subarray(at, at + length));
  if (!isJson(quantization) || stored === 'float16') {
    return { name, tensor: { type: heldAs(stored as StoredType), shape, data: values }, length };
  }
  const { scale, min } = quantization;
  if (typeof scale !== 'number' || typeof min !== 'number') throw damaged(`'${name}' is quantised without a scale`);
  const type = dtype === 'int32' ? 'int32' : 'float32';
  const data = hostData(type, size);
  for (let index = 0; index < size; index++) {
    const value = (values[index] as number) * scale + min;
    data[index] = type === 'int32' ? Math.round(value) : value;
  }
  return { name, tensor: { type, shape, data }, length };
}

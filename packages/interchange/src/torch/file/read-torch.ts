/** Reads `.pt` and `.pth` files: what `torch.save` writes. */
import type { NablaError } from '@nablajs/core';
import { damaged } from '../../model/damage.js';
import { readZip } from '../../zip/zip.js';
import { readPickle } from './pickle.js';
import type { PickleHooks, PickleValue } from './pickle-values.js';
import { plainFile, type Storages } from './plain-values.js';
import { callOf, ELEMENT_SIZES, storageOf } from './torch-calls.js';
import type { TorchFile } from './torch-file.js';

/** The number with which files begin that PyTorch before 1.6 wrote. */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_VERSION = 1001;

/**
 * Reads a file of `torch.save`: a ZIP file, or the format of PyTorch before 1.6. Nothing of it is executed: every
 * object that is no plain value or tensor stays a name, which `objects` lists. float16 and bfloat16 become float32. All
 * tensors are row-major. `stateDict` finds the weights.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for a file that is damaged, or that is not of these formats.
 *
 * @example
 * ```ts
 * const checkpoint = readTorch(await readFile('model.pt'), 'model.pt');
 * console.log(checkpoint.objects); // what was not read
 * const weights = stateDict(checkpoint);
 * ```
 */
export function readTorch(bytes: Uint8Array, name = 'model.pt'): TorchFile {
  const maxBytes = Math.max(4 * bytes.length, 2 ** 26);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return fromZip(bytes, name, maxBytes);
  if (bytes[0] === 0x80) return fromLegacy(bytes, name, maxBytes);
  throw damaged(name, 'expected a file of torch.save. Received something else');
}

function hooksOf(name: string): PickleHooks {
  const fail = (problem: string): NablaError => damaged(name, `${problem}; not a valid file of PyTorch`);
  return {
    call: (callee, args) => callOf(callee, args, fail),
    persistent: (id) => storageOf(id, fail),
    fail,
  };
}

function fromZip(bytes: Uint8Array, name: string, maxBytes: number): TorchFile {
  const zip = readZip(bytes, { name });
  const pickle = zip.names.find((path) => /^(?:[^/]*\/)?data\.pkl$/.test(path));
  if (pickle === undefined) throw damaged(name, "expected a file 'data.pkl' in it. Received none");
  const folder = pickle.slice(0, -'data.pkl'.length);
  const order = zip.has(`${folder}byteorder`) ? new TextDecoder().decode(zip.read(`${folder}byteorder`)) : 'little';
  const { value } = readPickle(zip.read(pickle), 0, hooksOf(name));
  const read = new Map<string, Uint8Array>();
  const storages: Storages = {
    maxBytes,
    isLittleEndian: order !== 'big',
    read: (key) => {
      const path = `${folder}data/${key}`;
      const known = read.get(key);
      if (known !== undefined || !zip.has(path)) return known;
      const storage = zip.read(path);
      read.set(key, storage);
      return storage;
    },
  };
  return plainFile(value, name, storages);
}

/** Five pickles, one behind the other (a number, the version, the machine, the value, the keys), and the storages. */
function fromLegacy(bytes: Uint8Array, name: string, maxBytes: number): TorchFile {
  const hooks = hooksOf(name);
  const types = new Map<string, string>();
  const persistent = (id: PickleValue): PickleValue => {
    const storage = storageOf(id, hooks.fail);
    types.set(storage.key, storage.type);
    return storage;
  };
  let at = 0;
  const next = (): PickleValue => {
    const { value, end } = readPickle(bytes, at, { ...hooks, persistent });
    at = end;
    return value;
  };
  if (next() !== LEGACY_MAGIC) throw damaged(name, 'expected a file of torch.save. Received another pickle');
  const version = next();
  if (version !== LEGACY_VERSION)
    throw damaged(name, `expected version ${LEGACY_VERSION}. Received ${String(version)}`);
  const machine = next();
  const isLittleEndian = !(machine instanceof Map) || machine.get('little_endian') !== false;
  const value = next();
  const keys = next();
  if (!Array.isArray(keys)) throw hooks.fail('expected the keys of storages');
  const storages = readStorages(bytes, at, keys, types, hooks.fail);
  return plainFile(value, name, { maxBytes, isLittleEndian, read: (key) => storages.get(key) });
}

/** Each storage is a number of elements, in 8 bytes, and the elements. */
function readStorages(
  bytes: Uint8Array,
  start: number,
  keys: readonly PickleValue[],
  types: ReadonlyMap<string, string>,
  fail: PickleHooks['fail'],
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const size = ELEMENT_SIZES.get(types.get(key as string) ?? '');
    if (typeof key !== 'string' || size === undefined) throw fail(`the storage '${String(key)}' is of an unknown type`);
    if (at + 8 > bytes.length) throw fail('truncated: a storage is missing');
    const end = at + 8 + Number(view.getBigUint64(at, true)) * size;
    if (end > bytes.length) throw fail('truncated: a storage is not all there');
    storages.set(key, bytes.subarray(at + 8, end));
    at = end;
  }
  return storages;
}

/** Makes plain values and tensors of what a pickle holds. */
import { type NablaError, sizeOf } from '@nablajs/core';
import { damaged } from '../../model/damage.js';
import { decodeElements, ELEMENT_BYTES, gathered, heldAs } from '../../model/elements.js';
import type { HostTensor } from '../../model/host-tensor.js';
import { PickleGlobal, PickleObject, type PickleValue } from './pickle-values.js';
import { StorageReference, TensorReference, TORCH_TYPES } from './torch-calls.js';
import type { TorchFile, TorchObject, TorchValue } from './torch-file.js';

/** Deeper than any checkpoint is nested. */
const MOST_DEPTH = 100;
/** Names of values that are no objects: types of elements, and the only layout. */
const PLAIN_NAME = /^torch\.(?:bool|u?int\d+|b?float\d+|complex\d+|strided|long|half|double|float|int|short|uint8)$/;

/** Where the bytes of storages are. */
export interface Storages {
  /** Returns the bytes of a storage; undefined if there is none. */
  read(key: string): Uint8Array | undefined;
  readonly isLittleEndian: boolean;
  /** The most bytes that all tensors may have together. */
  readonly maxBytes: number;
}

/** Converts the value of a pickle. */
export function plainFile(value: PickleValue, name: string, storages: Storages): TorchFile {
  const converter = new Converter(name, storages);
  return { name, root: converter.convert(value, 0), objects: converter.objects };
}

class Converter {
  readonly objects = new Map<string, number>();
  readonly #name: string;
  readonly #storages: Storages;
  /** What a value has become: each is converted once, however often it is there. */
  readonly #done = new Map<object, TorchValue>();
  readonly #open = new Set<object>();
  readonly #tensors = new Map<string, HostTensor>();
  #bytes = 0;

  constructor(name: string, storages: Storages) {
    this.#name = name;
    this.#storages = storages;
  }

  #fail(problem: string): NablaError {
    return damaged(this.#name, problem);
  }

  convert(value: PickleValue, depth: number): TorchValue {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    const done = this.#done.get(value);
    if (done !== undefined) return done;
    if (this.#open.has(value)) throw this.#fail('expected values that do not contain themselves');
    if (depth > MOST_DEPTH) throw this.#fail(`expected values nested at most ${MOST_DEPTH} deep`);
    this.#open.add(value);
    const made = this.#made(value, depth + 1);
    this.#open.delete(value);
    this.#done.set(value, made);
    return made;
  }

  #made(value: object, depth: number): TorchValue {
    if (value instanceof TensorReference) return this.#tensor(value);
    if (value instanceof StorageReference) return this.#object(`torch.${value.type} storage`, true);
    if (value instanceof PickleGlobal)
      return PLAIN_NAME.test(value.name) ? value.name : this.#object(value.name, false);
    if (value instanceof PickleObject) return this.#object(value.name, holdsTensors(value));
    if (Array.isArray(value)) return value.map((item: PickleValue) => this.convert(item, depth));
    const entries = value as ReadonlyMap<PickleValue, PickleValue>;
    return new Map(
      Array.from(entries, ([key, item]) => [this.convert(key, depth), this.convert(item, depth)] as const),
    );
  }

  #object(name: string, hasTensors: boolean): TorchObject {
    const object = name.slice(0, 200);
    this.objects.set(object, (this.objects.get(object) ?? 0) + 1);
    return { object, hasTensors };
  }

  #tensor({ storage, type: name, offset, shape, strides }: TensorReference): TorchValue {
    const type = Object.hasOwn(TORCH_TYPES, name) ? TORCH_TYPES[name] : undefined;
    if (type === undefined) return this.#object(`tensor of torch.${name}`, true);
    const key = JSON.stringify([storage.key, storage.start, type, offset, shape, strides]);
    const known = this.#tensors.get(key);
    if (known !== undefined) return known;
    const bytes = this.#storages.read(storage.key);
    if (bytes === undefined) throw this.#fail(`expected a storage '${storage.key.slice(0, 40)}'. Received none`);
    const size = ELEMENT_BYTES[type];
    const count = shape.reduce((product, length) => product * length, 1);
    const from = storage.start + offset;
    const span =
      count === 0 ? 0 : shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] as number), 1);
    if (!Number.isSafeInteger(count) || (from + span) * size > bytes.length) {
      throw this.#fail(`a tensor [${shape}] reaches beyond its storage of ${bytes.length} bytes`);
    }
    this.#bytes += count * size;
    const { maxBytes, isLittleEndian } = this.#storages;
    if (this.#bytes > maxBytes) throw this.#fail(`expected tensors of at most ${maxBytes} bytes in all`);
    const part = decodeElements(type, bytes.subarray(from * size, (from + span) * size), isLittleEndian);
    const isPlain = shape.every((length, axis) => length === 1 || strides[axis] === sizeOf(shape.slice(axis + 1)));
    const data = isPlain || count === 0 ? part : gathered(part, shape, strides, 0);
    const tensor = { type: heldAs(type), shape, data };
    this.#tensors.set(key, tensor);
    return tensor;
  }
}

/** Whether there is a tensor in what an object would be made of. */
function holdsTensors(object: PickleObject): boolean {
  const seen = new Set<PickleValue>();
  const open: PickleValue[] = [object];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value instanceof StorageReference || value instanceof TensorReference) return true;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const inner: Iterable<PickleValue>[] =
      value instanceof PickleObject
        ? [value.args, [value.state], value.items]
        : value instanceof Map
          ? [value.keys(), value.values()]
          : Array.isArray(value)
            ? [value]
            : [];
    for (const items of inner) for (const item of items) open.push(item);
  }
  return false;
}

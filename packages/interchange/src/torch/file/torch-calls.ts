/** The calls in a checkpoint of PyTorch that have a meaning here. All others stay `PickleObject`s. */
import type { Shape } from '@nablajs/core';
import { ELEMENT_BYTES, type StoredType } from '../../model/elements.js';
import { PickleGlobal, PickleObject, type PickleValue } from './pickle-values.js';

/** A storage outside the pickle. */
export class StorageReference {
  readonly key: string;
  /** The name of its class or type, such as `FloatStorage`. */
  readonly type: string;
  /** Where it begins within the storage of that key, in elements: a view of old files. */
  readonly start: number;

  constructor(key: string, type: string, start: number) {
    this.key = key;
    this.type = type;
    this.start = start;
  }
}

/** A tensor whose storage is not read yet. */
export class TensorReference {
  readonly storage: StorageReference;
  readonly type: string;
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];

  constructor(storage: StorageReference, type: string, offset: number, shape: Shape, strides: readonly number[]) {
    this.storage = storage;
    this.type = type;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** PyTorch's names of element types, which are also those of storages without `Storage`, in lower case. */
export const TORCH_TYPES: Readonly<Record<string, StoredType>> = {
  float: 'float32',
  float32: 'float32',
  double: 'float64',
  float64: 'float64',
  half: 'float16',
  float16: 'float16',
  bfloat16: 'bfloat16',
  char: 'int8',
  int8: 'int8',
  short: 'int16',
  int16: 'int16',
  int: 'int32',
  int32: 'int32',
  long: 'int64',
  int64: 'int64',
  byte: 'uint8',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  bool: 'bool',
};

/** Bytes of one element of a storage, by the name of its type; also of those whose tensors are refused. */
export const ELEMENT_SIZES: ReadonlyMap<string, number> = new Map([
  ...Object.entries(TORCH_TYPES).map(([name, type]) => [name, ELEMENT_BYTES[type]] as const),
  ['untyped', 1],
  ['quint8', 1],
  ['qint8', 1],
  ['qint32', 4],
  ['complexfloat', 8],
  ['complexdouble', 16],
]);

type Fail = (problem: string) => Error;

/** Returns what a persistent id stands for: a storage. */
export function storageOf(id: PickleValue, fail: Fail): StorageReference {
  const [kind, type, key, , , view] = Array.isArray(id) ? id : [];
  if (kind !== 'storage' || !(type instanceof PickleGlobal) || typeof key !== 'string') {
    throw fail("expected the persistent id of a storage, ('storage', type, key, location, elements)");
  }
  // Old files have storages that are part of another: (key, offset, elements).
  const start = Array.isArray(view) ? view[1] : 0;
  if (!isCount(start)) throw fail('expected the offset of a storage');
  const name = type.name.slice(type.name.lastIndexOf('.') + 1).replace(/Storage$/, '');
  return new StorageReference(key, name.toLowerCase(), start);
}

type Call = (args: readonly PickleValue[], fail: Fail) => PickleValue;

const dictionary: Call = ([pairs]) => {
  const entries = Array.isArray(pairs) ? pairs : pairs instanceof Map ? [...pairs] : [];
  return new Map(
    entries.filter((pair): pair is [PickleValue, PickleValue] => Array.isArray(pair) && pair.length === 2),
  );
};

const tensor: Call = ([storage, offset, size, strides, , , dtype], fail) => {
  // Something else than a plain storage: a tensor on no device, or an object in its place.
  if (!(storage instanceof StorageReference))
    return new PickleObject('torch._utils._rebuild_tensor', [storage ?? null]);
  if (!isCount(offset) || !isCounts(size) || !isCounts(strides) || size.length !== strides.length) {
    throw fail('expected the offset, the shape and the strides of a tensor');
  }
  const type = dtype instanceof PickleGlobal ? dtype.name.replace(/^torch\./, '') : storage.type;
  return new TensorReference(storage, type, offset, size, strides);
};

const first: Call = ([value]) => value ?? null;

const fromType: Call = ([maker, , args], fail) => {
  if (!(maker instanceof PickleGlobal) || !Array.isArray(args)) throw fail('expected how a tensor is rebuilt');
  return callOf(maker.name, args, fail);
};

const CALLS: Readonly<Record<string, Call>> = {
  'collections.OrderedDict': dictionary,
  'collections.defaultdict': () => new Map(),
  'collections.Counter': dictionary,
  'builtins.set': ([items]) => (Array.isArray(items) ? [...items] : []),
  '__builtin__.set': ([items]) => (Array.isArray(items) ? [...items] : []),
  'torch.Size': ([sizes]) => sizes ?? Object.freeze([]),
  'torch.device': (args) => args.join(':'),
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_tensor_v2': (args, fail) => tensor(args.slice(0, 4), fail),
  'torch._utils._rebuild_tensor_v3': tensor,
  'torch._utils._rebuild_parameter': first,
  'torch._utils._rebuild_parameter_with_state': first,
  'torch._tensor._rebuild_from_type_v2': fromType,
  'copyreg._reconstructor': ([type], fail) => objectOf(type, fail),
  'copy_reg._reconstructor': ([type], fail) => objectOf(type, fail),
};

function objectOf(type: PickleValue | undefined, fail: Fail): PickleValue {
  if (type instanceof PickleGlobal) return new PickleObject(type.name, []);
  throw fail('expected the class of an object');
}

/** Returns what a call stands for. */
export function callOf(name: string, args: readonly PickleValue[], fail: Fail): PickleValue {
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  return call === undefined ? new PickleObject(name, args) : call(args, fail);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 64 && value.every(isCount);

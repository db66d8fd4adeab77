/** Writes `.pt` files, which `torch.load` reads, also with `weights_only=True`. */
import { NablaError, sizeOf } from '@nablajs/core';
import { encodeElements } from '../../model/elements.js';
import type { ElementType, HostTensor } from '../../model/host-tensor.js';
import { writeZip } from '../../zip/zip.js';
import { isObjectValue, isTensorValue, type TorchValue } from './torch-file.js';

const STORAGES: Readonly<Partial<Record<ElementType, string>>> = {
  float32: 'FloatStorage',
  float64: 'DoubleStorage',
  int8: 'CharStorage',
  int16: 'ShortStorage',
  int32: 'IntStorage',
  int64: 'LongStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
};

/**
 * Writes a value as `torch.save` does: dictionaries (Maps), arrays as lists, tensors, texts, numbers, truths and null.
 * Whole numbers become ints. A tensor that is there twice is stored once.
 *
 * @throws NablaError `argument` for an object of `readTorch` that was not read, and `dtype` for uint16, uint32 and
 * uint64, which storages of PyTorch do not have.
 *
 * @example
 * ```ts
 * await writeFile('model.pt', writeTorch(await toStateDict(network)));
 * ```
 */
export function writeTorch(value: TorchValue): Uint8Array {
  const writer = new PickleWriter();
  writer.begin();
  writer.value(value);
  writer.code('.');
  const files = new Map([
    ['archive/data.pkl', writer.bytes()],
    ['archive/byteorder', new TextEncoder().encode('little')],
  ]);
  for (const [tensor, key] of writer.tensors) files.set(`archive/data/${key}`, encodeElements(tensor));
  files.set('archive/version', new TextEncoder().encode('3\n'));
  return writeZip(files);
}

/** Writes a pickle of protocol 2. */
class PickleWriter {
  /** The key of each tensor's storage. */
  readonly tensors = new Map<HostTensor, number>();
  readonly #parts: Uint8Array[] = [];

  begin(): void {
    this.#parts.push(Uint8Array.of(0x80, 2));
  }

  code(letters: string): void {
    this.#parts.push(new TextEncoder().encode(letters));
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  value(value: TorchValue): void {
    if (value === null) this.code('N');
    else if (typeof value === 'boolean') this.#parts.push(Uint8Array.of(value ? 0x88 : 0x89));
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (isTensorValue(value)) this.#tensor(value);
    else if (value instanceof Map) this.#dictionary(value);
    else if (Array.isArray(value)) this.#sequence(value, '](', 'e');
    else {
      const what = isObjectValue(value) ? `an object of ${value.object}` : typeof value;
      throw new NablaError('argument', `writeTorch: expected plain values and tensors. Received ${what}.`);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
      const view = new DataView(new ArrayBuffer(5));
      view.setUint8(0, 0x4a);
      view.setInt32(1, value, true);
      this.#parts.push(new Uint8Array(view.buffer));
    } else if (Number.isSafeInteger(value)) {
      const view = new DataView(new ArrayBuffer(10));
      view.setUint16(0, 0x8a08, false);
      view.setBigInt64(2, BigInt(value), true);
      this.#parts.push(new Uint8Array(view.buffer));
    } else {
      const view = new DataView(new ArrayBuffer(9));
      view.setUint8(0, 0x47);
      view.setFloat64(1, value, false);
      this.#parts.push(new Uint8Array(view.buffer));
    }
  }

  #text(value: string): void {
    const text = new TextEncoder().encode(value);
    const head = new DataView(new ArrayBuffer(5));
    head.setUint8(0, 0x58);
    head.setUint32(1, text.length, true);
    this.#parts.push(new Uint8Array(head.buffer), text);
  }

  #dictionary(entries: ReadonlyMap<TorchValue, TorchValue>): void {
    this.code('}(');
    for (const [key, item] of entries) {
      this.value(key);
      this.value(item);
    }
    this.code('u');
  }

  #sequence(items: readonly TorchValue[], open: string, close: string): void {
    this.code(open);
    for (const item of items) this.value(item);
    this.code(close);
  }

  /** `torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`. */
  #tensor(tensor: HostTensor): void {
    const { type, shape } = tensor;
    const storage = STORAGES[type];
    if (storage === undefined) throw new NablaError('dtype', `writeTorch: PyTorch has no storage of ${type}.`);
    const key = this.tensors.get(tensor) ?? this.tensors.size;
    this.tensors.set(tensor, key);
    this.code('ctorch._utils\n_rebuild_tensor_v2\n((');
    this.#text('storage');
    this.code(`ctorch\n${storage}\n`);
    this.#text(`${key}`);
    this.#text('cpu');
    this.#number(sizeOf(shape));
    this.code('tQ');
    this.#number(0);
    this.#sequence(shape, '(', 't');
    const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
    this.#sequence(strides, '(', 't');
    this.value(false);
    this.code('ccollections\nOrderedDict\n)RtR');
  }
}

/** NPY files: one array (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). */
import { NablaError, type Shape, sizeOf } from '@nablajs/core';
import { damaged } from '../model/damage.js';
import { decodeElements, ELEMENT_BYTES, encodeElements, gathered, heldAs, type StoredType } from '../model/elements.js';
import type { ElementType, HostTensor } from '../model/host-tensor.js';
import { parseLiteral } from './literal.js';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** A structured type may have a long header, but those are refused anyway. */
const MOST_HEADER_BYTES = 2 ** 16;

/** NumPy's names of types, without the byte order. */
const TYPES: Readonly<Record<string, StoredType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};
const NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));

const REFUSED: Readonly<Record<string, string>> = {
  O: 'Python objects, which only running code could read; save numbers',
  c: 'complex numbers; save the real and the imaginary part',
  U: 'texts; save numbers',
  S: 'texts; save numbers',
  M: 'dates; save numbers',
  m: 'durations; save numbers',
  V: 'raw bytes; save numbers, bfloat16 as float32',
  f: 'floats of another size; save float32 or float64',
};

/**
 * Reads an NPY file, of version 1, 2 or 3, as `numpy.save` writes it: floats, integers and booleans, in either byte
 * order, in C or in Fortran order. float16 becomes float32. Elements are copied; you own them.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for a file that is damaged or holds something else: Python objects, complex numbers, texts,
 * dates, structured types.
 *
 * @example
 * ```ts
 * const { type, shape, data } = readNpy(await readFile('x.npy'), 'x.npy');
 * ```
 */
export function readNpy(bytes: Uint8Array, name = 'array.npy'): HostTensor {
  const { start, header } = readHeader(bytes, name);
  const { stored, isLittleEndian, isFortran, shape } = checkHeader(header, name);
  const count = sizeOf(shape);
  const expected = count * ELEMENT_BYTES[stored];
  if (!Number.isSafeInteger(count) || bytes.length - start !== expected) {
    const received = bytes.length - start;
    throw damaged(name, `expected ${expected} bytes of ${stored} [${shape}]. Received ${received}`);
  }
  const data = decodeElements(stored, bytes.subarray(start), isLittleEndian);
  const type = heldAs(stored);
  if (!isFortran || shape.length < 2) return { type, shape, data };
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  return { type, shape, data: gathered(data, shape, strides, 0) };
}

function readHeader(bytes: Uint8Array, name: string) {
  if (bytes.length < 12 || !MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw damaged(name, 'expected the first bytes of an NPY file');
  }
  const [major = 0, minor = 0] = bytes.subarray(6, 8);
  if (major < 1 || major > 3 || minor !== 0)
    throw damaged(name, `expected version 1, 2 or 3. Received ${major}.${minor}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [from, length] = major === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const start = from + length;
  if (length > MOST_HEADER_BYTES) throw damaged(name, `expected a header of at most ${MOST_HEADER_BYTES} bytes`);
  if (start > bytes.length) throw damaged(name, 'truncated: the header is not all there');
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, start));
  return { start, header: parseLiteral(text, (problem) => damaged(name, `${problem} in the header`)) };
}

function checkHeader(header: unknown, name: string) {
  const fields: ReadonlyMap<string, unknown> = header instanceof Map ? header : new Map();
  const [descr, isFortran, shape] = ['descr', 'fortran_order', 'shape'].map((key) => fields.get(key));
  if (fields.size !== 3 || typeof isFortran !== 'boolean' || !isShape(shape)) {
    throw damaged(name, "expected a header of 'descr', 'fortran_order' and 'shape'");
  }
  if (typeof descr !== 'string') throw damaged(name, 'it holds a structured type; save each field by itself');
  const [, order = '', code = ''] = /^([<>=|]?)(.+)$/.exec(descr) ?? [];
  const stored = Object.hasOwn(TYPES, code) ? TYPES[code] : undefined;
  if (stored === undefined) {
    throw damaged(name, `it holds ${REFUSED[code.charAt(0)] ?? 'an unknown type'}. Received the type '${descr}'`);
  }
  return { stored, isLittleEndian: order !== '>', isFortran, shape };
}

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.length <= 32 && value.every((size) => Number.isSafeInteger(size) && size >= 0);

/**
 * Writes an array as `numpy.save` does: the same bytes, of version 1, little-endian and in C order.
 *
 * @example
 * ```ts
 * await writeFile('x.npy', writeNpy({ type: 'float32', shape: [2], data: Float32Array.of(1, 2) }));
 * ```
 */
export function writeNpy({ type, shape, data }: HostTensor): Uint8Array {
  if (sizeOf(shape) !== data.length) {
    throw new NablaError('argument', `writeNpy: expected ${sizeOf(shape)} elements. Received ${data.length}.`);
  }
  const header = new TextEncoder().encode(headerOf(type, shape));
  const elements = encodeElements({ type, data });
  const bytes = new Uint8Array(10 + header.length + elements.length);
  bytes.set(MAGIC);
  bytes[6] = 1;
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  bytes.set(header, 10);
  bytes.set(elements, 10 + header.length);
  return bytes;
}

/** NumPy leaves room for the first dimension to grow to this many digits. */
const DIGITS = 21;

/** The header, which ends with a line break at a multiple of 64 bytes. */
function headerOf(type: ElementType, shape: Shape): string {
  const order = ELEMENT_BYTES[type] === 1 ? '|' : '<';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${order}${NAMES.get(type)}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const room = shape.length === 0 ? 0 : DIGITS - `${shape[0]}`.length;
  return `${text.padEnd(Math.ceil((10 + text.length + room + 1) / 64) * 64 - 10 - 1)}\n`;
}

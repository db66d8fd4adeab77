/** The numbers that ONNX gives to the types of elements, and their bytes. */
import { type ElementType, type HostData, hostData } from '../model/host-tensor.js';
import { damaged } from './damaged.js';

export const TYPE_NUMBERS: Readonly<Record<ElementType, number>> = {
  ...{ float32: 1, uint8: 2, int8: 3, uint16: 4, int16: 5, int32: 6, int64: 7, bool: 9, float64: 11, uint32: 12 },
  uint64: 13,
};

const TWO_32 = 4294967296;

/** Floats of 16 bits, which are read as float32. */
export const FLOAT16 = 10;
export const BFLOAT16 = 16;

const NAMES = new Map<number, ElementType>(
  Object.entries(TYPE_NUMBERS).map(([type, number]) => [number, type as ElementType]),
);

const UNSUPPORTED: Readonly<Record<number, string>> = {
  ...{ 0: 'undefined', 8: 'string', 14: 'complex64', 15: 'complex128', 17: 'float8e4m3fn', 18: 'float8e4m3fnuz' },
  ...{ 19: 'float8e5m2', 20: 'float8e5m2fnuz', 21: 'uint4', 22: 'int4', 23: 'float4e2m1', 24: 'float8e8m0' },
  ...{ 25: 'uint2', 26: 'int2', 27: 'float6e2m3', 28: 'float6e3m2' },
};

/** Throws NablaError `data` for types that are not supported. */
export function elementType(number: number, what: string): ElementType {
  if (number === FLOAT16 || number === BFLOAT16) return 'float32';
  const type = NAMES.get(number);
  if (type !== undefined) return type;
  throw damaged(`${what} has elements of the type ${UNSUPPORTED[number] ?? number}, which is not supported`);
}

export function elementBytes(number: number): number {
  if (number === FLOAT16 || number === BFLOAT16) return 2;
  if (number === TYPE_NUMBERS.uint32) return 4;
  return hostData(NAMES.get(number) as ElementType, 0).BYTES_PER_ELEMENT;
}

/** Little-endian: a view where the type and the alignment allow it. */
export function elementsOf(number: number, bytes: Uint8Array): HostData {
  const { buffer, byteOffset, byteLength } = bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const length = byteLength / elementBytes(number);
  const each = (made: HostData, read: (at: number) => number): HostData => {
    for (let at = 0; at < length; at++) made[at] = read(at);
    return made;
  };
  const { int64, uint64, uint32, bool } = TYPE_NUMBERS;
  if (number === FLOAT16) return each(new Float32Array(length), (at) => halfValue(view.getUint16(2 * at, true)));
  if (number === BFLOAT16) return bfloats(each(new Uint16Array(length), (at) => view.getUint16(2 * at, true)));
  if (number === uint32) return each(new Float64Array(length), (at) => view.getUint32(4 * at, true));
  if (number === int64 || number === uint64) {
    const high = number === int64 ? 'getInt32' : 'getUint32';
    return each(new Float64Array(length), (at) => view[high](8 * at + 4, true) * TWO_32 + view.getUint32(8 * at, true));
  }
  if (number === bool) return each(new Uint8Array(length), (at) => (bytes[at] === 0 ? 0 : 1));
  const made = hostData(NAMES.get(number) as ElementType, 0);
  // Not `slice`, which copies nothing for a Buffer.
  const aligned = byteOffset % made.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  const Type = made.constructor as new (buffer: ArrayBufferLike, byteOffset: number, length: number) => HostData;
  return new Type(aligned.buffer, aligned.byteOffset, length);
}

/** Little-endian: a view where the type allows it. */
export function bytesOf(type: ElementType, data: HostData): Uint8Array {
  if (type !== 'int64' && type !== 'uint64' && type !== 'uint32') {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  if (type === 'uint32') return new Uint8Array(Uint32Array.from(data).buffer);
  const [least, most] = type === 'int64' ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
  const view = new DataView(new ArrayBuffer(8 * data.length));
  for (const [at, value] of data.entries()) {
    const whole = BigInt(value);
    // A number such as 2^63 - 1 was rounded up when it was read.
    view.setBigUint64(8 * at, BigInt.asUintN(64, whole < least ? least : whole > most ? most : whole), true);
  }
  return new Uint8Array(view.buffer);
}

/** 2^112: the difference of the exponents of a half and of a float32. */
const EXPONENTS = 5.192296858534828e33;
const HALF = new DataView(new ArrayBuffer(4));

function halfValue(bits: number): number {
  HALF.setUint32(0, (bits & 0x7fff) << 13);
  const size = HALF.getFloat32(0) * EXPONENTS;
  const value = size < 65536 ? size : size === 65536 ? Number.POSITIVE_INFINITY : Number.NaN;
  return bits & 0x8000 ? -value : value;
}

/** The upper half of a float32. */
const bfloats = (halves: HostData): Float32Array =>
  new Float32Array(Uint32Array.from(halves, (half) => half * 65536).buffer);

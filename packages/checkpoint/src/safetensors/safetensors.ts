/**
 * The safetensors format (https://huggingface.co/docs/safetensors): the length of the header in 8 bytes; the header, a
 * JSON object from tensor names to dtype, shape and place; the elements, row-major. All numbers are little-endian.
 *
 * Elements are copied in the platform's byte order, so big-endian platforms (s390x and AIX) are not supported.
 */
import { breather, type DenseArray, NablaError } from '@nablajs/core';
import { limitBroken } from '../json/strict-json.js';
import { FORMAT_NAMES, MAX_HEADER_BYTES, readHeader } from './safetensors-header.js';
import { denseOf, type StoredDType, type StoredTensor, storedTensor } from './stored-tensor.js';
import { untie } from './ties.js';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Map<string, DenseArray>;
  /** Empty if the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

type Entry = readonly [name: string, tensor: StoredTensor];

/**
 * Encodes float32, float64, int32 and uint8 tensors as a safetensors file. Tensors are sorted by dtype, the widest
 * first, then by name: all are aligned, and equal tensors give equal files.
 *
 * @param metadata Texts to store in the file. Default: none.
 * @throws NablaError `argument` if a tensor's data do not fit its shape, for a name that other readers refuse
 * (`__metadata__`, `__proto__`, or half a surrogate pair), and for a header beyond the limits of `decodeSafetensors`.
 *
 * @example
 * ```ts
 * const tensors = new Map([['x', dense(Float32Array.of(1, 2, 3), [3])]]);
 * await writeFile('x.safetensors', encodeSafetensors(tensors, { unit: 'metres' }));
 * ```
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, DenseArray>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return encodeStored(new Map(entriesOf(tensors)), metadata);
}

/**
 * Encodes tensors of any type that files can hold, from their bytes. It sorts and throws as `encodeSafetensors` does.
 *
 * @example
 * ```ts
 * const flag = { dtype: 'bool', shape: [2], bytes: Uint8Array.of(1, 0) } as const;
 * await writeFile('flags.safetensors', encodeStored(new Map([['flag', flag]])));
 * ```
 */
export function encodeStored(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const { bytes, parts } = layOut([...tensors], metadata);
  for (const { at, source } of parts) bytes.set(source, at);
  return bytes;
}

/** The bytes to copy before the event loop may run: about a millisecond. */
const SLICE_BYTES = 4 * 2 ** 20;

/**
 * Returns the same bytes as `encodeSafetensors`, but stores tied tensors once, and lets the event loop run between
 * slices.
 */
export async function encodeSafetensorsInSlices(
  tensors: ReadonlyMap<string, DenseArray>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { distinct, metadata } = untie(tensors);
  const { bytes, parts } = layOut(entriesOf(distinct), metadata);
  const pause = breather(5);
  for (const { at, source } of parts) {
    for (let from = 0; from < source.length; from += SLICE_BYTES) {
      bytes.set(source.subarray(from, from + SLICE_BYTES), at + from);
      await pause();
    }
  }
  return bytes;
}

function entriesOf(tensors: ReadonlyMap<string, DenseArray>): Entry[] {
  return Array.from(tensors, ([name, tensor]) => [name, storedTensor(name, tensor)]);
}

/** Allocates the file and writes its header. Returns what is still to be copied where. */
function layOut(given: readonly Entry[], metadata: Readonly<Record<string, string>> | undefined) {
  for (const [name] of given) checkName(name);
  const entries = [...given].sort(compareEntries);
  const { header, dataBytes } = formatHeader(entries, metadata);
  const bytes = new Uint8Array(8 + header.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let end = 8 + header.length;
  const parts = entries.map(([, { bytes: source }]) => {
    const at = end;
    end += source.length;
    return { at, source };
  });
  return { bytes, parts };
}

function checkName(name: string): void {
  if (name === '__metadata__' || name === '__proto__' || /\p{Surrogate}/u.test(name)) {
    throw new NablaError('argument', `encodeSafetensors: ${JSON.stringify(name)} cannot be a name; choose another.`);
  }
}

/** The widest first, so all tensors are aligned; float32 before int32, as in the reference implementation. */
const ORDER: readonly StoredDType[] = [
  ...(['uint64', 'int64', 'float64', 'float32', 'uint32', 'int32'] as const),
  ...(['bfloat16', 'float16', 'uint16', 'int16', 'int8', 'uint8', 'bool'] as const),
];

function compareEntries([name, a]: Entry, [otherName, b]: Entry): number {
  const byType = ORDER.indexOf(a.dtype) - ORDER.indexOf(b.dtype);
  return byType !== 0 ? byType : name < otherName ? -1 : 1;
}

/** Formats the header, padded with spaces to a multiple of 8 bytes so that the elements are aligned. */
function formatHeader(entries: readonly Entry[], metadata: Readonly<Record<string, string>> | undefined) {
  for (const key of Object.keys(metadata ?? {})) checkName(key);
  const fields: [string, unknown][] = metadata === undefined ? [] : [['__metadata__', metadata]];
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of entries) {
    const begin = end;
    end += bytes.length;
    fields.push([name, { dtype: FORMAT_NAMES[dtype], shape, data_offsets: [begin, end] }]);
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(fields)));
  const length = Math.ceil(text.length / 8) * 8;
  if (length > MAX_HEADER_BYTES) {
    const expected = `expected a header of at most ${MAX_HEADER_BYTES} bytes`;
    throw new NablaError('argument', `encodeSafetensors: ${expected}. Received ${length}; save fewer tensors.`);
  }
  const limit = limitBroken(text);
  if (limit !== undefined) {
    const remedy = 'save fewer tensors or less metadata';
    throw new NablaError('argument', `encodeSafetensors: expected a header ${limit}; ${remedy}.`);
  }
  const header = new Uint8Array(length).fill(0x20);
  header.set(text);
  return { header, dataBytes: end };
}

/**
 * Decodes a safetensors file of floats of 16, 32 and 64 bits, integers of 8 to 64 bits, and booleans. F16 and BF16
 * become float32; I8, I16 and U16 become int32; BOOL becomes uint8: they hold the same values. U32, I64 and U64 become
 * float64, which is exact up to 2^53. Elements are copied; you own the arrays.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for every file that breaks the format, and for a header over 10 MB, nested deeper than 64,
 * or with over 2,000,000 values or 200,000 keys (4 for each tensor, 1 for each entry of the metadata).
 *
 * @example
 * ```ts
 * const { tensors, metadata } = decodeSafetensors(await readFile('x.safetensors'), 'x.safetensors');
 * console.log(tensors.get('x')?.data, metadata.unit);
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): SafetensorsFile {
  const { tensors, metadata } = readStored(bytes, name);
  return { tensors: new Map(Array.from(tensors, ([key, tensor]) => [key, denseOf(tensor)])), metadata };
}

/** A safetensors file whose tensors are not decoded. */
export interface StoredFile {
  /** Views of the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Decodes a file without copying or converting its tensors. It throws what `decodeSafetensors` throws.
 *
 * @example
 * ```ts
 * const { tensors } = readStored(await readFile('x.safetensors'), 'x.safetensors');
 * console.log(tensors.get('x')?.dtype);
 * ```
 */
export function readStored(bytes: Uint8Array, name: string): StoredFile {
  const { placements, metadata, dataStart } = readHeader(bytes, name);
  const tensors = placements.map(([key, { dtype, shape, begin, end }]): Entry => {
    return [key, { dtype, shape, bytes: bytes.subarray(dataStart + begin, dataStart + end) }];
  });
  return { tensors: new Map(tensors), metadata };
}

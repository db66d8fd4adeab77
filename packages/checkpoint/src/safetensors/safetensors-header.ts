import { formatShape, type NablaError, type Shape } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { parseJson } from '../json/strict-json.js';
import { STORED_BYTES_PER_ELEMENT, type StoredDType } from './stored-tensor.js';

/** A tenth of the format's own limit, but enough for 50,000 tensors. */
export const MAX_HEADER_BYTES = 10_000_000;

/** The format's names for the element types that nabla reads. */
export const FORMAT_NAMES: Readonly<Record<StoredDType, string>> = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  uint8: 'U8',
  float16: 'F16',
  int8: 'I8',
  bfloat16: 'BF16',
  int16: 'I16',
  uint16: 'U16',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
  bool: 'BOOL',
};
const DTYPES: ReadonlyMap<unknown, StoredDType> = new Map<unknown, StoredDType>(
  (Object.keys(FORMAT_NAMES) as StoredDType[]).map((dtype) => [FORMAT_NAMES[dtype], dtype]),
);

const OPENING_BRACE = 0x7b;

/** A tensor's type and shape, and the place of its bytes, counted from the end of the header. */
interface Placement {
  readonly dtype: StoredDType;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their bytes. */
  readonly placements: readonly (readonly [name: string, placement: Placement])[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The byte at which the elements start. */
  readonly dataStart: number;
}

/**
 * Reads and checks a header: at most 10 MB, no duplicate keys, known dtypes, whole dimensions, bytes that fit dtype and
 * shape, and tensors that cover the rest of the file without holes or overlaps. Throws NablaError `data` that starts
 * with `file`.
 */
export function readHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  const dataStart = 8 + headerLength(bytes, file);
  if (bytes[8] !== OPENING_BRACE) throw invalid(file, 'expected a header that starts with {');
  const header = parseJson(bytes.subarray(8, dataStart), file, ['__proto__']);
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown>;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw invalid(file, `expected __metadata__ with string values. Received ${show(metadata)}`);
  }
  const placements = Object.entries(entries)
    .map(([key, entry]) => [key, readPlacement(entry, `${file}: ${show(key)}`)] as const)
    .sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkCover(placements, bytes.length - dataStart, file);
  return { placements, metadata: metadata as Record<string, string>, dataStart };
}

function headerLength(bytes: Uint8Array, file: string): number {
  if (bytes.length < 8) throw invalid(file, `expected at least 8 bytes. Received ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw invalid(file, `expected a header of at most ${MAX_HEADER_BYTES} bytes. Received ${length}`);
  }
  if (length > BigInt(bytes.length - 8)) {
    throw invalid(file, `truncated: expected a header of ${length} bytes. Received ${bytes.length - 8}`);
  }
  return Number(length);
}

function readPlacement(entry: unknown, at: string): Placement {
  const { dtype: code, shape, data_offsets: offsets, ...rest } = isRecord(entry) ? entry : {};
  const dtype = DTYPES.get(code);
  if (dtype === undefined) {
    throw invalid(at, `expected dtype ${[...DTYPES.keys()].join(', ')}. Received ${show(code)}`);
  }
  if (!isCounts(shape)) throw invalid(at, `expected a shape of whole numbers. Received ${show(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw invalid(at, `expected two data_offsets. Received ${show(offsets)}`);
  }
  const [unknownKey] = Object.keys(rest);
  if (unknownKey !== undefined) throw invalid(at, `unknown key ${show(unknownKey)}`);
  const [begin = 0, end = 0] = offsets;
  const expected = byteLength(dtype, shape, at);
  if (end - begin !== expected) {
    throw invalid(at, `${dtype} ${formatShape(shape)} has ${expected} bytes. Received offsets ${begin} to ${end}`);
  }
  return { dtype, shape, begin, end };
}

/** Refuses a product above 2^53 even if a later dimension is 0, as the reference implementation does. */
function byteLength(dtype: StoredDType, shape: Shape, at: string): number {
  let length = STORED_BYTES_PER_ELEMENT[dtype];
  for (const dimension of shape) {
    length *= dimension;
    if (!Number.isSafeInteger(length)) {
      throw invalid(at, `expected a size that can be counted. Received ${show(shape)}`);
    }
  }
  return length;
}

function checkCover(placements: SafetensorsHeader['placements'], dataBytes: number, file: string): void {
  let covered = 0;
  for (const [key, { begin, end }] of placements) {
    if (begin !== covered) {
      const problem = begin < covered ? 'overlaps another tensor' : 'leaves a hole';
      throw invalid(`${file}: ${show(key)}`, `${problem}: expected it to begin at ${covered}. Received ${begin}`);
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    const problem = covered > dataBytes ? 'truncated' : 'bytes left over';
    throw invalid(file, `${problem}: expected ${covered} bytes of elements. Received ${dataBytes}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function invalid(at: string, problem: string): NablaError {
  return damaged(at, `${problem}; not a valid safetensors file`);
}

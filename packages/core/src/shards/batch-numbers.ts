/** The numbers of an evaluated batch as one array, which ranks exchange by a sum. */
import type { DType } from '../backend.js';
import type { BatchNumbers } from '../evaluation/evaluate.js';
import { allocate, dtypeOf } from '../tensors/dtype.js';
import { isObject } from '../validation/describe.js';
import type { Communicator } from './communicator.js';

/**
 * Returns the batches of all ranks in order, on every rank; `own` is undefined on a rank that has none. Their arrays
 * may differ in length.
 */
export async function exchange(communicator: Communicator, own: BatchNumbers | undefined): Promise<BatchNumbers[]> {
  const { rank, size } = communicator;
  const packed = own === undefined ? new Float64Array() : pack(own);
  const lengths = new Float64Array(size);
  lengths[rank] = packed.length;
  await communicator.sum(lengths);
  const starts = Array.from(lengths, (_, at) => lengths.subarray(0, at).reduce((sum, length) => sum + length, 0));
  // Adding -0 changes no bit of the other number. Adding +0 would turn -0 into +0.
  const numbers = new Float64Array((starts.at(-1) as number) + (lengths.at(-1) as number)).fill(-0);
  numbers.set(packed, starts[rank]);
  await communicator.sum(numbers);
  return starts.flatMap((start, at) => (lengths[at] === 0 ? [] : [unpack(numbers.subarray(start))]));
}

interface Packed {
  readonly dtype: DType;
  readonly length: number;
}

/** Returns the text's length, the text, and the arrays' elements. float64 holds every dtype. */
function pack({ loss, weight, ...batch }: BatchNumbers): Float64Array {
  const parts: ArrayLike<number>[] = [];
  const text = JSON.stringify({ sums: Float64Array.of(loss, weight), ...batch }, (_, value) => {
    const dtype = dtypeOf(value);
    if (dtype === undefined) return value;
    parts.push(value);
    return { dtype, length: value.length } satisfies Packed;
  });
  const bytes = new TextEncoder().encode(text);
  const all = [[bytes.length], bytes, ...parts];
  const packed = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

function unpack(numbers: Float64Array): BatchNumbers {
  let at = 1 + (numbers[0] as number);
  const text = new TextDecoder().decode(Uint8Array.from(numbers.subarray(1, at)));
  const { sums, ...batch } = JSON.parse(text, (_, value) => {
    if (!isObject(value) || !('dtype' in value)) return value;
    const { dtype, length } = value as unknown as Packed;
    const data = allocate(dtype, length);
    data.set(numbers.subarray(at, at + length));
    at += length;
    return data;
  });
  return { loss: sums[0], weight: sums[1], ...batch };
}

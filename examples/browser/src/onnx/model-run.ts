/** Runs a file of ONNX on noise: shared by the page onnx.html and its test. */
import { type Backend, type DenseArray, dense, type Network, Random, sizeOf, type Tensor, upload } from '@nablajs/core';
import { type GraphModel, hostData, importOnnx, type ValueInfo } from '@nablajs/interchange';

/** What came out, and how long it took. */
export interface Answer {
  readonly outputs: readonly DenseArray[];
  /** Milliseconds of the fastest of a few calls. */
  readonly milliseconds: number;
}

const CALLS = 5;
/** Open dimensions are this long at first; the first one is the number of examples. */
const LENGTH = 16;

/** The sizes of an input at first. */
export const sizesOf = ({ shape = [] }: ValueInfo): number[] =>
  shape.map((size, axis) => (typeof size === 'number' && size > 0 ? size : axis === 0 ? 1 : LENGTH));

/** Draws an input: numbers around 0, or tokens below 100. */
export function noise({ type }: ValueInfo, sizes: readonly number[], seed: number): DenseArray {
  const random = new Random(seed);
  const length = sizeOf(sizes);
  if (type === 'float64')
    return dense(
      Float64Array.from({ length }, () => random.normal()),
      sizes,
    );
  if (type === 'float32')
    return dense(
      Float32Array.from({ length }, () => random.normal()),
      sizes,
    );
  const below = type === 'bool' ? 2 : 100;
  return dense(
    Int32Array.from({ length }, () => Math.floor(below * random.uniform())),
    sizes,
  );
}

/** Whether an input is one number: it is part of the network then. */
export const isNumber = ({ shape = [] }: ValueInfo): boolean => shape.length === 0;

/** Makes a network of a file, for inputs of these sizes, in float64 if the inputs are. `numbers` are by name. */
export function networkOf(
  backend: Backend,
  bytes: Uint8Array,
  { inputs }: GraphModel,
  sizes: readonly (readonly number[])[],
  numbers: ReadonlyMap<string, number> = new Map(),
): Network {
  const inputShapes = Object.fromEntries(
    inputs.flatMap((input, at) => (isNumber(input) ? [] : [[input.name, (sizes[at] as number[]).slice(1)]])),
  );
  const constants = inputs.filter(isNumber).map(({ name, type }) => {
    const data = hostData(type, 1);
    data[0] = numbers.get(name) ?? 0;
    return [name, { type, shape: [], data }];
  });
  const isDouble = inputs.some(({ type }) => type === 'float64');
  const dtype = isDouble ? ({ dtype: 'float64' } as const) : {};
  return importOnnx(backend, bytes, { inputShapes, inputs: Object.fromEntries(constants), ...dtype });
}

/** Runs a network a few times on the same inputs. */
export async function answer(network: Network, inputs: readonly DenseArray[]): Promise<Answer> {
  const given = inputs.map((input) => upload(network.backend, input));
  let milliseconds = Number.POSITIVE_INFINITY;
  let outputs: DenseArray[] = [];
  for (let call = 0; call < CALLS; call++) {
    const start = performance.now();
    const made = [network.forward(...given)].flat() as Tensor[];
    outputs = await Promise.all(made.map(async (tensor) => dense(await tensor.data(), tensor.shape)));
    milliseconds = Math.min(milliseconds, performance.now() - start);
    for (const tensor of made) tensor.dispose();
  }
  for (const tensor of given) tensor.dispose();
  return { outputs, milliseconds };
}

/** The SHA-256 of all outputs, as hexadecimal digits. */
export async function digestOf(outputs: readonly DenseArray[]): Promise<string> {
  const bytes = outputs.flatMap(({ data }) => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

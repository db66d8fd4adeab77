/** upload, download, release and memory: who owns what, and that nothing is lost on the way. */
import { type Backend, type DType, isFloat, type Operand, type Shape, sizeOf, type TypedArray } from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { DTYPES, generate, host, pattern, patternAt, typed, wholeNumbers } from '../harness/host.js';
import { type Ledger, withLedger } from '../harness/ledger.js';
import { showShape } from '../harness/names.js';
import { firstDifference, show } from '../tolerances/compare.js';

/** Every kind of value of the dtype, from its limits inwards. */
const VALUES: Readonly<Record<DType, readonly number[]>> = {
  float32: [
    0,
    -0,
    1,
    -1,
    0.1,
    1e-45,
    -1e-45,
    1e-40,
    1.1754944e-38,
    3.4028235e38,
    -3.4028235e38,
    Infinity,
    -Infinity,
    NaN,
  ],
  float64: [0, -0, 1, -1, 0.1, 5e-324, -5e-324, 1e-310, Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, NaN],
  int32: [0, 1, -1, 16777217, 2147483647, -2147483648],
  uint8: Array.from({ length: 256 }, (_, i) => i),
};

const SHAPES: readonly Shape[] = [[], [0], [1], [3], [4], [5], [17], [2, 0, 3], [3, 5], [2, 3, 2, 5], [1009]];

function assertEqual(code: ConformanceError['code'], actual: TypedArray, expected: TypedArray, what: string): void {
  const at = firstDifference(actual, expected);
  if (at < 0) return;
  const values = { expected: show(expected[at] as number), received: show(actual[at] as number) };
  throw new ConformanceError(
    code,
    `${what}: element ${at}: expected ${values.expected}, received ${values.received}.`,
    values,
  );
}

type Body = (ledger: Ledger, backend: Backend) => Promise<void>;

function casesOf(dtype: DType): ConformanceCase[] {
  const one = (label: string, body: Body): ConformanceCase =>
    defineCase({
      kernel: 'storage',
      dtype,
      label,
      body: (backend) => withLedger(backend, (ledger) => body(ledger, backend)),
    });
  const data = (): TypedArray => typed(dtype, VALUES[dtype]);
  const whole = (seed: number) => wholeNumbers(dtype, [17], seed);

  return [
    one('every value survives', async (ledger) => {
      const x = ledger.upload(host(dtype, [VALUES[dtype].length], VALUES[dtype]));
      assertEqual('mismatch', await ledger.download(x), data(), 'after upload and download');
    }),
    ...SHAPES.map((shape) =>
      one(`shape ${showShape(shape)}`, async (ledger) => {
        const array = wholeNumbers(dtype, shape, 1);
        assertEqual('mismatch', await ledger.download(ledger.upload(array)), array.data, 'after upload and download');
      }),
    ),
    one('upload copies', async (ledger) => {
      const array = whole(2);
      const x = ledger.upload(array);
      array.data.fill(99);
      assertEqual('operand', await ledger.download(x), whole(2).data, 'the caller changed its array after the upload');
    }),
    one('download gives the array away', async (ledger) => {
      const x = ledger.upload(whole(3));
      const first = await ledger.download(x);
      first.fill(99);
      assertEqual('operand', await ledger.download(x), whole(3).data, 'the caller changed the array it downloaded');
      assertEqual(
        'operand',
        first,
        typed(dtype, new Array<number>(17).fill(99)),
        'a second download reused the first array',
      );
    }),
    one('upload of a view', async (ledger) => {
      const view = whole(4).data.subarray(3, 10);
      const x = ledger.upload({ layout: 'dense', shape: [7], data: view });
      assertEqual('mismatch', await ledger.download(x), view.slice(), 'a view with an offset');
    }),
    one('another shape of the same size', async (ledger) => {
      const x = ledger.upload(host(dtype, [3, 4], whole(5).data.subarray(0, 12)));
      const reshaped: Operand = { ...x, shape: [2, 6] };
      assertEqual('mismatch', await ledger.download(reshaped), whole(5).data.slice(0, 12), 'read as [2, 6]');
    }),
    one('lifetimes that cross', async (ledger) => {
      const [first, second] = [ledger.upload(whole(6)), ledger.upload(whole(7))];
      ledger.release(first);
      const third = ledger.upload(whole(8));
      assertEqual('alias', await ledger.download(second), whole(7).data, 'another tensor was released');
      assertEqual('alias', await ledger.download(third), whole(8).data, 'a tensor in the place of a released one');
    }),
    one('memory counts what is held', async (ledger, backend) => {
      const before = backend.memory();
      const made = SHAPES.map((shape) => ledger.upload(generate(dtype, shape, () => 1)));
      const bytes = made.reduce((total, { shape }) => total + sizeOf(shape), 0) * data().BYTES_PER_ELEMENT;
      const during = backend.memory();
      if (during.buffers - before.buffers < made.length || during.bytes - before.bytes < bytes) {
        throw new ConformanceError(
          'memory',
          `${made.length} tensors of ${bytes} bytes are held, yet memory() grew by ` +
            `${during.buffers - before.buffers} buffers and ${during.bytes - before.bytes} bytes.`,
        );
      }
    }),
  ];
}

/** A backend that declared nothing would make every other case not applicable. */
const declaresFloats: ConformanceCase = defineCase({
  kernel: 'storage',
  dtype: 'int32',
  label: 'the backend declares a float dtype',
  body: async ({ name, dtypes }) => {
    if (dtypes.some(isFloat)) return;
    throw new ConformanceError('mismatch', `backend '${name}' declares [${dtypes.join(', ')}].`);
  },
});

/** A result read under another shape: core hands reshaped operands to kernels without a copy. */
function reshapedOperand(dtype: 'float32' | 'float64'): ConformanceCase {
  return defineCase({
    kernel: 'storage',
    dtype,
    label: 'a result under another shape as an operand',
    body: (backend) =>
      withLedger(backend, async (ledger) => {
        const x = ledger.upload(pattern(dtype, [3, 4], 1));
        const sum = ledger.hold({ storage: backend.add(x, x, [3, 4]), shape: [3, 4], dtype });
        const reshaped: Operand = { ...sum, shape: [2, 6] };
        const columns = ledger.hold({ storage: backend.sum(reshaped, [1, 2, 6]), shape: [6], dtype });
        const expected = generate(dtype, [6], (j) => 2 * (patternAt(1, j) + patternAt(1, 6 + j)));
        assertEqual('mismatch', await ledger.download(columns), expected.data, 'column sums of [2, 6]');
      }),
  });
}

export function storageCases(): ConformanceCase[] {
  return [declaresFloats, ...DTYPES.flatMap(casesOf), reshapedOperand('float32'), reshapedOperand('float64')];
}

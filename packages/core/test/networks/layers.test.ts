import { describe, expect, it } from 'vitest';
import {
  Add,
  type Backend,
  Chain,
  type Context,
  Conv1d,
  Dense,
  type Draw,
  Dropout,
  ELU,
  Flatten,
  fromConfig,
  GELU,
  LAYERS,
  type LayerRandom,
  LeakyReLU,
  type Module,
  multiply,
  ReLU,
  Residual,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  scope,
  sum,
  Tanh,
  type Tensor,
  upload,
  valueAndGrad,
} from '../../src/index.js';
import { OPERATION_TOLERANCE } from '../../src/testing/index.js';
import { contextOf, type Named, pullback } from '../support/gradients.js';
import {
  EXACT,
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  newBackend,
  numbersOf,
  t,
  valuesOf,
} from '../support/index.js';
import {
  type LayerCase,
  nameOf,
  readImages,
  readNormalization,
  readReference,
  unpack,
  uploadPacked,
} from '../support/reference.js';

const inference = contextOf({});
const draw = (seed: number, firstRow = 0): Draw => ({ seed, step: 1, firstRow });
const training = (seed: number): Context => contextOf({}, draw(seed));

const TOLERANCE = {
  float64: { relative: 1e-12, absolute: 1e-13 },
  float32: OPERATION_TOLERANCE.float32,
};
/** A float32 gradient against the float64 one. */
const GRADIENT_TOLERANCE = { float64: TOLERANCE.float64, float32: { relative: 1e-4, absolute: 1e-6 } };

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const reference = [...readReference().layers, ...readNormalization().layers];
const deterministic = reference.filter(({ config }) => !config.type.startsWith('Dropout'));

describe('layers match PyTorch', () => {
  const cases = FLOATS.flatMap((dtype) => deterministic.map((layer) => ({ name: nameOf(layer.config), dtype, layer })));

  it.each(cases)('$name in $dtype', async ({ dtype, layer: expected }) => {
    const backend = await newBackend();
    const layer = fromConfig('layer', LAYERS, expected.config);
    const parameters = uploadAll(backend, expected.parameters, dtype);
    const [x, dYs] = [expected.x, expected.dY].map((packed) => uploadPacked(backend, packed, dtype)) as [
      Tensor,
      Tensor,
    ];
    const { y, dX, gradients } = pullback(layer, parameters, x, dYs);

    expectClose(await valuesOf(y), unpack(expected.y, dtype), TOLERANCE[dtype]);
    expectClose(await valuesOf(dX), unpack(expected.dX, dtype), GRADIENT_TOLERANCE[dtype]);
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expectClose(await valuesOf(gradients[name] as Tensor), unpack(gradient, dtype), GRADIENT_TOLERANCE[dtype]);
    }
  });

  it('has a reference for every built-in layer, but for those that are made of others', () => {
    const { layers, batchNorm } = readImages();
    const types = [...reference, ...layers, ...batchNorm.cases].map(({ config }) => config.type);
    types.push('Chain', 'Residual', 'Graph', 'Add', 'Multiply', 'Concat');
    expect(new Set(types)).toEqual(new Set(Object.keys(LAYERS)));
  });
});

function uploadAll(backend: Backend, packed: LayerCase['parameters'], dtype: 'float32' | 'float64'): Named {
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, uploadPacked(backend, value, dtype)]));
}

async function apply(layer: Module, values: readonly number[]): Promise<number[]> {
  const backend = await newBackend();
  return numbersOf(layer.call(inference, t(backend, [values])) as Tensor);
}

describe('layers made of others', () => {
  const x = [[1, 2]];

  it('Chain runs them in order, and its parameters are named by their positions', async () => {
    const backend = await newBackend();
    const parameters = {
      '0.weight': t(backend, [
        [1, -1],
        [1, 1],
      ]),
      '0.bias': t(backend, [0, -4]),
      '2.weight': t(backend, [[2], [5]]),
      '2.bias': t(backend, [1]),
    };
    const chain = new Chain([new Dense(2), new ReLU(), new Dense(1)]);
    // The hidden units are 3 and -3; the second is off.
    const { y, dX, gradients } = pullback(chain, parameters, t(backend, x), t(backend, [[10]]));
    await expectTensor(y, [1, 1], [7]);
    await expectTensor(dX, [1, 2], [20, 20]);
    await expectTensor(gradients['0.weight'] as Tensor, [2, 2], [20, 0, 40, 0]);
    await expectTensor(gradients['0.bias'] as Tensor, [2], [20, 0]);
    await expectTensor(gradients['2.weight'] as Tensor, [2, 1], [30, 0]);
    await expectTensor(gradients['2.bias'] as Tensor, [1], [10]);
  });

  it('Residual adds its input to the output of its body', async () => {
    const backend = await newBackend();
    const parameters = {
      'body.weight': t(backend, [
        [2, 0],
        [1, -1],
      ]),
      'body.bias': t(backend, [0.5, 0]),
    };
    const residual = new Residual(new Dense(2));
    const { y, dX, gradients } = pullback(residual, parameters, t(backend, x), t(backend, [[1, 10]]));
    await expectTensor(y, [1, 2], [5.5, 0]);
    await expectTensor(dX, [1, 2], [3, 1]);
    await expectTensor(gradients['body.weight'] as Tensor, [2, 2], [1, 10, 2, 20]);
    await expectTensor(gradients['body.bias'] as Tensor, [2], [1, 10]);
  });

  it('Chain accepts what its first layer accepts', () => {
    expect([new Chain([new Dense(1)]), new Chain([new ReLU()])].map((chain) => chain.acceptsCsr)).toEqual([
      true,
      false,
    ]);
    const integers = Object.assign(new ReLU(), { acceptsIntegers: true });
    expect(new Chain([integers, new Dense(1)]).acceptsIntegers).toBe(true);
    expect(new Chain([new Dense(1), integers]).acceptsIntegers).toBe(false);
    const first = Object.assign(new Add(), { acceptsIntegers: [true, false] });
    expect(new Chain([first, new Dense(1)]).acceptsIntegers).toEqual([true, false]);
  });

  it('Chain says which of its layers does not fit', () => {
    expectError(() => new Chain([new Dense(1), new Conv1d(2, 1)]).build([2]), 'shape', 'Conv1d', '[1]');
    expectError(() => new Chain([]), 'argument', 'Chain: expected an array of layers');
    expectError(() => new Chain([new ReLU(), 'tanh' as never]), 'argument', 'Chain: layer 1', 'new Tanh()');
  });

  it('Residual refuses a body that changes the shape', () => {
    const build = () => new Residual(new Dense(3)).build([2]);
    expectError(
      build,
      'shape',
      'Residual: the body must give the shape of its input, [2]. Received [3]; pass a shortcut',
    );
    expectError(() => new Residual(undefined as never), 'argument', 'Residual: module', 'undefined');
  });
});

describe('values at the edges', () => {
  it.each([
    { layer: new ReLU(), expected: [nan, inf, 0, 0] },
    { layer: new LeakyReLU(), expected: [nan, inf, -inf, 0] },
    { layer: new ELU(2), expected: [nan, inf, -2, 0] },
    { layer: new Sigmoid(), expected: [nan, 1, 0, 0.5] },
    { layer: new Tanh(), expected: [nan, 1, -1, 0] },
    { layer: new GELU(), expected: [nan, inf, nan, 0] },
    { layer: new Softplus(), expected: [nan, inf, 0, Math.LN2] },
    { layer: new SiLU(), expected: [nan, inf, nan, 0] },
  ])('$layer.config.type at NaN, Infinity, -Infinity and 0', async ({ layer, expected }) => {
    const backend = await newBackend();
    const y = layer.call(inference, t(backend, [[nan, inf, -inf, 0]]));
    await expectTensor(y, [1, 4], expected);
  });

  it('softmax rows with a NaN, or with -Infinity only, are NaN', async () => {
    expect(await apply(new Softmax(), [nan, 0, 1])).toEqual([nan, nan, nan]);
    expect(await apply(new Softmax(), [-inf, -inf])).toEqual([nan, nan]);
    expect(await apply(new Softmax(), [1e4, -1e4])).toEqual([1, 0]);
  });

  it('the derivative at 0 is 0 for ReLU, the slope for LeakyReLU, alpha for ELU', async () => {
    const backend = await newBackend();
    for (const [layer, expected] of [
      [new ReLU(), 0],
      [new LeakyReLU(0.2), 0.2],
      [new ELU(0.7), 0.7],
    ] as const) {
      const { dX } = pullback(layer, {}, t(backend, [[0]]), t(backend, [[1]]));
      expect(await numbersOf(dX)).toEqual([expected]);
    }
  });
});

describe('Dropout', () => {
  const rate = 0.25;

  it('hands its input on outside training', async () => {
    const backend = await newBackend();
    const x = t(backend, [[1, -2, 3]]);
    expect(new Dropout(rate).call(inference, x)).toBe(x);
  });

  it('scales the kept elements as PyTorch does', async () => {
    const expected = reference.find(({ config }) => config.type === 'Dropout') as LayerCase;
    const backend = await newBackend();
    const x = uploadPacked(backend, expected.x, 'float64');
    const dY = uploadPacked(backend, expected.dY, 'float64');
    const { y, dX } = pullback(new Dropout(rate), {}, x, dY, draw(4));
    const [ours, oursGradient] = [await numbersOf(y), await numbersOf(dX)];
    let compared = 0;
    for (const [i, theirs] of expected.y.data.entries()) {
      if (theirs === 0 || ours[i] === 0) continue;
      expect(ours[i]).toBeCloseTo(theirs, 13);
      expect(oursGradient[i]).toBeCloseTo(expected.dX.data[i] ?? Number.NaN, 13);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('drops an element where its word of the row is below rate * 2^32, its gradient too', async () => {
    const backend = await newBackend();
    const rows = [1, 21].map((first) => Array.from({ length: 20 }, (_, i) => first + i));
    // Rows 4 and 5 of a batch; the masks are from scripts/math/random_reference.py.
    const dY = [rows[0]?.map((value) => -value), rows[1]] as number[][];
    const { y, dX } = pullback(new Dropout(rate), {}, t(backend, rows), t(backend, dY), draw(11, 4));
    const kept = '1111111011101111011111100011111001110101';
    const scales = Array.from(kept, (digit) => Number(digit) * (4 / 3));
    await expectTensor(
      y,
      [2, 20],
      rows.flat().map((value, i) => value * (scales[i] as number)),
    );
    await expectTensor(
      dX,
      [2, 20],
      rows.flat().map((value, i) => (i < 20 ? -value : value) * (scales[i] as number)),
    );
  });

  it('keeps the word that is the threshold itself', async () => {
    const backend = await newBackend();
    const words = [0.25 * 2 ** 32, 0.25 * 2 ** 32 - 1];
    const random = { row: () => ({ uint32: () => words.shift() }) } as unknown as LayerRandom;
    const y = new Dropout(rate).call({ training: true, random } as Context, t(backend, [[3, 3]]));
    await expectTensor(y, [1, 2], [4, 0]);
  });

  it('drops about its rate and keeps the mean', async () => {
    const backend = await newBackend();
    const ones = upload(backend, { layout: 'dense', shape: [100, 100], data: new Float32Array(1e4).fill(1) });
    const y = await numbersOf(new Dropout(0.3).call(training(5), ones));
    const dropped = y.filter((value) => value === 0).length / y.length;
    expect(dropped).toBeGreaterThan(0.28);
    expect(dropped).toBeLessThan(0.32);
    expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo(1, 1);
  });

  it('is the identity at rate 0 and draws nothing', async () => {
    const backend = await newBackend();
    const random = { row: () => expect.unreachable() } as unknown as LayerRandom;
    const y = new Dropout(0).call({ training: true, random } as Context, t(backend, [[5, 6]]));
    await expectTensor(y, [1, 2], [5, 6]);
  });

  it.each([-0.1, 1, Number.NaN])('refuses rate %d', (value) => {
    expectError(() => new Dropout(value), 'argument', 'Dropout rate', '[0, 1)', String(value));
  });
});

describe('arguments and shapes', () => {
  it('Dense takes features and a positive number of units', () => {
    for (const shape of [[0], [], [3, Number.NaN]]) expectError(() => new Dense(3).build(shape), 'shape', 'Dense');
    for (const units of [0, -1, 1.5, Number.NaN]) expectError(() => new Dense(units), 'argument', 'Dense units');
  });

  it('Dense names its parameters and shapes', () => {
    expect(new Dense(3).build([2])).toEqual({
      outputShape: [3],
      parameters: {
        weight: { shape: [2, 3], initializer: 'heNormal', linear: true },
        bias: { shape: [3], initializer: 'zeros' },
      },
    });
    expect(new Dense(3, { bias: false, initializer: 'glorotUniform' }).build([2]).parameters).toEqual({
      weight: { shape: [2, 3], initializer: 'glorotUniform', linear: true },
    });
  });

  it('Flatten keeps the batch dimension and flattens the rest', () => {
    expect(new Flatten().build([2, 3, 4]).outputShape).toEqual([24]);
    expect(new Flatten().build([]).outputShape).toEqual([1]);
  });

  it('refuses slopes and alphas that are negative or not finite', () => {
    expectError(() => new LeakyReLU(-1), 'argument', 'LeakyReLU slope');
    expectError(() => new ELU(Number.POSITIVE_INFINITY), 'argument', 'ELU alpha');
  });

  it('GELU takes none or tanh', () => {
    expectError(() => new GELU({ approximate: 'erf' as never }), 'argument', 'GELU approximate', "'none' or 'tanh'");
    expectError(() => new GELU({ approximation: 'tanh' } as never), 'argument', "Did you mean 'approximate'?");
    expectError(() => new GELU('tanh' as never), 'argument', 'GELU: expected options', "{ approximate: 'tanh' }");
    expect(fromConfig('layer', LAYERS, { type: 'GELU' }).config).toEqual({ type: 'GELU', approximate: 'none' });
  });

  it('Dense computes no gradient of a CSR input', async () => {
    const backend = await newBackend();
    const x = upload(backend, {
      layout: 'csr',
      shape: [1, 2],
      rowOffsets: Int32Array.of(0, 1),
      columns: Int32Array.of(1),
      values: Float64Array.of(3),
    });
    const layer = new Dense(1);
    const parameters = { weight: t(backend, [[1], [2]]), bias: t(backend, [0.5]) };
    const { aux: y, gradients } = valueAndGrad(() => {
      const made = layer.call(contextOf(parameters), x);
      return [multiply(sum(made), 2), made];
    }, parameters);
    await expectTensor(y, [1, 1], [6.5]);
    await expectTensor(gradients.weight, [2, 1], [0, 6], EXACT);
    await expectTensor(gradients.bias, [1], [2], EXACT);
    expectError(() => pullback(layer, parameters, x, t(backend, [[2]])), 'dtype', 'dense floats', 'a CSR tensor');
  });

  it.each(deterministic.map((layer) => ({ name: nameOf(layer.config), layer })))(
    '$name works on one row and on none',
    async ({ layer: { config, x, parameters: packed } }) => {
      const backend = await newBackend();
      const layer = fromConfig('layer', LAYERS, config);
      const parameters = uploadAll(backend, packed, 'float64');
      for (const rows of [1, 0]) {
        const width = x.data.length / (x.shape[0] ?? 1);
        const input = { shape: [rows, ...x.shape.slice(1)], data: x.data.slice(0, rows * width) };
        const y = scope(() => {
          const made = layer.call(contextOf(parameters), uploadPacked(backend, input, 'float64')) as Tensor;
          expect(pullback(layer, parameters, uploadPacked(backend, input, 'float64'), made).dX.shape).toEqual(
            input.shape,
          );
          return made;
        });
        expect(y.shape).toEqual([rows, ...layer.build(x.shape.slice(1)).outputShape]);
      }
    },
  );
});

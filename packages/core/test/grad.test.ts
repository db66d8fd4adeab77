/** Reverse mode against central differences in float64, and what it promises about memory, errors and second derivatives. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as core from '../src/index.js';
import {
  type Backend,
  customVjp,
  denseForward,
  grad,
  type Tensor,
  type Tree,
  upload,
  valueAndGrad,
} from '../src/index.js';
import { createBackend } from '../src/testing/index.js';

let backend: Backend;

beforeEach(async () => {
  backend = await createBackend();
});

afterEach(() => {
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

/** Away from 0 and 1, no two alike, of both signs. */
function values(shape: readonly number[], seed: number): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(1 + 7.3 * i + 2.9 * seed) * 1.4 + 0.03);
  return upload(backend, { layout: 'dense', shape, data });
}

const positive = (x: Tensor): Tensor => core.add(core.square(x), 0.3);

/** A scalar that weighs every element differently, so that no error in a gradient cancels. */
function weighted(y: Tensor): Tensor {
  return core.scope(() => {
    const weights = values(y.shape, 11);
    return core.sum(core.multiply(y, weights));
  });
}

type Scalar = (...inputs: Tensor[]) => Tensor;

/** Central differences of f by every element of every input. */
async function differences(f: Scalar, shapes: readonly (readonly number[])[]): Promise<number[][]> {
  const step = 1e-5;
  const data = await Promise.all(
    shapes.map(async (shape, at) => {
      using x = values(shape, at);
      return (await x.data()) as Float64Array;
    }),
  );
  const at = async (input: number, element: number, by: number): Promise<number> => {
    const inputs = shapes.map((shape, i) => {
      const copy = Float64Array.from(data[i] as Float64Array);
      if (i === input) copy[element] = (copy[element] as number) + by;
      return upload(backend, { layout: 'dense', shape, data: copy });
    });
    using y = core.scope(() => f(...inputs));
    for (const x of inputs) x.dispose();
    return await y.item();
  };
  const result: number[][] = [];
  for (const [input, own] of data.entries()) {
    const slopes: number[] = [];
    for (let element = 0; element < own.length; element++) {
      slopes.push(((await at(input, element, step)) - (await at(input, element, -step))) / (2 * step));
    }
    result.push(slopes);
  }
  return result;
}

async function expectGradients(f: Scalar, shapes: readonly (readonly number[])[], fused = true): Promise<void> {
  const inputs = shapes.map(values);
  const { value, gradients } = valueAndGrad((tensors: readonly Tensor[]) => f(...tensors), inputs, { fused });
  const expected = await differences(f, shapes);
  for (const [i, gradient] of gradients.entries()) {
    expect(gradient.shape).toEqual(shapes[i]);
    const received = await gradient.data();
    for (const [at, slope] of (expected[i] as number[]).entries()) {
      expect(Math.abs((received[at] as number) - slope) / Math.max(1, Math.abs(slope))).toBeLessThan(1e-6);
    }
  }
  for (const tensor of [...inputs, ...gradients, value]) tensor.dispose();
}

/** Every differentiable operation, with the shapes of its operands: broadcasting and views included. */
const OPERATIONS: readonly [name: string, f: Scalar, ...shapes: number[][]][] = [
  ['exp', (x) => core.exp(x as Tensor), [2, 3]],
  ['expm1', (x) => core.expm1(x as Tensor), [2, 3]],
  ['log', (x) => core.log(positive(x as Tensor)), [2, 3]],
  ['log1p', (x) => core.log1p(positive(x as Tensor)), [2, 3]],
  ['sqrt', (x) => core.sqrt(positive(x as Tensor)), [2, 3]],
  ['tanh', (x) => core.tanh(x as Tensor), [2, 3]],
  ['sigmoid', (x) => core.sigmoid(x as Tensor), [2, 3]],
  ['erf', (x) => core.erf(x as Tensor), [2, 3]],
  ['add', (a, b) => core.add(a as Tensor, b as Tensor), [2, 3], [2, 3]],
  ['add, broadcast', (a, b) => core.add(a as Tensor, b as Tensor), [2, 1, 3], [4, 1]],
  ['add of a number', (a) => core.add(3, a as Tensor), [2, 3]],
  ['subtract, broadcast', (a, b) => core.subtract(a as Tensor, b as Tensor), [3], [2, 3]],
  ['multiply, broadcast', (a, b) => core.multiply(a as Tensor, b as Tensor), [2, 1], [1, 3]],
  ['multiply by itself', (a) => core.multiply(a as Tensor, a as Tensor), [3]],
  ['divide, broadcast', (a, b) => core.divide(a as Tensor, positive(b as Tensor)), [2, 3], []],
  ['divide a number', (b) => core.divide(2, positive(b as Tensor)), [2, 3]],
  ['maximum, broadcast', (a, b) => core.maximum(a as Tensor, b as Tensor), [2, 3], [3]],
  ['minimum, broadcast', (a, b) => core.minimum(a as Tensor, b as Tensor), [2, 3], [3]],
  ['min of an axis', (x) => core.min(x as Tensor, { axis: 0 }), [2, 3]],
  ['clip', (x) => core.clip(x as Tensor, -0.5, 0.8), [2, 3]],
  ['pow, whole', (x) => core.pow(x as Tensor, 3), [2, 3]],
  ['pow, negative', (x) => core.pow(positive(x as Tensor), -2), [2, 3]],
  ['pow, a fraction', (x) => core.pow(positive(x as Tensor), 1.7), [2, 3]],
  ['pow, one half', (x) => core.pow(positive(x as Tensor), 0.5), [2, 3]],
  ['pow, 0', (x) => core.pow(x as Tensor, 0), [3]],
  ['sum of two axes', (x) => core.sum(x as Tensor, { axis: [0, -1] }), [2, 3, 2]],
  ['mean of two axes', (x) => core.mean(x as Tensor, { axis: [1, 2], keepDimensions: true }), [2, 3, 2]],
  ['softmax of another axis', (x) => core.softmax(x as Tensor, { axis: 0 }), [3, 2]],
  ['logSoftmax of another axis', (x) => core.logSoftmax(x as Tensor, { axis: 0 }), [3, 2]],
  ['where, broadcast', (a, b) => core.where(core.greater(a as Tensor, 0), a as Tensor, b as Tensor), [2, 3], [2, 1]],
  ['broadcastTo', (x) => core.broadcastTo(x as Tensor, [4, 2, 3]), [2, 1]],
  ['sumTo', (x) => core.sumTo(x as Tensor, [2, 1]), [4, 2, 3]],
  ['matmul', (a, b) => core.matmul(a as Tensor, b as Tensor), [2, 4], [4, 3]],
  ['matmul, a transposed', (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true }), [4, 2], [4, 3]],
  ['matmul, b transposed', (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeB: true }), [2, 4], [3, 4]],
  [
    'matmul, both transposed',
    (a, b) => core.matmul(a as Tensor, b as Tensor, { transposeA: true, transposeB: true }),
    [4, 2],
    [3, 4],
  ],
  ['transpose', (x) => core.transpose(x as Tensor), [2, 3]],
  ['reshape', (x) => (x as Tensor).reshape([3, -1]), [2, 3]],
  ['sum of all', (x) => core.sum(x as Tensor), [2, 3]],
  ['sum of an axis', (x) => core.sum(x as Tensor, { axis: 1 }), [2, 3, 2]],
  ['sum that keeps its axis', (x) => core.sum(x as Tensor, { axis: 0, keepDimensions: true }), [2, 3]],
  ['max of all', (x) => core.max(x as Tensor), [2, 3]],
  ['max of an axis', (x) => core.max(x as Tensor, { axis: -1 }), [2, 3]],
  ['gather', (x) => core.gather(x as Tensor, Int32Array.of(2, 0, 2, 1, 2)), [3, 2, 2]],
  ['cast', (x) => core.cast(x as Tensor, 'float64'), [3]],
  ['negate', (x) => core.negate(x as Tensor), [3]],
  ['square', (x) => core.square(x as Tensor), [3]],
  ['huber', (x) => core.huber(x as Tensor, 0.5), [2, 3]],
  ['abs', (x) => core.abs(x as Tensor), [2, 3]],
  ['binaryCrossEntropy', (x, t) => core.binaryCrossEntropy(x as Tensor, t as Tensor), [2, 3], [2, 3]],
  ['relu', (x) => core.relu(x as Tensor), [2, 3]],
  ['leakyRelu', (x) => core.leakyRelu(x as Tensor, 0.1), [2, 3]],
  ['elu', (x) => core.elu(x as Tensor, 0.7), [2, 3]],
  ['silu', (x) => core.silu(x as Tensor), [2, 3]],
  ['gelu', (x) => core.gelu(x as Tensor), [2, 3]],
  ['normalCdf', (x) => core.normalCdf(x as Tensor), [2, 3]],
  ['softplus', (x) => core.softplus(x as Tensor), [2, 3]],
  ['mean', (x) => core.mean(x as Tensor), [2, 3]],
  ['softmax', (x) => core.softmax(x as Tensor), [2, 3]],
  ['logSoftmax', (x) => core.logSoftmax(x as Tensor), [2, 3]],
  ['dense', (x, w, b) => denseForward(x as Tensor, w as Tensor, b as Tensor, 'none'), [4, 3], [3, 2], [2]],
  ['dense with ReLU', (x, w, b) => denseForward(x as Tensor, w as Tensor, b as Tensor, 'relu'), [4, 3], [3, 2], [2]],
  ['dense without bias', (x, w) => denseForward(x as Tensor, w as Tensor, undefined, 'relu'), [4, 3], [3, 2]],
];

const CASES = OPERATIONS.map(([name, f, ...shapes]) => ({ name, f, shapes }));

describe('the gradient of', () => {
  it.each(CASES)('$name', async ({ f, shapes }) => {
    await expectGradients((...inputs) => weighted(f(...inputs)), shapes);
  });

  it.each(CASES)('$name, by its second derivative', async ({ f, shapes }) => {
    // A gradient's own gradient, so that every derivative is itself differentiated.
    const once = (...inputs: Tensor[]) =>
      core.scope(() => {
        const gradients = grad((tensors: readonly Tensor[]) => core.sum(core.square(f(...tensors))), { fused: false })(
          inputs,
        );
        return gradients.map(weighted).reduce((a, b) => core.add(a, b));
      });
    await expectGradients(once, shapes, false);
  });

  it('softmaxCrossEntropy', async () => {
    using labels = upload(backend, { layout: 'dense', shape: [3], data: Int32Array.of(1, 0, 3) });
    for (const fused of [true, false]) {
      await expectGradients((x) => core.softmaxCrossEntropy(x as Tensor, labels, 0.1, 1 / 3), [[3, 4]], fused);
    }
  });

  it('a tensor that takes part several times is the sum over its uses', async () => {
    await expectGradients(
      (x, y) => {
        const product = core.multiply(x as Tensor, y as Tensor);
        return weighted(core.add(core.multiply(product, x as Tensor), core.exp(core.subtract(x as Tensor, product))));
      },
      [
        [2, 3],
        [2, 3],
      ],
    );
  });
});

describe('where two are equal', () => {
  const one = () => upload(backend, { layout: 'dense', shape: [], data: Float64Array.of(1) });

  it('maximum gives half to each, max an equal share, relu nothing at 0', async () => {
    using a = one();
    using b = one();
    const [dA, dB] = grad(([x, y]: readonly [Tensor, Tensor]) => core.maximum(x, y))([a, b]);
    expect([await dA.item(), await dB.item()]).toEqual([0.5, 0.5]);
    using row = upload(backend, { layout: 'dense', shape: [4], data: Float64Array.of(2, 5, 5, 1) });
    using shares = grad((x: Tensor) => core.max(x))(row);
    expect([...(await shares.data())]).toEqual([0, 0.5, 0.5, 0]);
    using zero = upload(backend, { layout: 'dense', shape: [], data: Float64Array.of(0) });
    using slope = grad((x: Tensor) => core.relu(x))(zero);
    expect(await slope.item()).toBe(0);
    for (const tensor of [dA, dB]) tensor.dispose();
  });
});

describe('valueAndGrad', () => {
  it('keeps the form of the parameters, and hands on what comes beside the value', async () => {
    const parameters = { layers: [{ weight: values([2, 2], 1) }, { weight: values([2], 2) }], scale: values([], 3) };
    const { value, gradients, aux } = valueAndGrad(({ layers: [first, second], scale }: typeof parameters) => {
      const y = core.matmul(first?.weight as Tensor, (second as { weight: Tensor }).weight.reshape([2, 1]));
      return [core.multiply(core.sum(y), scale), { y, count: 2 }] as const;
    }, parameters);
    expect(gradients.layers.map(({ weight }) => weight.shape)).toEqual([[2, 2], [2]]);
    expect(gradients.scale.shape).toEqual([]);
    expect(aux.y.shape).toEqual([2, 1]);
    expect(aux.count).toBe(2);
    const total = [...(await aux.y.data())].reduce((a, b) => a + b);
    expect(await gradients.scale.item()).toBeCloseTo(total, 12);
    const all = [parameters, gradients].flatMap(({ layers, scale }) => [...layers.map(({ weight }) => weight), scale]);
    for (const tensor of [...all, value, aux.y]) tensor.dispose();
  });

  it('gives zeros for what the value does not depend on, and 1 for a parameter that is the value', async () => {
    using x = values([2], 1);
    using y = values([], 2);
    const { value, gradients } = valueAndGrad(([, b]: readonly [Tensor, Tensor]) => b, [x, y]);
    expect([...(await gradients[0].data())]).toEqual([0, 0]);
    expect(await gradients[1].item()).toBe(1);
    for (const tensor of [...gradients, value]) tensor.dispose();
    // The value was not the parameter itself.
    expect(y.isDisposed).toBe(false);
  });

  it('gives each gradient elements of its own', async () => {
    using x = values([2], 1);
    using y = values([2], 2);
    const gradients = grad(([a, b]: readonly [Tensor, Tensor]) => core.sum(core.add(a, b)))([x, y]);
    gradients[0].replaceStorage(backend.fill([2], 9, 'float64'));
    expect([...(await gradients[1].data())]).toEqual([1, 1]);
    for (const tensor of gradients) tensor.dispose();
  });

  it('holds no more than the derivatives need, and lets go of it as it goes', () => {
    using x = values([100], 1);
    let most = 0;
    const counted = (tensor: Tensor): Tensor => {
      most = Math.max(most, backend.memory().buffers);
      return tensor;
    };
    using gradient = grad((start: Tensor) => {
      let y = start;
      // Of each tanh its output is held; of each sum nothing.
      for (let i = 0; i < 10; i++) y = core.scope(() => counted(core.add(core.tanh(y), 1)));
      return core.sum(y);
    })(x);
    expect(gradient.shape).toEqual([100]);
    expect(most).toBeLessThan(25);
  });

  it('leaves nothing behind in 1,000 steps, also where the function throws half-way', () => {
    using x = values([3], 1);
    const before = backend.memory();
    for (let step = 0; step < 1000; step++) {
      const f = (y: Tensor): Tensor => {
        const z = core.exp(core.multiply(y, y));
        if (step % 2 === 1) throw new Error('half-way');
        return core.sum(z);
      };
      if (step % 2 === 1) expect(() => grad(f)(x)).toThrow('half-way');
      else grad(f)(x).dispose();
    }
    expect(backend.memory()).toEqual(before);
  });

  it('leaves nothing behind where a derivative throws', () => {
    using x = values([3], 1);
    const before = backend.memory();
    const broken = (y: Tensor): Tensor =>
      customVjp(
        'broken',
        [y],
        () => ({ output: core.exp(y), saved: [y] }),
        () => {
          throw new Error('no derivative');
        },
      );
    expect(() => grad((y: Tensor) => core.sum(core.exp(broken(core.exp(y)))))(x)).toThrow('no derivative');
    expect(backend.memory()).toEqual(before);
  });

  it.each<readonly [why: string, f: (x: Tensor) => unknown, code: string, message: RegExp]>([
    ['returns no scalar', (x) => core.exp(x), 'shape', /must return one float of shape \[\]\. Received float64 \[3\]/],
    ['returns nothing', () => undefined, 'argument', /must return a tensor, or \[tensor, aux\]\. Received undefined/],
    ['returns an integer', (x) => core.argmax(x), 'shape', /Received int32 \[\]/],
    ['returns a promise', async (x) => core.sum(x), 'argument', /returned a promise/],
    ['reads elements', (x) => [core.sum(x), x.data()], 'argument', /^data: elements cannot be read inside/],
    ['reads an element', (x) => [core.sum(x), core.sum(x).item()], 'argument', /^item: elements cannot be read inside/],
  ])('throws where the function %s', (_why, f, code, message) => {
    using x = values([3], 1);
    expect(() => valueAndGrad(f as (x: Tensor) => Tensor, x)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('throws for parameters that have no gradient', () => {
    using labels = upload(backend, { layout: 'dense', shape: [2], data: Int32Array.of(1, 2) });
    const f = (x: Tensor) => core.sum(x);
    expect(() => valueAndGrad(f, labels)).toThrow(/parameters must be dense floats\. Received int32/);
    expect(() => valueAndGrad(f as never, [3] as never as Tree)).toThrow(/expected parameters, .* Received 3/);
    expect(() => valueAndGrad(3 as never, labels)).toThrow(/expected a function of the parameters\. Received 3/);
    expect(() => valueAndGrad(f, labels, { fuse: false } as never)).toThrow(/fuse/);
  });

  it('throws where a parameter was changed in place before its derivative was computed', () => {
    using x = values([3], 1);
    const f = (y: Tensor): Tensor => {
      const total = core.sum(core.multiply(y, y));
      y.replaceStorage(backend.fill([3], 1, 'float64'));
      return total;
    };
    expect(() => grad(f)(x)).toThrow(/^grad: an operand was changed in place/);
    const later = (y: Tensor): Tensor => {
      const z = core.exp(y);
      const total = core.sum(core.multiply(z, z));
      z.replaceStorage(backend.fill([3], 1, 'float64'));
      return total;
    };
    expect(() => grad(later)(x)).toThrow(/^multiply: an operand was changed in place/);
  });

  it('is not recorded on once it is over', async () => {
    using x = values([3], 1);
    grad((y: Tensor) => core.sum(y))(x).dispose();
    expect((await x.data()).length).toBe(3);
  });
});

describe('customVjp', () => {
  const cube = (x: Tensor, wrong?: (dY: Tensor) => Tensor): Tensor =>
    customVjp(
      'cube',
      [x],
      () => ({ output: core.multiply(core.square(x), x), saved: [x] }),
      wrong === undefined
        ? (dY, [y]) => [core.multiply(dY, core.multiply(core.square(y as Tensor), 3))]
        : (dY) => [wrong(dY)],
    );

  it('uses its own derivative', async () => {
    await expectGradients((x) => weighted(cube(x as Tensor)), [[2, 3]]);
  });

  it('says what a derivative of the wrong shape is', () => {
    using x = values([2], 1);
    expect(() => grad((y: Tensor) => core.sum(cube(y, () => core.sum(y))))(x)).toThrow(
      /^cube: the derivative must give a float64 tensor of shape \[2\] for input 0\. Received float64 \[\]\.$/,
    );
  });

  it('has no second derivative, and says what to write', () => {
    using x = values([2], 1);
    const twice = (y: Tensor) => core.sum(grad((z: Tensor) => core.sum(cube(z)))(y));
    expect(() => grad(twice)(x)).toThrow(
      /^cube: a fused kernel has no second derivative; give customVjp a composed form\.$/,
    );
  });

  it('computes without a gradient like any operation', async () => {
    using x = values([1], 1);
    using y = cube(x);
    const [value] = (await x.data()) as Float64Array;
    expect(await y.item()).toBeCloseTo((value as number) ** 3, 12);
  });

  it('is replaced by its composed form where fused kernels are not allowed', async () => {
    const square = (x: Tensor): Tensor =>
      customVjp(
        'square',
        [x],
        () => ({ output: core.square(x), saved: [x] }),
        (dY, [y]) => [core.multiply(dY, core.multiply(y as Tensor, 2))],
        () => core.square(x),
      );
    using x = values([2], 1);
    const twice = (y: Tensor) => core.sum(grad((z: Tensor) => core.sum(square(z)))(y));
    expect(() => grad(twice)(x)).toThrow(/pass \{ fused: false \} to valueAndGrad or grad\.$/);
    using second = grad(twice, { fused: false })(x);
    expect([...(await second.data())]).toEqual([2, 2]);
  });

  it('may hand on its input: a gradient that is turned round', async () => {
    using x = values([2], 1);
    using gradient = grad((y: Tensor) => {
      const turned = customVjp(
        'turn',
        [y],
        () => ({ output: y, saved: [] }),
        (dY) => [core.negate(dY)],
      );
      return core.sum(core.multiply(turned, 3));
    })(x);
    expect([...(await gradient.data())]).toEqual([-3, -3]);
  });

  it.each<readonly [why: string, forward: unknown, vjp: unknown, message: RegExp]>([
    ['forward returns a tensor', (x: Tensor) => core.exp(x), undefined, /^op: forward must return \{ output, saved \}/],
    ['forward saves a number', (x: Tensor) => ({ output: core.exp(x), saved: [x, 3] }), undefined, /^op: forward must/],
    ['vjp returns a tensor', undefined, (dY: Tensor) => dY, /^op: the derivative must return an array/],
    ['vjp leaves a gradient out', undefined, () => [], /for input 0\. Received undefined\.$/],
  ])('says where %s', (_why, forward, vjp, message) => {
    using x = values([2], 1);
    const f = (y: Tensor): Tensor => {
      const run = (forward ?? ((z: Tensor) => ({ output: core.exp(z), saved: [z] }))) as (z: Tensor) => never;
      return core.sum(customVjp('op', [y], () => run(y), (vjp ?? ((dY: Tensor) => [dY])) as never));
    };
    const before = backend.memory();
    expect(() => grad(f)(x)).toThrow(message);
    expect(backend.memory()).toEqual(before);
  });

  it('releases what it held where something that was saved is disposed', () => {
    using x = values([2], 1);
    const before = backend.memory();
    const f = (y: Tensor): Tensor => {
      const gone = core.exp(y);
      gone.dispose();
      return core.sum(
        customVjp(
          'op',
          [y],
          () => ({ output: core.exp(y), saved: [y, gone] }),
          (dY) => [dY],
        ),
      );
    };
    expect(() => grad(f)(x)).toThrow(/was disposed/);
    expect(backend.memory()).toEqual(before);
  });
});

describe('kernels of a backend', () => {
  const LABELS = { layout: 'dense', shape: [2], data: Int32Array.of(1, 0) } as const;

  /** With kernels that are not recorded, as a fast backend has them: each by way of the plain one. */
  function withKernels(plain: Backend): Backend {
    const used = <T>(body: () => T): T => body();
    return {
      ...plain,
      fused: {
        softmaxCrossEntropy: (logits, labels, smoothing, scale) =>
          used(() => {
            const tensors = [logits, labels].map((o) => new core.Tensor(plain, o.storage, o.shape, o.dtype));
            const made = core.labelCrossEntropy(tensors[0] as Tensor, tensors[1] as Tensor, smoothing, scale);
            for (const tensor of tensors) core.keep(tensor);
            return { loss: core.keep(made.loss).detach(), dLogits: core.keep(made.gradient).detach() };
          }),
      },
    };
  }

  it('that a loss calls have its gradient', async () => {
    const fast = withKernels(backend);
    for (const one of [backend, fast]) {
      using x = upload(one, { layout: 'dense', shape: [2, 2], data: Float64Array.of(1, 2, 0.5, -1) });
      using labels = upload(one, LABELS);
      const loss = new core.SoftmaxCrossEntropy();
      using gradient = grad((y: Tensor) => loss.compute(y, labels, 2))(x);
      const expected = core.labelCrossEntropy(x, labels, 0, 0.5);
      const [received, own] = [await gradient.data(), await expected.gradient.data()];
      for (const [at, value] of own.entries()) expect(received[at]).toBeCloseTo(value as number, 12);
      expected.loss.dispose();
      expected.gradient.dispose();
    }
  });
});

describe('at the edges', () => {
  it('sign has no slope, at 0 and NaN neither', async () => {
    using x = upload(backend, { layout: 'dense', shape: [4], data: Float64Array.of(0, -0, 1, Number.NaN) });
    using slope = grad((y: Tensor) => core.sum(core.multiply(core.sign(y), 3)))(x);
    expect([...(await slope.data())]).toEqual([0, 0, 0, 0]);
  });

  it('the logistic loss is curved by 1/4 at 0', async () => {
    using x = upload(backend, { layout: 'dense', shape: [2], data: Float64Array.of(0, 1) });
    using t = upload(backend, { layout: 'dense', shape: [2], data: Float64Array.of(1, 0.3) });
    const slope = grad((y: Tensor) => core.sum(core.binaryCrossEntropy(y, t)));
    using curvature = grad((y: Tensor) => core.sum(slope(y)))(x);
    const [at0, at1] = await curvature.data();
    expect(at0).toBe(0.25);
    expect(at1).toBeCloseTo(0.19661193324148185, 14);
  });

  it('the logistic loss has the slope 1/2 - t at 0', async () => {
    using x = upload(backend, { layout: 'dense', shape: [3], data: new Float64Array(3) });
    using t = upload(backend, { layout: 'dense', shape: [3], data: Float64Array.of(0, 1, 0.5) });
    using slope = grad((y: Tensor) => core.sum(core.binaryCrossEntropy(y, t)))(x);
    expect([...(await slope.data())]).toEqual([0.5, -0.5, 0]);
  });

  it('an infinite slope stays where it is', async () => {
    using x = upload(backend, { layout: 'dense', shape: [2], data: Float64Array.of(-1, 4) });
    using roots = grad((y: Tensor) => core.sum(core.sqrt(core.maximum(y, 0))))(x);
    expect([...(await roots.data())]).toEqual([0, 0.25]);
    using row = upload(backend, { layout: 'dense', shape: [2], data: Float64Array.of(0, -1) });
    using root = grad((y: Tensor) => core.sqrt(core.max(y)))(row);
    expect([...(await root.data())]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  it.each<readonly [what: string, parameters: () => unknown, message: RegExp]>([
    ['a Map', () => new Map([['x', values([2], 1)]]), /Received a Map/],
    ['an instance', () => new (class Weights {})(), /Received a Weights/],
    [
      'an object that contains itself',
      () => {
        const self: Record<string, unknown> = {};
        self['self'] = self;
        return self;
      },
      /an object that contains itself/,
    ],
  ])('parameters may not be %s', (_what, parameters, message) => {
    core.scope(() => {
      expect(() => valueAndGrad(() => values([], 1), parameters() as Tree)).toThrow(message);
    });
  });

  it('sumTo and broadcastTo check their shapes', () => {
    using x = values([2], 1);
    expect(() => core.sumTo(x, [3])).toThrow(/^sumTo: shapes do not broadcast/);
    expect(() => core.broadcastTo(x, [3])).toThrow(/^broadcastTo: shapes do not broadcast/);
    expect(() => core.broadcastTo(x, [1])).toThrow(/^broadcastTo: \[2\] does not broadcast to \[1\]/);
  });
});

/** Networks of several outputs, with losses of several. */
import { createBackend } from '@nablajs/backend-ts';
import {
  add,
  type Blueprint,
  Chain,
  type Context,
  customVjp,
  Dense,
  type DenseArray,
  dense,
  Huber,
  Lambda,
  type Loss,
  type Module,
  meanLoss,
  multiply,
  Network,
  type Shape,
  SoftmaxCrossEntropy,
  Softplus,
  subtract,
  Tanh,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { backendReference, gradcheck } from '../src/index.js';
import { normals } from './support/points.js';

/** A trunk, a head of classes and one of numbers. */
class TwoHeads implements Module {
  readonly config: TypedConfig = { type: 'TwoHeads' };
  readonly trunk = new Chain([new Dense(4), new Tanh()]);
  readonly kind: Module;
  readonly size: Chain = new Chain([new Dense(2), new Softplus()]);

  constructor(kind: Module = new Dense(3)) {
    this.kind = kind;
  }

  build(inputShape: Shape): Blueprint {
    const trunk = this.trunk.build(inputShape);
    const inner = trunk.outputShape as Shape;
    const [kind, size] = [this.kind.build(inner), this.size.build(inner)];
    return { outputShape: [kind.outputShape as Shape, size.outputShape as Shape], children: { trunk, kind, size } };
  }

  call(context: Context, x: Tensor): [Tensor, Tensor] {
    const inner = context.run('trunk', this.trunk, x);
    return [context.run('kind', this.kind, inner) as Tensor, context.run('size', this.size, inner)];
  }
}

/** The identity, whose gradient is off. */
class Bent extends Lambda {
  constructor() {
    super({ type: 'Bent' }, (x) => {
      const forward = () => ({ output: multiply(x, 1), saved: [] });
      return customVjp('bent', [x], forward, (dY) => [subtract(dY, 0.01)]);
    });
  }
}

const [kinds, sizes] = [new SoftmaxCrossEntropy(), new Huber(0.4)];

/** The sum of both heads' losses. */
const loss: Loss<[Tensor, Tensor], [Tensor, Tensor]> = {
  config: { type: 'Both' },
  classification: false,
  compute: ([logits, y], [labels, wanted]) => ({
    sum: add(meanLoss(kinds, logits, labels), meanLoss(sizes, y, wanted)),
    weight: 1,
  }),
};

const x = normals([5, 3]);
const targets: DenseArray[] = [dense(Int32Array.of(2, 0, 1, 1, 0), [5]), normals([5, 2], 9)];
const NAMES = ['trunk.0.weight', 'trunk.0.bias', 'kind.weight', 'kind.bias', 'size.0.weight', 'size.0.bias', 'input'];

describe('a network of two outputs', () => {
  it.each([
    ['with a loss of both and targets of both', { loss, targets }],
    ['with random weights for each output', {}],
  ])('is checked %s', async (_, options) => {
    const backend = await createBackend();
    using network = new Network(backend, new TwoHeads(), { inputShape: [3], dtype: 'float64', seed: 1 });
    const report = await gradcheck(network, x, options);
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name }) => name)).toEqual(NAMES);
    expect(report.checked).toBe(12 + 4 + 12 + 3 + 8 + 2 + 15);
    expect(report.tensors.every(({ worst }) => worst !== undefined && Math.abs(worst.expected) < 10)).toBe(true);
    expect(backend.memory().buffers).toBe(6);
  });

  it('may have a loss with one tensor of targets', async () => {
    const backend = await createBackend();
    using network = new Network(backend, new TwoHeads(), { inputShape: [3], dtype: 'float64', seed: 1 });
    const second: Loss<[Tensor, Tensor]> = {
      config: { type: 'Second' },
      classification: false,
      compute: ([, y], wanted) => sizes.compute(y, wanted),
    };
    const report = await gradcheck(network, x, { loss: second, targets: targets[1] as DenseArray });
    expect(report.problems).toEqual([]);
    const largest = (name: string) => Math.abs(report.tensors.find((one) => one.name === name)?.worst?.analytic ?? 1);
    expect(largest('kind.weight')).toBe(0);
    expect(largest('size.0.weight')).toBeGreaterThan(1e-4);
  });

  it.each([{ loss, targets }, {}])('is held against another backend', async (options) => {
    const [backend, against] = [await createBackend(), await createNaive()];
    using network = new Network(backend, new TwoHeads(), { inputShape: [3], dtype: 'float64', seed: 1 });
    for (const other of [against, backendReference(against)]) {
      const report = await gradcheck(network, x, { ...options, against: other });
      expect([report.problems, report.checked]).toEqual([[], 56]);
    }
    expect([backend, against].map((one) => one.memory().buffers)).toEqual([6, 0]);
  });

  it('may be a module alone, whose weights are drawn', async () => {
    const backend = await createBackend();
    const report = await gradcheck(new TwoHeads(), x, { backend });
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name }) => name)).toEqual(NAMES);
    expect(backend.memory().buffers).toBe(0);
  });

  it.each([{ loss, targets }, {}])('with a wrong gradient in one head is found out', async (options) => {
    const backend = await createBackend();
    const wrong = new Chain([new Bent(), new Dense(3)]);
    const report = await gradcheck(new TwoHeads(wrong), x, { backend, ...options });
    expect(report.tensors.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
      ...['trunk.0.weight', 'trunk.0.bias', 'input'],
    ]);
  });
});

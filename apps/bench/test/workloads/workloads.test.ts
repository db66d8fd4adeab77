import { beforeAll, describe, expect, it } from 'vitest';
import type { InputArray } from '../../src/workloads/arrays.js';
import { convolutional } from '../../src/workloads/convnets.js';
import type { Digits } from '../../src/workloads/digits.js';
import { workloadsOf } from '../../src/workloads/index.js';
import { SUITES, type SuiteName } from '../../src/workloads/workload.js';
import { sharedDigits } from '../mnist.js';

let digits: Digits;

beforeAll(async () => {
  digits = await sharedDigits();
});

const named = (suite: SuiteName, name: string, quick = false) => {
  const found = workloadsOf(suite, digits, quick).find(({ workload }) => workload.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe('the operations that every candidate has to do', () => {
  it('training: stored pixels twice, forward and for the gradient, and the second layer three times', async () => {
    const { workload, inputs } = named('train', 'full batch, 2,000 rows, 532 hidden');
    const stored = (await inputs())['x']?.data.filter((value) => value !== 0).length ?? 0;
    expect(stored).toBeGreaterThan(200_000);
    expect(stored).toBeLessThan(400_000);
    expect(workload.flops).toBe(4 * stored * 532 + 6 * 2000 * 532 * 10);
    expect(named('train', 'shuffled batches of 128, 12,800 rows, Adam').workload.flops).toBe(
      4 * digits.stored(12_800) * 532 + 6 * 12_800 * 532 * 10,
    );
  });

  it('inference: stored pixels once, and the second layer once', () => {
    expect(named('infer', '10,000 images').workload.flops).toBe(
      2 * digits.stored(10_000) * 532 + 2 * 10_000 * 532 * 10,
    );
    expect(digits.stored(1)).toBeLessThan(784 / 2);
  });
});

describe('convolutional networks', () => {
  const parametersOf = async (name: string): Promise<number> => {
    const inputs = await named('convnet', name).inputs();
    const trained = Object.entries(inputs).filter(([key]) => key.includes('.') && !key.includes('.running'));
    return trained.reduce((sum, [, { data }]) => sum + data.length, 0);
  };

  it("mnist_convnet is Keras', and its FLOP count the forward pass and both gradients", async () => {
    expect(await parametersOf('mnist_convnet, batch of 128')).toBe(34_826);
    const [first, second, dense] = [26 * 26 * 9 * 32, 11 * 11 * 9 * 32 * 64, 5 * 5 * 64 * 10];
    expect(named('convnet', 'mnist_convnet, batch of 128').workload.flops).toBe(
      2 * 128 * (2 * first + 3 * (second + dense)),
    );
  });

  it('ResNet-8 has the layers of He et al. for n = 1, with projections where the shape changes', async () => {
    const convolutions = 9 * (3 * 16 + 2 * 16 * 16 + 16 * 32 + 32 * 32 + 32 * 64 + 64 * 64) + 16 * 32 + 32 * 64;
    const norms = 2 * (3 * 16 + 3 * 32 + 3 * 64);
    expect(await parametersOf('ResNet-8, batch of 128')).toBe(convolutions + norms + 64 * 10 + 10);
  });

  it('have batches of 128 in both dtypes', () => {
    const full = convolutional(digits, false).filter(({ workload: { name } }) => name.endsWith('128'));
    expect(full.map(({ workload: { dtype } }) => dtype)).toEqual(['float32', 'float64', 'float32', 'float64']);
  });
});

describe('sequences', () => {
  const planned = (kind: string) => {
    const found = workloadsOf('sequences', digits, false).find(({ workload }) => workload.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  const parametersOf = (inputs: Readonly<Record<string, InputArray>>): number =>
    Object.entries(inputs).reduce((sum, [name, { data }]) => sum + (name.includes('.') ? data.length : 0), 0);
  let gpt: Readonly<Record<string, InputArray>>;
  beforeAll(async () => {
    gpt = await planned('gpt').inputs();
  });

  it("have the preset's GPT, and a common LSTM", async () => {
    expect(parametersOf(gpt)).toBe(826_433);
    expect(parametersOf(await planned('generate').inputs())).toBe(826_433);
    expect(parametersOf(await planned('lstm').inputs())).toBe(4 * 128 * (128 + 128 + 1) + 129 * 10);
  });

  it('learn the token behind each token', () => {
    const { x, labels } = gpt as Record<'x' | 'labels', InputArray>;
    expect([x.shape, labels.shape]).toEqual([
      [128, 128],
      [128, 128],
    ]);
    expect(labels.data.subarray(0, 127)).toEqual(x.data.subarray(1, 128));
    expect(labels.data.subarray(128, 255)).toEqual(x.data.subarray(129, 256));
  });

  it('count a product forward and twice for its gradients, and only the keys that a token sees', () => {
    const layers = 4 * 12 * 128 ** 2 + 128 * 65;
    const attention = 2 * 4 * 128 * ((128 * 129) / 2);
    expect(planned('gpt').workload).toMatchObject({ tokens: 4096, flops: 6 * (4096 * layers + 32 * attention) });
    const written = 2 * 4 * 128 * ((127 * 128) / 2);
    expect(planned('generate').workload).toMatchObject({ tokens: 112, flops: 2 * (127 * layers + written) });
    const [inputs, states] = [2 * 64 * 4 * 128 ** 2, 3 * 63 * 4 * 128 ** 2];
    expect(planned('lstm').workload.flops).toBe(2 * 64 * (inputs + states + 3 * 128 * 10));
  });
});

describe('mini batches', () => {
  const orderOf = async (name: string, quick = false) => (await named('train', name, quick).inputs())['order'];

  it('contain every row once, in the same order in every run', async () => {
    const order = await orderOf('shuffled batches of 128, 1,280 rows, Adam', true);
    const rows = Int32Array.from({ length: 1280 }, (_, row) => row);
    expect(order).toMatchObject({ dtype: 'int32', shape: [1280] });
    const isSame = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
      a.length === b.length && rows.every((row) => a[row] === b[row]);
    expect(isSame(order?.data, rows)).toBe(false);
    expect(isSame(order?.data.slice().sort(), rows)).toBe(true);
    const again = await orderOf('shuffled batches of 128, 1,280 rows, Adam', true);
    expect(isSame(again?.data, order?.data)).toBe(true);
  });

  it('are the only workloads with an order', async () => {
    expect(await orderOf('full batch, 2,000 rows, 532 hidden')).toBeUndefined();
  });
});

describe('suites', () => {
  it('name every workload once for each dtype, and none of them explodes', () => {
    for (const quick of [false, true]) {
      for (const suite of SUITES) {
        const names = workloadsOf(suite, digits, quick).map(({ workload: { name, dtype } }) => `${name} ${dtype}`);
        expect(new Set(names).size, suite).toBe(names.length);
        expect(names.length, suite).toBeLessThanOrEqual(quick ? 4 : 80);
      }
    }
  });

  it('have curves with sizes from tiny to large', () => {
    const curves = [...workloadsOf('ops', digits, false), ...workloadsOf('train', digits, false)].flatMap(
      ({ workload: { curve } }) => (curve === undefined ? [] : [curve]),
    );
    const sizes = (name: string) => curves.filter((curve) => curve.name === name).map(({ x }) => x);
    expect(sizes('element-wise sigmoid')).toEqual([1000, 100_000, 4_000_000]);
    expect(new Set(sizes('Adam step by weights'))).toEqual(new Set([1000, 422_940, 4_000_000]));
    expect(new Set(sizes('SGD step by weights'))).toEqual(new Set([1000, 422_940, 4_000_000]));
    expect(sizes('epoch of 6,000 rows by hidden units')).toEqual([64, 128, 256, 512, 1024]);
    for (const name of ['softmax', 'sum of rows', 'sum of columns', 'max of rows']) {
      expect(named('ops', `${name} 20000x200`).workload.suite).toBe('ops');
    }
  });
});

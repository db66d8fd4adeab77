/** What reverse mode promises about memory, errors and edges. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as core from '../../src/index.js';
import {
  type Backend,
  customVjp,
  grad,
  type Shape,
  type Tensor,
  type Tree,
  upload,
  valueAndGrad,
} from '../../src/index.js';
import { REQUIRED_KERNELS } from '../../src/kernels/index.js';
import { createBackend } from '../../src/testing/index.js';
import { valuesOn } from '../support/differences.js';

let backend: Backend;

beforeEach(async () => {
  backend = await createBackend();
});

afterEach(() => {
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

const values = (shape: Shape, seed: number): Tensor => valuesOn(backend, shape, seed);

describe('where two are equal', () => {
  const one = () => upload(backend, { layout: 'dense', shape: [], data: Float64Array.of(1) });

  it('ties: maximum gives half to each, max an equal share, relu nothing at 0', async () => {
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
  it('keeps the structure of the parameters and returns aux', async () => {
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

  it('is 0 for parameters that the value does not depend on, and 1 for one that is the value', async () => {
    using x = values([2], 1);
    using y = values([], 2);
    const { value, gradients } = valueAndGrad(([, b]: readonly [Tensor, Tensor]) => b, [x, y]);
    expect([...(await gradients[0].data())]).toEqual([0, 0]);
    expect(await gradients[1].item()).toBe(1);
    for (const tensor of [...gradients, value]) tensor.dispose();
    // The value was not the parameter itself.
    expect(y.isDisposed).toBe(false);
  });

  it('gives each gradient its own elements', async () => {
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

  it.each([0, 1])('throws where operand %i alone of two was changed in place', (at) => {
    using x = values([3], 1);
    const f = (y: Tensor): Tensor => {
      const operands = [core.add(y, 1), core.add(y, 2)] as const;
      const total = core.sum(core.multiply(...operands));
      operands[at]?.replaceStorage(backend.fill([3], 1, 'float64'));
      return total;
    };
    expect(() => grad(f)(x)).toThrow(/^multiply: an operand was changed in place/);
  });

  it('gives a parameter that is there twice two gradients, each with its own elements', async () => {
    using w = values([3], 1);
    const { a, b } = grad(({ a: first, b: second }: { a: Tensor; b: Tensor }) =>
      core.sum(core.multiply(first, second)),
    )({ a: w, b: w });
    const twice = (await w.data()).map((value) => 2 * value);
    expect(await a.data()).toEqual(twice);
    a.replaceStorage(backend.fill([3], 0, 'float64'));
    expect(await b.data()).toEqual(twice);
    for (const gradient of [a, b]) gradient.dispose();
  });

  it('of a convolution’s bias alone is the one beside that of the filters, through a ReLU too', async () => {
    using x = values([2, 5, 5, 2], 1);
    using w = values([3, 3, 2, 4], 2);
    using b = values([4], 3);
    for (const activation of ['none', 'relu'] as const) {
      const loss = (filters: Tensor, bias: Tensor): Tensor => core.sum(core.conv2d(x, filters, bias, { activation }));
      using alone = grad((bias: Tensor) => loss(w, bias))(b);
      const both = grad((all: { w: Tensor; b: Tensor }) => loss(all.w, all.b))({ w, b });
      const [received, expected] = [await alone.data(), await both.b.data()];
      for (const [at, value] of expected.entries()) expect(received[at]).toBeCloseTo(value, 12);
      for (const gradient of Object.values(both)) gradient.dispose();
    }
  });

  it('is not recorded on once it is over', async () => {
    using x = values([3], 1);
    grad((y: Tensor) => core.sum(y))(x).dispose();
    expect((await x.data()).length).toBe(3);
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

type Fused = Required<NonNullable<Backend['fused']>>;

/** Counts the elements that kernels read and write. */
function counting(inner: Backend): { readonly backend: Backend; moved: number } {
  const counter = { backend: inner, moved: 0 };
  const sizeOf = (operand: unknown): number => {
    const { shape } = (operand ?? {}) as Partial<Tensor>;
    return Array.isArray(shape) ? core.sizeOf(shape) : 0;
  };
  const kernels = Object.fromEntries(
    REQUIRED_KERNELS.map((name) => [
      name,
      (...operands: readonly unknown[]) => {
        const result = (inner[name] as (...operands: readonly unknown[]) => Float64Array)(...operands);
        // These read what they write.
        const read =
          name === 'slice' || name === 'gather'
            ? result.length
            : operands.flat().reduce<number>((all, x) => all + sizeOf(x), 0);
        counter.moved += read + result.length;
        return result;
      },
    ]),
  );
  const addBlock: typeof addInPlace = (...operands) => {
    counter.moved += 3 * sizeOf(operands[1]);
    return addInPlace(...operands);
  };
  const addRows: typeof addRowsInPlace = (...operands) => {
    counter.moved += 3 * sizeOf(operands[1]);
    return addRowsInPlace(...operands);
  };
  counter.backend = { ...inner, ...kernels, fused: { addBlock, addRows } };
  return counter;
}

/** The kernel `addBlock`, on the storages of the naive backend. */
const addInPlace: Fused['addBlock'] = (sum, x, starts) => {
  const out = sum.storage as Float64Array;
  (x.storage as Float64Array).forEach((value, flat) => {
    let [rest, at, stride] = [flat, 0, 1];
    for (let axis = sum.shape.length - 1; axis >= 0; axis--) {
      const length = x.shape[axis] as number;
      at += ((starts[axis] as number) + (rest % length)) * stride;
      rest = Math.floor(rest / length);
      stride *= sum.shape[axis] as number;
    }
    out[at] = (out[at] as number) + value;
  });
  return out;
};

/** The kernel `addRows`, for indices that differ. */
const addRowsInPlace: Fused['addRows'] = (sum, x, { storage: indices }) => {
  const out = sum.storage as Float64Array;
  const width = sum.shape[1] as number;
  (x.storage as Float64Array).forEach((value, flat) => {
    const at = ((indices as Int32Array)[Math.floor(flat / width)] as number) * width + (flat % width);
    out[at] = (out[at] as number) + value;
  });
  return out;
};

describe('the gradient of a part', () => {
  /** A recurrence over x [2, time, 3], whose states are joined and parted again. */
  const recurrence = (x: Tensor): Tensor => {
    let state = core.slice(x, [[], 0]);
    const states = [state];
    for (let at = 1; at < (x.shape[1] as number); at++) {
      const [first, rest] = core.split(core.slice(x, [[], at]), [1, 2], { axis: 1 }) as [Tensor, Tensor];
      state = core.tanh(core.add(core.multiply(first, rest).reshape([2, 2, 1]), state.reshape([2, 1, 3])));
      state = core.sum(state, { axis: 1 });
      states.push(state);
    }
    return core.sum(core.square(core.stack(states, { axis: 1 })));
  };

  it('costs its own size: a recurrence takes time in proportion to its length', () => {
    const moved = (time: number): number => {
      const counter = counting(backend);
      const x = valuesOn(counter.backend, [2, time, 3], 1);
      grad(recurrence)(x).dispose();
      x.dispose();
      return counter.moved;
    };
    expect(moved(16) - moved(8)).toBe(2 * (moved(8) - moved(4)));
  });

  it('of a gather costs what was gathered', () => {
    const moved = (times: number): number => {
      const counter = counting(backend);
      const table = valuesOn(counter.backend, [50, 3], 1);
      grad((x: Tensor) => {
        const looked = Array.from({ length: times }, (_, at) => core.gather(x, Int32Array.of(at, 49 - at)));
        return core.sum(core.stack(looked));
      })(table).dispose();
      table.dispose();
      return counter.moved;
    };
    // Four more lookups of six elements, and no other tensor of the table's 150.
    expect(moved(8) - moved(4)).toBeLessThan(4 * 100);
    expect(moved(12) - moved(8)).toBe(moved(8) - moved(4));
  });

  it('is added in the order of whole gradients, with their bits', async () => {
    const gradients: (readonly number[])[] = [];
    for (const one of [backend, { ...backend, fused: { addBlock: addInPlace, addRows: addRowsInPlace } }]) {
      using x = valuesOn(one, [2, 5, 3], 2);
      using slopes = grad((v: Tensor) => {
        const whole = core.sum(core.multiply(core.exp(v), core.gather(v, Int32Array.of(1, 0))));
        return core.add(core.multiply(recurrence(v), whole), core.sum(core.slice(v, [[], [0, 3], [2, 0, -1]])));
      })(x);
      gradients.push([...(await slopes.data())]);
    }
    expect(gradients[0]).toEqual(gradients[1]);
  });

  it('is not added to what another gradient or a caller still needs', async () => {
    backend = { ...backend, fused: { addBlock: addInPlace } };
    using x = values([3], 1);
    using y = values([3], 2);
    // The derivatives of add and reshape hand on dY itself.
    const slopes = grad(([a, b]: readonly [Tensor, Tensor]) => {
      const part = core.sum(core.multiply(core.slice(a, [[1]]), core.slice(b, [[0, 2]])));
      return core.add(core.sum(core.multiply(core.add(a, b.reshape([3])), 5)), part);
    })([x, y] as const);
    const [a, b] = [await x.data(), await y.data()] as const;
    expect([...(await slopes[0].data())]).toEqual([5, (b[0] as number) + 5, (b[1] as number) + 5]);
    expect([...(await slopes[1].data())]).toEqual([(a[1] as number) + 5, (a[2] as number) + 5, 5]);
    for (const slope of slopes) slope.dispose();
    let kept: Tensor | undefined;
    const own = (v: Tensor): Tensor =>
      customVjp(
        'own',
        [v],
        () => ({ output: core.multiply(v, 1), saved: [] }),
        (dY) => {
          kept ??= core.keep(core.multiply(dY, 7));
          return [kept];
        },
      );
    using sums = grad((v: Tensor) => core.add(core.sum(core.slice(v, [[1]])), core.sum(own(v))))(x);
    expect([...(await sums.data())]).toEqual([7, 8, 8]);
    expect([...((await kept?.data()) ?? [])]).toEqual([7, 7, 7]);
    kept?.dispose();
  });

  it('has a derivative: d2/dx2 of x0 x1 + x1 x2', async () => {
    backend = { ...backend, fused: { addBlock: addInPlace } };
    using x = values([3], 3);
    const product = (v: Tensor): Tensor => core.sum(core.multiply(core.slice(v, [[0, 2]]), core.slice(v, [[1]])));
    for (const fused of [true, false]) {
      using second = grad((v: Tensor) => core.sum(core.slice(grad(product, { fused })(v), [1])))(x);
      expect([...(await second.data())]).toEqual([1, 0, 1]);
    }
  });
});

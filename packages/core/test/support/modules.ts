/** Modules of the tests' own, and networks of them. */
import {
  add,
  type Backend,
  type Blueprint,
  Chain,
  type Context,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  fit,
  type Module,
  matmul,
  mean,
  multiply,
  Network,
  oneHot,
  type Shape,
  subtract,
  sum,
  Tanh,
  type Tensor,
  type TypedConfig,
} from '../../src/index.js';
import { adamOptions } from './training.js';

export const f64 = (values: readonly number[], shape: Shape): DenseArray => dense(Float64Array.from(values), shape);
export const first = { seed: 0, step: 1 };
export const throughJson = <T>(config: T): T => JSON.parse(JSON.stringify(config)) as T;

/** x less a running mean of its columns, which a step moves half way. */
export class Centre implements Module {
  get config(): TypedConfig {
    return { type: 'Centre' };
  }

  build([width = 0]: Shape): Blueprint {
    const parameters = {
      mean: { shape: [width], initializer: 'zeros', trainable: false },
      shift: { shape: [width], initializer: 'zeros' },
    } as const;
    return { outputShape: [width], parameters };
  }

  call(context: Context, x: Tensor): Tensor {
    const running = context.parameter('mean');
    if (context.training) context.update('mean', multiply(add(running, mean(x, { axis: 0 })), 0.5));
    return add(subtract(x, running), context.parameter('shift'));
  }
}

/** (left W) (right V + b), of two inputs. */
export class Product implements Module {
  readonly left = new Dense(1, { bias: false });
  readonly right = new Dense(1);

  get config(): TypedConfig {
    return { type: 'Product' };
  }

  build(left: Shape, right: Shape): Blueprint {
    return { outputShape: [1], children: { left: this.left.build(left), right: this.right.build(right) } };
  }

  call(context: Context, left: Tensor, right: Tensor): Tensor {
    return multiply(context.run('left', this.left, left), context.run('right', this.right, right));
  }
}

export const productOf = (backend: Backend): Network<Product> =>
  new Network(backend, new Product(), {
    inputShape: [[2], [1]],
    dtype: 'float64',
    parameters: new Map([
      ['left.weight', f64([3, -1], [2, 1])],
      ['right.weight', f64([4], [1, 1])],
      ['right.bias', f64([1], [1])],
    ]),
  });

/** An encoder of the caller's and a head. */
export class Classifier implements Module {
  readonly encoder: Module;
  readonly head = new Dense(3);

  constructor(encoder: Module) {
    this.encoder = encoder;
  }

  get config(): TypedConfig {
    return { type: 'Classifier', encoder: this.encoder.config };
  }

  build(inputShape: Shape): Blueprint {
    const encoder = this.encoder.build(inputShape);
    return { outputShape: [3], children: { encoder, head: this.head.build(encoder.outputShape as Shape) } };
  }

  call(context: Context, x: Tensor): Tensor {
    return context.run('head', this.head, context.run('encoder', this.encoder, x) as Tensor);
  }
}

export const classifierOf = (backend: Backend, encoder: Module = new Chain([new Dense(5), new Tanh(), new Dense(4)])) =>
  new Network(backend, new Classifier(encoder), { inputShape: [4], dtype: 'float64', seed: 2 });

/** 2 x and 3 x. */
export class Split implements Module {
  readonly config: TypedConfig = { type: 'Split' };

  build(inputShape: Shape): Blueprint {
    return { outputShape: [inputShape, inputShape] };
  }

  call(_context: Context, x: Tensor): [Tensor, Tensor] {
    return [multiply(x, 2), multiply(x, 3)];
  }
}

/** x W + b for each width, of one input. */
export class Heads implements Module {
  readonly heads: readonly Dense[];

  constructor(...widths: readonly number[]) {
    this.heads = widths.map((width) => new Dense(width));
  }

  get config(): TypedConfig {
    return { type: 'Heads', widths: this.heads.map(({ units }) => units) };
  }

  build(inputShape: Shape): Blueprint {
    const built = this.heads.map((head) => head.build(inputShape));
    return {
      outputShape: built.map(({ outputShape }) => outputShape as Shape),
      children: Object.fromEntries(built.map((child, at) => [`head${at}`, child])),
    };
  }

  call(context: Context, x: Tensor): readonly Tensor[] {
    return this.heads.map((head, at) => context.run(`head${at}`, head, x));
  }
}

/** The sum of a table's rows at the tokens [n, length]. */
export class TokenSum implements Module {
  readonly config: TypedConfig = { type: 'TokenSum' };
  readonly acceptsIntegers = true;

  build(): Blueprint {
    return { outputShape: [2], parameters: { table: { shape: [5, 2], initializer: 'glorotNormal' } } };
  }

  call(context: Context, tokens: Tensor): Tensor {
    const [rows = 0, length = 0] = tokens.shape;
    const table = context.parameter('table');
    const places = oneHot(tokens.reshape([rows * length]), 5, table.dtype);
    return sum(matmul(places, table).reshape([rows, length, 2]), { axis: 1 });
  }
}

/** What `body` does, with two parameters at most. */
export class Custom implements Module {
  readonly config: TypedConfig = { type: 'Custom' };
  readonly #body: (context: Context, x: Tensor) => Tensor;
  readonly #blueprint: Partial<Blueprint>;

  constructor(body: (context: Context, x: Tensor) => Tensor, blueprint: Partial<Blueprint> = {}) {
    this.#body = body;
    this.#blueprint = blueprint;
  }

  build(inputShape: Shape): Blueprint {
    return { outputShape: inputShape, ...this.#blueprint };
  }

  call(context: Context, x: Tensor): Tensor {
    return this.#body(context, x);
  }
}

export const scale = { shape: [2], initializer: 'zeros' } as const;

export const customOf = (
  backend: Backend,
  body: (context: Context, x: Tensor) => Tensor,
  blueprint?: Partial<Blueprint>,
) => new Network(backend, new Custom(body, blueprint), { inputShape: [2], dtype: 'float64' });

/** `fit` in parts of small batches, with its optimizer. */
export async function trained(model: Network, dataset: Dataset, changes: Parameters<typeof adamOptions>[0] = {}) {
  const options = adamOptions({ batchSize: 4, parts: 2, ...changes });
  const { loss } = await fit(model, dataset, options);
  return { loss, optimizer: options.optimizer };
}

/** Networks with one mistake each in a gradient: what a gradient check is for. */
import {
  add,
  BinaryCrossEntropy,
  Dense,
  Dropout,
  divide,
  ELU,
  Flatten,
  type ForwardContext,
  GELU,
  gather,
  greater,
  Huber,
  keep,
  type Layer,
  LeakyReLU,
  type Loss,
  type LossAndGradient,
  MeanAbsoluteError,
  MeanSquaredError,
  matmul,
  multiply,
  type NamedTensors,
  negate,
  ReLU,
  Sigmoid,
  SiLU,
  Softmax,
  SoftmaxCrossEntropy,
  Softplus,
  sigmoid,
  softmax,
  square,
  subtract,
  sum,
  Tanh,
  type Tensor,
  tanh,
  transpose,
  where,
} from '@nablajs/core';

export interface Mutant {
  readonly name: string;
  /** Without the mistake. */
  readonly sound: Candidate;
  readonly mutated: Candidate;
}

/** One layer in the middle of a network, and the loss at its end. */
interface Candidate {
  readonly layer: Layer;
  readonly loss: Loss;
}

interface Seen {
  readonly parameters: NamedTensors;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly dY: Tensor;
  /** What the sound layer gives. */
  readonly dX: Tensor;
  readonly gradients: NamedTensors;
}

interface Mistake {
  readonly dX?: (seen: Seen) => Tensor;
  readonly gradients?: (seen: Seen) => NamedTensors;
}

interface Saved {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly inner: unknown;
}

/** The layer with a mistake in its backward; never fused. */
function layerWith(layer: Layer, { dX, gradients }: Mistake): Layer<Saved> {
  return {
    config: layer.config,
    ...(layer.kinks === undefined ? {} : { kinks: layer.kinks }),
    build: (inputShape) => layer.build(inputShape),
    forward(parameters: NamedTensors, x: Tensor, context: ForwardContext): [Tensor, Saved] {
      const [y, inner] = layer.forward(parameters, x, context);
      return [y, { x, y, inner }];
    },
    backward(parameters, { x, y, inner }, dY) {
      const [soundDX, soundGradients] = layer.backward(parameters, inner, dY, true);
      const seen = { parameters, x, y, dY, dX: soundDX as Tensor, gradients: soundGradients };
      return [dX?.(seen) ?? seen.dX, gradients?.(seen) ?? soundGradients];
    },
  };
}

/** Differentiates with what the forward pass before the last one kept. */
function withStaleState(layer: Layer): Layer {
  let [before, last]: unknown[] = [];
  return {
    config: layer.config,
    ...(layer.kinks === undefined ? {} : { kinks: layer.kinks }),
    build: (inputShape) => layer.build(inputShape),
    forward(parameters, x, context) {
      const [y, saved] = layer.forward(parameters, x, context);
      [before, last] = [last ?? saved, keptCopy(saved)];
      return [y, saved];
    },
    backward: (parameters, _saved, dY, needDX) => layer.backward(parameters, before, dY, needDX),
  };
}

/** Of a tensor that the pass is about to release. */
const keptCopy = (saved: unknown): unknown => keep(multiply(saved as Tensor, 1));

/** The layer as the first with parameters, as training has it. */
function wrongWithoutInputGradient(layer: Layer): Layer {
  return {
    config: layer.config,
    build: (inputShape) => layer.build(inputShape),
    forward: (parameters, x, context) => layer.forward(parameters, x, context),
    backward(parameters, saved, dY, needDX) {
      const [dX, { weight, ...rest }] = layer.backward(parameters, saved, dY, needDX);
      return [dX, { ...rest, weight: needDX ? (weight as Tensor) : negate(weight as Tensor) }];
    },
  };
}

/** The loss with another gradient. */
function lossWith(loss: Loss, gradient: (sound: Tensor, outputs: Tensor, targets: Tensor) => Tensor): Loss {
  return {
    config: loss.config,
    classification: loss.classification,
    ...(loss.kinks === undefined ? {} : { kinks: loss.kinks }),
    compute(outputs: Tensor, targets: Tensor, rows: number): LossAndGradient {
      const sound = loss.compute(outputs, targets, rows);
      return { loss: sound.loss, gradient: gradient(sound.gradient, outputs, targets) };
    },
  };
}

const inLayer = (name: string, layer: Layer, mistake: Mistake, loss: Loss = new MeanSquaredError()): Mutant => ({
  name: `${layer.config.type}: ${name}`,
  sound: { layer, loss },
  mutated: { layer: layerWith(layer, mistake), loss },
});

const inLoss = (name: string, loss: Loss, gradient: Parameters<typeof lossWith>[1]): Mutant => ({
  name: `${loss.config.type}: ${name}`,
  sound: { layer: new Tanh(), loss },
  mutated: { layer: new Tanh(), loss: lossWith(loss, gradient) },
});

/** dX = dY f'(x) with a wrong f'. */
const slope =
  (derivative: (x: Tensor, y: Tensor) => Tensor) =>
  ({ x, y, dY }: Seen): Tensor =>
    multiply(dY, derivative(x, y));

const weight = (change: (weight: Tensor, seen: Seen) => Tensor): Mistake => ({
  gradients: (seen) => ({ ...seen.gradients, weight: change(seen.gradients['weight'] as Tensor, seen) }),
});

const bias = (change: (bias: Tensor, seen: Seen) => Tensor): Mistake => ({
  gradients: (seen) => ({ ...seen.gradients, bias: change(seen.gradients['bias'] as Tensor, seen) }),
});

const rowsOf = (x: Tensor): number => x.shape[0] ?? 0;
const rotated = (x: Tensor): Tensor =>
  gather(
    x,
    Int32Array.from({ length: rowsOf(x) }, (_, i) => (i + 1) % rowsOf(x)),
  );
const withoutFirstRow = (x: Tensor): Tensor =>
  gather(
    x,
    Int32Array.from({ length: rowsOf(x) - 1 }, (_, i) => i + 1),
  );
const columnSums = (x: Tensor): Tensor => sum(x, { axis: 0 });

/** The layer stands before a Dense of 4 units and a Dense of 3, on 5 rows of 4; Dense(4) is square there. */
export const MUTANTS: readonly Mutant[] = [
  inLayer('sign of dW', new Dense(4), weight(negate)),
  inLayer(
    'dW without the factor',
    new Dense(4),
    weight((dW) => multiply(dW, 0.5)),
  ),
  inLayer(
    'dW averaged over rows',
    new Dense(4),
    weight((dW, { x }) => divide(dW, rowsOf(x))),
  ),
  inLayer('dW transposed', new Dense(4), weight(transpose)),
  inLayer(
    'dW of the next row',
    new Dense(4),
    weight((_, { x, dY }) => matmul(rotated(x), dY, { transposeA: true })),
  ),
  inLayer(
    'dW without the first row',
    new Dense(4),
    weight((_, { x, dY }) => matmul(withoutFirstRow(x), withoutFirstRow(dY), { transposeA: true })),
  ),
  inLayer('dX with the weight not transposed', new Dense(4), {
    dX: ({ dY, parameters }) => matmul(dY, parameters['weight'] as Tensor),
  }),
  inLayer(
    'dropped bias',
    new Dense(4),
    bias((db) => multiply(db, 0)),
  ),
  inLayer(
    'bias averaged over rows',
    new Dense(4),
    bias((db, { dY }) => divide(db, rowsOf(dY))),
  ),
  inLayer(
    'bias without the first row',
    new Dense(4),
    bias((_, { dY }) => columnSums(withoutFirstRow(dY))),
  ),
  inLayer(
    'bias summed over the input',
    new Dense(4),
    bias((_, { x }) => columnSums(x)),
  ),
  inLayer('mask ignored', new Dropout(0.4), { dX: ({ dY }) => dY.reshape(dY.shape) }),
  inLayer('mask without the scale', new Dropout(0.4), { dX: ({ dX }) => multiply(dX, 0.6) }),
  inLayer('mask of another row', new Dropout(0.4), {
    dX: ({ dY, x, y }) => multiply(dY, rotated(divide(y, x))),
  }),
  {
    name: 'Dropout: mask of the pass before',
    sound: { layer: new Dropout(0.4), loss: new MeanSquaredError() },
    mutated: { layer: withStaleState(new Dropout(0.4)), loss: new MeanSquaredError() },
  },
  {
    name: 'ReLU: signs of the pass before',
    sound: { layer: new ReLU(), loss: new MeanSquaredError() },
    mutated: { layer: withStaleState(new ReLU()), loss: new MeanSquaredError() },
  },
  {
    name: 'Dense: sign of dW where no dX is needed',
    sound: { layer: new Dense(4), loss: new MeanSquaredError() },
    mutated: { layer: wrongWithoutInputGradient(new Dense(4)), loss: new MeanSquaredError() },
  },
  inLayer('rows out of order', new Flatten(), { dX: ({ dX }) => rotated(dX) }),
  inLayer('everything passes', new ReLU(), { dX: ({ dY }) => dY.reshape(dY.shape) }),
  inLayer('the other side passes', new ReLU(), { dX: ({ dY, x }) => where(greater(x, 0), 0, dY) }),
  inLayer('no slope below 0', new LeakyReLU(0.1), { dX: ({ dY, x }) => where(greater(x, 0), dY, 0) }),
  inLayer('alpha taken for 1', new ELU(0.8), {
    dX: ({ dY, x, y }) => where(greater(x, 0), dY, multiply(dY, add(y, 1))),
  }),
  inLayer("y' = 1 - y", new Sigmoid(), { dX: slope((_, y) => subtract(1, y)) }),
  inLayer("y' = 1 - y", new Tanh(), { dX: slope((_, y) => subtract(1, y)) }),
  inLayer("y' of x in place of y", new Tanh(), { dX: slope((x) => subtract(1, square(x))) }),
  inLayer('without the density', new GELU(), { dX: slope((x, y) => divide(y, x)) }),
  inLayer("the tanh approximation's slope", new GELU(), { dX: slope(approximateGeluSlope) }),
  inLayer('sigmoid(-x)', new Softplus(), { dX: slope((x) => sigmoid(negate(x))) }),
  inLayer('the product rule forgotten', new SiLU(), { dX: slope((x) => sigmoid(x)) }),
  inLayer('the diagonal alone', new Softmax(), { dX: slope((_, y) => multiply(y, subtract(1, y))) }),
  inLayer('reduced over rows', new Softmax(), {
    dX: ({ dY, y }) => multiply(y, subtract(dY, sum(multiply(dY, y), { axis: 0, keepDimensions: true }))),
  }),
  inLoss('summed, not averaged', new SoftmaxCrossEntropy(), (gradient, outputs) => multiply(gradient, rowsOf(outputs))),
  inLoss('averaged over classes, not rows', new SoftmaxCrossEntropy(), (gradient, outputs) =>
    multiply(gradient, rowsOf(outputs) / (outputs.shape[1] ?? 1)),
  ),
  inLoss('the target left out', new SoftmaxCrossEntropy(), (_, outputs) => divide(softmax(outputs), rowsOf(outputs))),
  inLoss('smoothing left out', new SoftmaxCrossEntropy({ labelSmoothing: 0.2 }), (_, outputs, targets) =>
    divide(subtract(softmax(outputs), targets), rowsOf(outputs)),
  ),
  inLoss('without the factor 2', new MeanSquaredError(), (gradient) => multiply(gradient, 0.5)),
  inLoss('averaged over rows alone', new MeanSquaredError(), (gradient, outputs) =>
    multiply(gradient, outputs.shape[1] ?? 1),
  ),
  inLoss('wrong in the fifth digit', new MeanSquaredError(), (gradient) => multiply(gradient, 1.00001)),
  inLoss('wrong in some rows', new MeanSquaredError(), (gradient) => multiply(gradient, greater(rotated(gradient), 0))),
  inLoss('sign', new MeanAbsoluteError(), negate),
  inLoss('no size far out', new Huber(0.4), (gradient) => multiply(gradient, 2.5)),
  inLoss('the target left out', new BinaryCrossEntropy(), (_, outputs) => divide(sigmoid(outputs), outputs.size)),
];

/** d/dx of x (1 + tanh(c (x + 0.044715 x^3))) / 2 with c = sqrt(2 / pi). */
function approximateGeluSlope(x: Tensor): Tensor {
  const c = 0.7978845608028654;
  const t = tanh(multiply(add(x, multiply(multiply(square(x), x), 0.044715)), c));
  const inner = multiply(add(multiply(square(x), 3 * 0.044715), 1), c);
  return multiply(add(add(t, 1), multiply(multiply(x, subtract(1, square(t))), inner)), 0.5);
}

/** Networks with one mistake each in a gradient: what a gradient check is for. */
import {
  add,
  BinaryCrossEntropy,
  type Context,
  clip,
  customVjp,
  Dense,
  Dropout,
  Dropout2d,
  divide,
  ELU,
  exp,
  Flatten,
  GELU,
  GroupNorm,
  gather,
  gelu,
  grad,
  greater,
  HardSwish,
  Huber,
  keep,
  LayerNorm,
  LeakyReLU,
  type Loss,
  type LossSum,
  MeanAbsoluteError,
  MeanSquaredError,
  type Module,
  matmul,
  mean,
  meanLoss,
  multiply,
  negate,
  PReLU,
  ReLU,
  RMSNorm,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  SoftmaxCrossEntropy,
  Softplus,
  sigmoid,
  softmax,
  sqrt,
  square,
  subtract,
  sum,
  Tanh,
  type Tensor,
  tanh,
  transpose,
  valueAndGrad,
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
  readonly layer: Module;
  readonly loss: Loss;
}

type Named = Readonly<Record<string, Tensor>>;

interface Seen {
  readonly parameters: Named;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly dY: Tensor;
  /** What the sound layer gives. */
  readonly dX: Tensor;
  readonly gradients: Named;
  /** Whether the gradient of the input is needed. */
  readonly needDX: boolean;
}

interface Mistake {
  readonly dX?: (seen: Seen) => Tensor;
  readonly gradients?: (seen: Seen) => Named;
}

/** Where a layer is differentiated. */
interface Point {
  readonly context: Context;
  readonly x: Tensor;
}

/** dX and the gradients of the parameters, from dY. */
function soundGradients(layer: Module, { context, x }: Point, parameters: Named, dY: Tensor): [Tensor, Named] {
  const weighted = () => sum(multiply(layer.call(context, x) as Tensor, dY));
  const { gradients } = valueAndGrad(weighted, [{ x }, parameters] as const);
  return [gradients[0].x, gradients[1]];
}

/** The layer with a mistake in its derivative, taken where `at` says; never fused. */
export function layerWith(
  layer: Module,
  { dX, gradients }: Mistake,
  at: (here: Point) => Point = (here) => here,
): Module {
  return {
    config: layer.config,
    build: (...inputShapes) => layer.build(...inputShapes),
    call(context, ...inputs) {
      const [x] = inputs as [Tensor];
      const names = Object.keys(layer.build(x.shape.slice(1)).parameters ?? {});
      const parameters = Object.fromEntries(names.map((name) => [name, context.parameter(name)]));
      const point = at({ context, x });
      const forward = () => {
        const y = layer.call(context, x) as Tensor;
        return { output: y, saved: [y] };
      };
      return customVjp(layer.config.type, [x, ...Object.values(parameters)], forward, (dY, [y], [needDX]) => {
        const [soundDX, sound] = soundGradients(layer, point, parameters, dY);
        const seen = { parameters, x, y: y as Tensor, dY, dX: soundDX, gradients: sound, needDX: needDX === true };
        const own = gradients?.(seen) ?? sound;
        return [dX?.(seen) ?? soundDX, ...names.map((name) => own[name])];
      });
    },
  };
}

/** Differentiates where the forward pass before the last one was. */
function withStaleState(layer: Module): Module {
  let last: Point | undefined;
  return layerWith(layer, {}, ({ context, x }) => {
    const here = { context, x: keep(multiply(x, 1)) };
    const before = last ?? here;
    last = here;
    return before;
  });
}

/** The layer as the first with parameters, as training has it. */
const wrongWithoutInputGradient = (layer: Module): Module =>
  layerWith(layer, {
    gradients: ({ gradients, needDX }) => ({
      ...gradients,
      weight: needDX ? (gradients['weight'] as Tensor) : negate(gradients['weight'] as Tensor),
    }),
  });

/** The loss with another gradient. */
function lossWith(loss: Loss, gradient: (sound: Tensor, outputs: Tensor, targets: Tensor) => Tensor): Loss {
  return {
    config: loss.config,
    classification: loss.classification,
    compute(outputs: Tensor, targets: Tensor): LossSum {
      const forward = () => ({ output: meanLoss(loss, outputs, targets), saved: [outputs] });
      const mean = customVjp(loss.config.type, [outputs], forward, (dY, saved) => {
        const [at] = saved as [Tensor];
        const sound = grad((y: Tensor) => meanLoss(loss, y, targets))(at);
        return [multiply(gradient(sound, at, targets), dY)];
      });
      return { sum: mean, weight: 1 };
    },
  };
}

const inLayer = (name: string, layer: Module, mistake: Mistake, loss: Loss = new MeanSquaredError()): Mutant => ({
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
  inLayer('alpha without the scale', new SELU(), {
    dX: ({ dY, x }) => multiply(dY, where(greater(x, 0), 1.0507009873554805, multiply(exp(x), 1.6732632423543772))),
  }),
  inLayer("the exact one's slope", new GELU({ approximate: 'tanh' }), {
    dX: ({ dY, x }) => multiply(dY, grad((at: Tensor) => sum(gelu(at)))(x)),
  }),
  inLayer('the slope of x ReLU6', new HardSwish(), { dX: slope((x) => divide(clip(add(x, 3), 0, 6), 6)) }),
  inLayer('no slope below 0', new PReLU(), { dX: ({ dY, x }) => where(greater(x, 0), dY, 0) }),
  inLayer('the slope learns from x > 0 too', new PReLU(), {
    gradients: ({ dY, x }) => ({ slope: sum(multiply(dY, x)).reshape([1]) }),
  }),
  inLayer('the statistics as constants', new LayerNorm(), {
    dX: ({ dY, x, parameters }) => {
      const deviations = subtract(x, mean(x, { axis: -1, keepDimensions: true }));
      const variance = mean(square(deviations), { axis: -1, keepDimensions: true });
      return divide(multiply(dY, parameters['scale'] as Tensor), sqrt(add(variance, 1e-5)));
    },
  }),
  inLayer('the mean square as a constant', new RMSNorm(), {
    dX: ({ dY, x, parameters }) => {
      const root = sqrt(add(mean(square(x), { axis: -1, keepDimensions: true }), 1e-6));
      return divide(multiply(dY, parameters['scale'] as Tensor), root);
    },
  }),
  inLayer('the offset averaged over rows', new GroupNorm(1), {
    gradients: ({ gradients, dY }) => ({
      ...gradients,
      offset: divide(gradients['offset'] as Tensor, rowsOf(dY)),
    }),
  }),
  inLayer('mask ignored', new Dropout2d(0.4), { dX: ({ dY }) => dY.reshape(dY.shape) }),
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

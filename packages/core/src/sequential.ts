import { checkOptions, checkSeed } from './arguments.js';
import type { Backend, Shape } from './backend.js';
import type { DenseArray } from './data.js';
import { checkBackend } from './describe.js';
import { allocate, type DType, type FloatDType, isFloat } from './dtype.js';
import { formatShape, NablaError } from './errors.js';
import { checkBackward, checkBuilt, checkComputed, checkForward, checkLayers, checkLoss } from './expected.js';
import { initialize } from './initializers.js';
import type { TypedConfig } from './json.js';
import type { ForwardContext, Layer, NamedTensors, ParameterSpec } from './layers/layer.js';
import type { Loss } from './losses/loss.js';
import { checkTensors } from './operands.js';
import type { Parameter } from './parameter.js';
import { LayerRandom, parameterRandom } from './random-streams.js';
import { keep, scope } from './scope.js';
import { checkShape, sameShape, sizeOf } from './shape.js';
import { checkDType, type Tensor, upload } from './tensor.js';

/** Options of `Sequential`. */
export interface SequentialOptions {
  /** Shape of one example, without the batch dimension. */
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
  /** Of parameters, activations and gradients; default the backend's first. */
  readonly dtype?: FloatDType;
  /** Of the initial weights, a whole number in [0, 2^53): a weight depends on it and on its name alone. Default 0. */
  readonly seed?: number;
  /** Values to start from instead of drawing them, by parameter name; every parameter must be there, with its shape. */
  readonly parameters?: ReadonlyMap<string, DenseArray>;
}

const OPTIONS: readonly (keyof SequentialOptions)[] = ['inputShape', 'layers', 'dtype', 'seed', 'parameters'];

/** A network as JSON: what `sequentialFromConfig` rebuilds. */
export interface SequentialConfig {
  readonly inputShape: Shape;
  readonly layers: readonly TypedConfig[];
}

/** Options of `Sequential.pass`. */
export interface PassOptions {
  /** Of what layers draw, a whole number in [0, 2^53). */
  readonly seed: number;
  /** Of the run, a whole number in [0, 2^53), from 1: at each step layers draw something else. */
  readonly step: number;
  /** Where the first example of x lies in the batch that it is a part of; default 0. */
  readonly firstRow?: number;
  /** Examples that the loss is a mean over; default those of x. Passes over the parts of a batch add up to one over the whole. */
  readonly rows?: number;
  /** Whether dLoss/dX is wanted too, which training has no use for; default false. */
  readonly inputGradient?: boolean;
}

/** What one forward and backward pass gives; the tensors belong to the caller (or the enclosing scope). */
export interface Pass {
  /** [] */
  readonly loss: Tensor;
  /** dLoss/dParameter for every parameter, by name. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** dLoss/dX, of x's shape, where it was asked for. */
  readonly inputGradient?: Tensor | undefined;
}

/** A layer with the names its parameters have in the network. A fused layer stands for two. */
interface Step {
  readonly layer: Layer;
  /** Where the layer is in the network: `1`. */
  readonly path: string;
  readonly parameters: NamedTensors;
  readonly names: Readonly<Record<string, string>>;
}

/** A step of one pass: what it kept, and the shape of what went in. */
interface Traced {
  readonly step: Step;
  readonly saved: unknown;
  readonly inputShape: Shape;
}

interface BuiltLayer {
  readonly layer: Layer;
  readonly index: number;
  readonly outputShape: Shape;
  readonly specs: Readonly<Record<string, ParameterSpec>>;
}

/**
 * Layers one after the other. Parameters are named by position and role, as in PyTorch: `0.weight`, `0.bias`, `2.weight`.
 *
 * The network owns its parameters: release them with `dispose()` or a `using` declaration.
 */
export class Sequential {
  readonly backend: Backend;
  readonly dtype: FloatDType;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  readonly #built: readonly BuiltLayer[];
  readonly #steps: readonly Step[];

  /** Checks every shape before anything is allocated; throws NablaErrors of code `shape`, `dtype` or `argument`. */
  constructor(backend: Backend, options: SequentialOptions) {
    checkBackend('Sequential', backend);
    checkOptions('Sequential', options, OPTIONS, '{ inputShape: [4], layers: [new Dense(3)] }');
    checkLayers('Sequential', options.layers);
    this.backend = backend;
    this.dtype = options.dtype ?? defaultDType(backend);
    checkDType('Sequential', backend, this.dtype);
    if (options.layers.length === 0) throw new NablaError('argument', 'Sequential: expected at least one layer.');
    checkShape('Sequential inputShape', options.inputShape);
    this.inputShape = options.inputShape;
    this.layers = options.layers;
    this.#built = buildLayers(options.inputShape, options.layers);
    this.outputShape = this.#built.at(-1)?.outputShape ?? options.inputShape;
    const values = options.parameters;
    if (values !== undefined) checkValues(this.#built, values);
    const seed = checkSeed('Sequential seed', options.seed ?? 0);
    // All values first: an initializer that throws must leave nothing on the backend.
    const drawn = this.#built.flatMap(({ index, specs }) =>
      Object.entries(specs).map(([role, { shape, initializer }]) => {
        const name = `${index}.${role}`;
        return {
          name,
          shape,
          data: values?.get(name)?.data ?? initialize(initializer, shape, parameterRandom(seed, name)),
        };
      }),
    );
    const parameters: Parameter[] = [];
    try {
      for (const { name, shape, data } of drawn) {
        parameters.push({ name, value: keep(uploadAs(backend, data, shape, this.dtype)) });
      }
      this.#steps = planSteps(this.#built, parameters);
    } catch (error) {
      for (const { value } of parameters) value.dispose();
      throw error;
    }
    this.parameters = parameters;
  }

  /** The network as JSON, without its weights. */
  get config(): SequentialConfig {
    return { inputShape: this.inputShape, layers: this.layers.map((layer) => layer.config) };
  }

  /** How many numbers are trained. */
  get parameterCount(): number {
    return this.parameters.reduce((total, { value }) => total + value.size, 0);
  }

  /** Outputs [n, ...outputShape] of x [n, ...inputShape]; dropout and the like are off. */
  forward(x: Tensor): Tensor {
    this.#checkInput(x);
    return scope(() => {
      let y = x;
      const context: ForwardContext = { training: false };
      for (const { layer, parameters } of this.#steps) {
        [y] = checkForward(layer, layer.forward(parameters, y, context));
      }
      return y === x ? x.reshape(x.shape) : y;
    });
  }

  /**
   * Forward, loss and backward for x [n, ...inputShape] and its targets, in training mode: what layers draw depends on
   * the seed, the step and the row in the batch.
   */
  pass(x: Tensor, targets: Tensor, loss: Loss, options: PassOptions): Pass {
    checkOptions('Sequential pass', options, undefined, '{ seed: 0, step: 1 }');
    const { seed, step, firstRow } = options;
    this.#checkInput(x);
    checkTensors('Sequential targets', [targets]);
    checkLoss('Sequential', loss);
    if (x.shape[0] === 0) {
      throw new NablaError('shape', 'Sequential: expected at least one example. Received an empty batch.');
    }
    return scope(() => {
      const trace: Traced[] = [];
      let y = x;
      for (const part of this.#steps) {
        const random = new LayerRandom(seed, part.path, step, firstRow);
        const [next, saved] = checkForward(
          part.layer,
          part.layer.forward(part.parameters, y, { training: true, random }),
        );
        trace.push({ step: part, saved, inputShape: y.shape });
        y = next;
      }
      const result = checkComputed(loss, loss.compute(y, targets, options.rows ?? x.shape[0] ?? 0));
      checkGradient(loss.config.type, 'the outputs', result.gradient, y.shape, this.dtype);
      return { loss: result.loss, ...this.#backward(trace, result.gradient, options.inputGradient ?? false) };
    });
  }

  #backward(trace: readonly Traced[], outputGradient: Tensor, inputGradient: boolean): Omit<Pass, 'loss'> {
    const gradients = new Map<string, Tensor>();
    let dY = outputGradient;
    // What comes before the first parameters needs no gradient unless the input's is asked for; a CSR input has none.
    const first = inputGradient ? 0 : this.#steps.findIndex(({ names }) => Object.keys(names).length > 0);
    for (let at = trace.length - 1; first >= 0 && at >= first; at--) {
      const { step, saved, inputShape } = trace[at] as Traced;
      const { layer, parameters, names } = step;
      const needDX = inputGradient || at > first;
      const [dX, own] = checkBackward(layer, layer.backward(parameters, saved, dY, needDX));
      const extra = Object.keys(own).find((role) => names[role] === undefined);
      if (extra !== undefined) {
        throw new NablaError(
          'argument',
          `${layer.config.type}: backward returned a gradient for '${extra}', which is no parameter.`,
        );
      }
      for (const [role, name] of Object.entries(names)) {
        const { shape } = parameters[role] as Tensor;
        gradients.set(name, checkGradient(layer.config.type, `'${role}'`, own[role], shape, this.dtype));
      }
      if (needDX) dY = checkGradient(layer.config.type, 'its input', dX, inputShape, this.dtype);
    }
    return { gradients, inputGradient: inputGradient ? dY : undefined };
  }

  /** A table of layers, output shapes and parameter counts, as Keras prints it. */
  summary(): string {
    const rows = this.#built.map(({ layer, index, outputShape, specs }) => {
      const count = Object.values(specs).reduce((total, { shape }) => total + sizeOf(shape), 0);
      return [`${index}`, layer.config.type, formatBatch(outputShape), count.toLocaleString('en-US')];
    });
    const table = [['#', 'Layer', 'Output', 'Parameters'], ...rows];
    const lines = table.map((row) =>
      row
        .map((cell, column) => {
          const width = Math.max(...table.map((other) => other[column]?.length ?? 0));
          return column === 3 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  '),
    );
    const total = `Parameters: ${this.parameterCount.toLocaleString('en-US')} (${this.dtype}, backend '${this.backend.name}')`;
    return [`Input ${formatBatch(this.inputShape)}`, ...lines, total].join('\n');
  }

  /** Releases the parameters. */
  dispose(): void {
    for (const { value } of this.parameters) value.dispose();
  }

  /** What `using` calls: `dispose`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #checkInput(x: Tensor): void {
    checkTensors('Sequential', [x]);
    if (!sameShape(x.shape.slice(1), this.inputShape)) {
      throw new NablaError(
        'shape',
        `Sequential: expected inputs of shape ${formatBatch(this.inputShape)}. Received ${formatShape(x.shape)}.`,
      );
    }
    const [first] = this.layers;
    if (x.layout === 'csr' && first?.acceptsCsr !== true) {
      throw new NablaError(
        'argument',
        `Sequential: the first layer, ${first?.config.type}, takes no CSR input. Use layout 'dense'.`,
      );
    }
  }
}

/** The shape of any number of examples: `[n, 2, 3]`. */
const formatBatch = (shape: Shape): string => `[${['n', ...shape].join(', ')}]`;

/** A gradient has the shape and the type of what it is the gradient of. */
function checkGradient(
  layer: string,
  what: string,
  gradient: Tensor | undefined,
  shape: Shape,
  dtype: FloatDType,
): Tensor {
  if (gradient === undefined) {
    throw new NablaError('argument', `${layer}: backward returned no gradient for ${what}.`);
  }
  if (sameShape(gradient.shape, shape) && gradient.dtype === dtype) return gradient;
  throw new NablaError(
    gradient.dtype === dtype ? 'shape' : 'dtype',
    `${layer}: backward must return a ${dtype} gradient of shape ${formatShape(shape)} for ${what}. ` +
      `Received ${gradient.dtype} ${formatShape(gradient.shape)}.`,
  );
}

function defaultDType(backend: Backend): FloatDType {
  return backend.dtypes.find(isFloat) ?? 'float32';
}

function buildLayers(inputShape: Shape, layers: readonly Layer[]): BuiltLayer[] {
  let shape = inputShape;
  return layers.map((layer, index) => {
    const { outputShape, parameters } = checkBuilt(layer, layer.build(shape));
    shape = outputShape;
    return { layer, index, outputShape, specs: parameters };
  });
}

/** Values must be those of this network: each name, each shape, and nothing more. */
function checkValues(built: readonly BuiltLayer[], values: ReadonlyMap<string, DenseArray>): void {
  const unknown = new Set(values.keys());
  for (const { index, specs } of built) {
    for (const [role, { shape }] of Object.entries(specs)) {
      const name = `${index}.${role}`;
      const value = values.get(name);
      if (value === undefined || !sameShape(value.shape, shape) || value.data.length !== sizeOf(shape)) {
        const received = value === undefined ? 'nothing' : formatShape(value.shape);
        throw new NablaError(
          'shape',
          `Sequential: parameter '${name}' must be ${formatShape(shape)}. Received ${received}.`,
        );
      }
      unknown.delete(name);
    }
  }
  const [extra] = unknown;
  if (extra !== undefined) throw new NablaError('argument', `Sequential: the network has no parameter '${extra}'.`);
}

/** Uploads host numbers in another dtype, rounding once. */
function uploadAs(backend: Backend, data: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const converted = allocate(dtype, data.length);
  converted.set(data);
  return upload(backend, { layout: 'dense', shape, data: converted });
}

function planSteps(built: readonly BuiltLayer[], parameters: readonly Parameter[]): Step[] {
  const byName = new Map(parameters.map(({ name, value }) => [name, value]));
  const steps: Step[] = [];
  for (let at = 0; at < built.length; at++) {
    const { layer, index, specs } = built[at] as BuiltLayer;
    const next = built[at + 1]?.layer;
    const fused = next === undefined ? undefined : layer.fuse?.(next);
    if (fused !== undefined) at += 1;
    const names = Object.fromEntries(Object.keys(specs).map((role) => [role, `${index}.${role}`]));
    const own = Object.fromEntries(Object.entries(names).map(([role, name]) => [role, byName.get(name) as Tensor]));
    steps.push({ layer: fused ?? layer, path: `${index}`, parameters: own, names });
  }
  return steps;
}

// Types of `Symbol.dispose`, also for users. / <reference lib="esnext.disposable" preserve="true" />

import { gradientsBy } from '../autodiff/grad.js';
import type { Backend, FloatDType, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { checkModule } from '../layers/check-layers.js';
import { checkLoss } from '../losses/check-loss.js';
import type { Loss, LossSum, Targets } from '../losses/loss.js';
import { lossOf, penaltyOf } from '../losses/objective.js';
import type { Penalty } from '../losses/penalty.js';
import { checkBuilt } from '../modules/check-module.js';
import { flattenRemedy } from '../modules/image-remedy.js';
import { initialize } from '../modules/initializers.js';
import {
  type Blueprint,
  Context,
  callModule,
  type Draw,
  type InputsOf,
  type Module,
  type OutputOf,
  shapesOf,
} from '../modules/module.js';
import { buildShapes, checkLengths, fit, formatBatch, listOfShapes, type OpenShape } from '../modules/open-shapes.js';
import type { Parameter } from '../modules/parameter.js';
import { checkValues, type NamedSpec, specsOf } from '../modules/parameter-specs.js';
import { checkTensors } from '../ops/operands.js';
import { add, divide } from '../ops/ops.js';
import { parameterRandom } from '../random/random-streams.js';
import { isFloat } from '../tensors/dtype.js';
import { type DenseArray, listOf } from '../tensors/host-array.js';
import { disposeAll, keep, register, scope } from '../tensors/scope.js';
import { checkRows, checkSameShape, sizeOf } from '../tensors/shape.js';
import { checkDType, isTensor, type Tensor, uploadAs } from '../tensors/tensor.js';
import { checkOptions, checkSeed } from '../validation/arguments.js';
import { checkBackend } from '../validation/describe.js';
import { formatShape, NablaError, seePage } from '../validation/errors.js';
import { isParameters, Parameters } from './parameters.js';

/** Options that every network takes. */
export interface ParameterOptions {
  /** The dtype of parameters, activations and gradients. Default: the backend's first. */
  readonly dtype?: FloatDType;
  /** Determines the initial weights: a whole number in [0, 2^53). Default: 0. */
  readonly seed?: number;
  /**
   * Initial values of all parameters by name; names with one array between them are tied. Or the `Parameters` of
   * another network, to share those of the same names. Default: drawn from `seed`.
   */
  readonly parameters?: ReadonlyMap<string, DenseArray> | Parameters;
}

/** Options of `Network`. */
export interface NetworkOptions extends ParameterOptions {
  /**
   * Shape of one example, without the batch dimension; a dimension of any length has a name: `['time', 64]`. For
   * several inputs, a shape for each.
   */
  readonly inputShape: OpenShape | readonly OpenShape[];
}

/** A network as JSON, which `networkFromConfig` rebuilds. */
export interface NetworkConfig {
  readonly inputShape: OpenShape | readonly OpenShape[];
  readonly module: TypedConfig;
  /** The names of frozen parameters. Default: none. */
  readonly frozen?: readonly string[];
}

/** A `Sequential` as JSON, which `networkFromConfig` rebuilds. */
export interface SequentialConfig {
  readonly inputShape: OpenShape;
  readonly layers: readonly TypedConfig[];
  /** The names of frozen parameters. Default: none. */
  readonly frozen?: readonly string[];
}

/** Options of `Network.pass`. */
export interface PassOptions extends Draw {
  /**
   * Weights of the examples [n], or of tokens or elements [n, ...], of the network's dtype. The mean divides by their
   * sum, as in PyTorch. Default: 1 each.
   */
  readonly weights?: Tensor | undefined;
  /** Added to the loss. Default: none. */
  readonly penalty?: Penalty | undefined;
  /** Whether to compute the inputs' gradients too. Every input must then be a dense float tensor. Default: false. */
  readonly inputGradient?: boolean;
}

const PASS_OPTIONS: readonly (keyof PassOptions)[] = [
  ...(['seed', 'step', 'firstRow', 'weights', 'penalty', 'inputGradient'] as const),
];

/** The result of one forward and backward pass. The caller (or the enclosing scope) owns the tensors. */
export interface Pass {
  /** [] The mean loss, including the penalty. */
  readonly loss: Tensor;
  /** What the mean was divided by: see `LossSum`. */
  readonly weight: Tensor | number;
  /** dLoss/dParameter for every trainable parameter, by name. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** dLoss/dInput for each input, if requested; else empty. */
  readonly inputGradients: readonly Tensor[];
  /** New values of parameters that are not trainable, by name: `Tensor.adopt` puts them in place. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/** @internal */
interface DifferentiateOptions {
  readonly draw: Draw;
  readonly penalty?: Penalty | undefined;
  /** Whether `Pass.loss` and the gradients are sums, for a part of a batch. Default: false. */
  readonly isSum?: boolean;
}

/**
 * A module with its parameters on a backend, for networks that are no plain sequence of layers. Parameters are named by
 * their modules: `encoder.0.weight`.
 *
 * The network owns its parameters, unless it shares them. Release it with `dispose()` or a `using` declaration.
 *
 * @example
 * ```ts
 * const module = new Residual(new Chain([new Dense(8), new Tanh()]));
 * using model = new Network(backend, module, { inputShape: [8], seed: 7 });
 * console.log(model.summary());
 * ```
 */
export class Network<M extends Module = Module> {
  readonly backend: Backend;
  readonly dtype: FloatDType;
  readonly module: M;
  /** Shapes of the inputs as they were given, with the names of open dimensions. */
  readonly declaredShapes: readonly OpenShape[];
  /** Shapes of the inputs, without the batch dimension; NaN for open dimensions. */
  readonly inputShapes: readonly Shape[];
  /** Shapes of the outputs, without the batch dimension; NaN for open dimensions. */
  readonly outputShapes: readonly Shape[];
  readonly parameters: Parameters = new Parameters();
  /** What the module's `build` returned. */
  readonly blueprint: Blueprint;
  /** The network's name in messages. */
  readonly #label: string;

  /** Checks all shapes before it allocates anything. Throws NablaError `shape`, `dtype` or `argument`. */
  constructor(backend: Backend, module: M, options: NetworkOptions, who = 'Network') {
    checkBackend(who, backend);
    checkModule(who, module);
    checkOptions(who, options, ['inputShape', 'dtype', 'seed', 'parameters'], '{ inputShape: [4] }');
    this.#label = who;
    this.backend = backend;
    this.module = module;
    this.dtype = options.dtype ?? defaultDType(backend);
    checkDType(who, backend, this.dtype);
    this.declaredShapes = listOfShapes(options.inputShape);
    this.inputShapes = buildShapes(options.inputShape, `${who} inputShape`);
    this.blueprint = checkBuilt(module, module.build(...this.inputShapes));
    this.outputShapes = shapesOf(this.blueprint.outputShape);
    this.#fill(options);
  }

  /** Draws, uploads or shares the parameters: all or, on an error, none. */
  #fill({ parameters: given, seed = 0 }: NetworkOptions): void {
    const { backend, dtype } = this;
    const who = this.#label;
    const specs = specsOf(this.blueprint);
    const other = isParameters(given) ? given : undefined;
    const values = isParameters(given) ? undefined : given;
    if (values !== undefined) checkValues(who, specs, values);
    checkSeed(`${who} seed`, seed);
    // Draw all values first: an initializer may throw.
    const sources = specs.map((spec): Tensor | Pick<DenseArray, 'data' | 'shape'> => {
      const { name, shape, initializer } = spec;
      if (other?.has(name)) return checkShared(who, this, spec, other.get(name));
      return values?.get(name) ?? { data: initialize(initializer, shape, parameterRandom(seed, name)), shape };
    });
    scope(() => {
      const tensors = new Map(
        sources.map((source) => [source, isTensor(source) ? source : uploadAs(backend, source, dtype)]),
      );
      for (const [at, { name, trainable }] of specs.entries()) {
        this.parameters.add(name, (tensors.get(sources[at] as Tensor) as Tensor).hold(), trainable);
      }
    });
  }

  /** The network as JSON, without its weights. */
  get config(): NetworkConfig | SequentialConfig {
    const [only, ...more] = this.declaredShapes as [OpenShape, ...OpenShape[]];
    const inputShape = more.length === 0 ? only : this.declaredShapes;
    return { inputShape, module: this.module.config, ...this.frozen };
  }

  /** What a config says of frozen parameters. */
  protected get frozen(): Pick<NetworkConfig, 'frozen'> {
    const { frozen } = this.parameters;
    return frozen.length === 0 ? {} : { frozen };
  }

  /** Shape of one example of the first input, without the batch dimension. */
  get inputShape(): Shape {
    return this.inputShapes[0] as Shape;
  }

  /** Shape of the first output for one example, without the batch dimension. */
  get outputShape(): Shape {
    return this.outputShapes[0] as Shape;
  }

  /** How many numbers all parameters have together, including frozen ones. */
  get parameterCount(): number {
    return countOf(this.parameters.list);
  }

  /** Excludes parameters from training: all of a module (`encoder`), one (`encoder.0.weight`) or all (`''`). */
  freeze(path: string): void {
    this.parameters.freeze(path);
  }

  /** Includes parameters in training again after `freeze`. */
  unfreeze(path: string): void {
    this.parameters.unfreeze(path);
  }

  /**
   * Returns the output [n, ...outputShape] of inputs [n, ...inputShape], or an array of outputs if the module returns
   * one. Layers such as Dropout are inactive. The caller (or the enclosing scope) owns the outputs.
   */
  forward(...inputs: InputsOf<M>): OutputOf<M> {
    return this.answer(new Context(this.parameters.tensors), inputs);
  }

  /** @internal Returns new handles of what the module makes of its inputs. */
  answer(context: Context, inputs: InputsOf<M>): OutputOf<M> {
    return scope(() => {
      const output = this.call(context, inputs);
      // A new handle: the output may be an input, a parameter, or a tensor that the module keeps.
      const own = (y: Tensor): Tensor => y.reshape(y.shape);
      return (isTensor(output) ? own(output) : output.map(own)) as OutputOf<M>;
    });
  }

  /**
   * Computes the output, the loss and all gradients for inputs [n, ...inputShape] and their targets, in training mode.
   * Random numbers depend on the seed, the step and the row in the batch.
   */
  pass<T extends Targets>(
    x: Tensor | Readonly<InputsOf<M>>,
    targets: T,
    loss: Loss<OutputOf<M>, T>,
    options: PassOptions,
  ): Pass {
    const who = this.#label;
    checkOptions(`${who} pass`, options, PASS_OPTIONS, '{ seed: 0, step: 1 }');
    checkSeed(`${who} pass seed`, options.seed);
    const given = listOf(x as Tensor) as unknown as InputsOf<M>;
    checkTensors(`${who} targets`, listOf<Tensor>(targets));
    checkLoss(who, loss);
    const { inputGradient = false, weights, penalty } = options;
    this.#checkInputs(given);
    if (given[0]?.shape[0] === 0) {
      throw new NablaError('shape', `${who}: expected at least one example. Received an empty batch.`);
    }
    if (inputGradient) checkDifferentiable(who, given);
    // Views, so a tensor passed twice, or a parameter, has a gradient for each place.
    const inputs = (inputGradient ? given.map((input) => input.reshape(input.shape)) : given) as InputsOf<M>;
    try {
      const objective = (context: Context) => lossOf(loss, this.call(context, inputs), targets, weights);
      return this.differentiate(objective, { draw: options, penalty }, inputGradient ? inputs : []);
    } finally {
      if (inputGradient) disposeAll(inputs);
    }
  }

  /**
   * @internal Computes the mean of what `objective` returns, its gradients, and what modules update. `objective` calls
   * modules with the context that it gets.
   */
  differentiate(
    objective: (context: Context) => LossSum,
    { draw, penalty, isSum = false }: DifferentiateOptions,
    inputs: readonly Tensor[] = [],
  ): Pass {
    const { trainable, tensors, frozen, list } = this.parameters;
    const updates = new Map<string, Tensor>();
    let gradients: readonly Tensor[] = [];
    let weight: Tensor | number = 0;
    // The mean of a loss whose weight is a number is formed outside the tape.
    let scale = 1;
    try {
      // Returns only the loss, which is faster in a scope.
      const loss = scope(() => {
        const compute = (): Tensor => {
          const made = objective(new Context(tensors, { draw, updates, frozen }));
          this.#checkUpdates(updates);
          weight = isTensor(made.weight) ? made.weight.hold() : made.weight;
          if (isSum) return made.sum;
          if (penalty === undefined && typeof weight === 'number') {
            scale = 1 / weight;
            return made.sum;
          }
          const [mean, more] = [divide(made.sum, weight), penaltyOf(penalty, list)];
          return more === undefined ? mean : add(mean, more);
        };
        const leaves = [...trainable.map(({ value }) => value), ...inputs];
        const made = gradientsBy(this.#label, compute, leaves, true, () => scale);
        gradients = made.gradients.map(keep);
        return scale === 1 ? made.value : divide(made.value, weight);
      });
      for (const tensor of [...gradients, ...updates.values(), weight]) if (isTensor(tensor)) register(tensor);
      return {
        loss,
        weight,
        updates,
        gradients: new Map(trainable.map(({ name }, at) => [name, gradients[at] as Tensor])),
        inputGradients: gradients.slice(trainable.length),
      };
    } catch (error) {
      disposeAll([weight, ...updates.values()]);
      throw error;
    }
  }

  #checkUpdates(updates: ReadonlyMap<string, Tensor>): void {
    // Most networks update nothing.
    if (updates.size === 0) return;
    const trained = this.parameters.list.find(({ name, trainable }) => trainable !== false && updates.has(name));
    if (trained === undefined) return;
    throw new NablaError(
      'argument',
      `${this.#label}: a module changes the trainable '${trained.name}'; declare it with trainable: false in build.`,
    );
  }

  /**
   * Returns a table of the layers or inner modules, their output shapes and parameter counts, like Keras. If some are
   * frozen, the last line says how many numbers are trained.
   */
  summary(): string {
    const { children = {}, summaryRows } = this.blueprint;
    // A Chain and a Graph have a list of layers.
    const { layers = [] } = this.module as { readonly layers?: readonly Module[] };
    const listed = layers.map(({ name }, at) => name ?? `${at}`);
    const keys = Object.keys(children);
    const isList = listed.length === keys.length && listed.every((name) => Object.hasOwn(children, name));
    const parts = (isList ? listed : keys).map((name, at) => {
      const part = children[name] as Blueprint;
      const count = specsOf(part).reduce((total, { shape }) => total + sizeOf(shape), 0);
      const output = shapesOf(part.outputShape).map(formatBatch).join(', ');
      return [...(isList ? [name, `${layers[at]?.config.type}`] : [name]), output, count.toLocaleString('en-US')];
    });
    const head = [...(isList ? ['#', 'Layer'] : ['Part']), 'Output', 'Parameters'];
    const rows = [head, ...(summaryRows ?? parts)];
    const widths = head.map((_, column) =>
      rows.reduce((most, row) => Math.max(most, (row[column] as string).length), 0),
    );
    const lines = rows.map((row) =>
      row.map((cell, at) => cell[at === head.length - 1 ? 'padStart' : 'padEnd'](widths[at] as number)).join('  '),
    );
    const count = this.parameterCount.toLocaleString('en-US');
    const total = `Parameters: ${count} (${this.dtype}, backend '${this.backend.name}')`;
    const { frozen, trainable } = this.parameters;
    const trained = frozen.length > 0 ? `, trained: ${countOf(trainable).toLocaleString('en-US')}` : '';
    return [`Input ${this.declaredShapes.map(formatBatch).join(', ')}`, ...lines, total + trained].join('\n');
  }

  /** Releases the parameters. */
  dispose(): void {
    this.parameters.dispose();
  }

  /** Calls `dispose`, for `using` declarations. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal Calls the module; checks the shapes of its inputs and outputs. */
  call(context: Context, inputs: InputsOf<M>): OutputOf<M> {
    this.#checkInputs(inputs);
    const output = callModule(this.module, context, inputs);
    const [rows] = inputs[0]?.shape ?? [];
    const expected = this.outputShapes.map((shape) => [rows as number, ...shape]);
    const received = listOf<Tensor>(output).map(({ shape }) => shape);
    if (fit(received, expected)) return output;
    throw new NablaError(
      'shape',
      `${this.module.config.type}: build declares outputs of shape ${this.outputShapes.map(formatBatch).join(', ')}. ` +
        `call returned ${formatShapes(received)}.`,
    );
  }

  #checkInputs(inputs: readonly Tensor[]): void {
    const who = this.#label;
    const { inputShapes } = this;
    checkTensors(who, inputs);
    const given = inputs.map(({ shape }) => shape);
    const examples = given.map((shape) => shape.slice(1));
    if (!fit(examples, inputShapes)) {
      throw new NablaError(
        'shape',
        `${who}: expected inputs of shape ${this.declaredShapes.map(formatBatch).join(', ')}. ` +
          `Received ${formatShapes(given)}${flattenRemedy(inputShapes[0], examples[0])}.` +
          seePage('guides/errors#shape'),
      );
    }
    checkLengths(who, this.declaredShapes, given);
    checkRows(who, inputs);
    if (this.module.acceptsCsr !== true && inputs.some(({ layout }) => layout === 'csr')) {
      throw new NablaError('argument', `${who}: its first layer takes no CSR input. Use layout 'dense'.`);
    }
  }
}

const countOf = (list: readonly Parameter[]): number => list.reduce((total, { value }) => total + value.size, 0);

function checkDifferentiable(who: string, inputs: readonly Tensor[]): void {
  if (inputs.some(({ layout }) => layout === 'csr')) {
    throw new NablaError('argument', `${who}: a CSR input has no gradient. Use layout 'dense'.`);
  }
  const at = inputs.findIndex(({ dtype }) => !isFloat(dtype));
  if (at === -1) return;
  throw new NablaError(
    'dtype',
    `${who}: input ${at} is ${inputs[at]?.dtype} and has no gradient; leave inputGradient out.`,
  );
}

const formatShapes = (shapes: readonly Shape[]): string => shapes.map(formatShape).join(', ') || 'none';

function defaultDType(backend: Backend): FloatDType {
  return backend.dtypes.find(isFloat) ?? 'float32';
}

/** Returns a tensor of other parameters, if this network can use it. */
function checkShared(
  who: string,
  { backend, dtype }: Pick<Network, 'backend' | 'dtype'>,
  { name, shape }: NamedSpec,
  tensor: Tensor,
): Tensor {
  checkSameShape(`${who}: the shared parameter '${name}'`, tensor.shape, shape);
  if (tensor.backend === backend && tensor.dtype === dtype) return tensor;
  throw new NablaError(
    tensor.backend === backend ? 'dtype' : 'backend',
    `${who}: the shared parameter '${name}' must be ${dtype} on the network's backend. ` +
      `Received ${tensor.dtype} on '${tensor.backend.name}'.`,
  );
}

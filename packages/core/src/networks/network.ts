// Users of these types need not name the library of `Symbol.dispose`.
/// <reference lib="esnext.disposable" preserve="true" />

import { gradientsBy } from '../autodiff/grad.js';
import type { Backend, Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type DenseArray, listOf } from '../data/dataset.js';
import type { Loss, Targets } from '../losses/loss.js';
import { checkTensors } from '../ops/operands.js';
import { objectiveOf } from '../optimization/objective.js';
import type { Penalty } from '../optimization/penalty.js';
import { parameterRandom } from '../random/random-streams.js';
import { allocate, type DType, type FloatDType, isFloat } from '../tensors/dtype.js';
import { disposeAll, keep, register, scope } from '../tensors/scope.js';
import { checkRows, checkShape, sameShape, sizeOf } from '../tensors/shape.js';
import { checkDType, isTensor, type Tensor, upload } from '../tensors/tensor.js';
import { checkOptions, checkSeed } from '../validation/arguments.js';
import { checkBackend } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { checkBuilt, checkLoss, checkModule } from '../validation/expected.js';
import { initialize } from './initializers.js';
import {
  type Blueprint,
  Context,
  callModule,
  type Draw,
  type InputsOf,
  type Module,
  type OutputOf,
  shapesOf,
} from './module.js';
import type { Parameter } from './parameter.js';
import { checkValues, specsOf } from './parameter-specs.js';

/** What a network is made with, whatever it is made of. */
export interface ParameterOptions {
  /** Of parameters, activations and gradients; default the backend's first. */
  readonly dtype?: FloatDType;
  /** Of the initial weights, a whole number in [0, 2^53): a weight depends on it and on its name alone. Default 0. */
  readonly seed?: number;
  /** Values to start from instead of drawing them, by parameter name; every parameter must be there, with its shape. */
  readonly parameters?: ReadonlyMap<string, DenseArray>;
}

/** Options of `Network`. */
export interface NetworkOptions extends ParameterOptions {
  /** Shape of one example, without the batch dimension; of several inputs a shape for each. */
  readonly inputShape: Shape | readonly Shape[];
}

/** A network as JSON: what `networkFromConfig` rebuilds. */
export interface NetworkConfig {
  readonly inputShape: Shape | readonly Shape[];
  readonly module: TypedConfig;
}

/** A network of layers as JSON: what `networkFromConfig` rebuilds. */
export interface SequentialConfig {
  readonly inputShape: Shape;
  readonly layers: readonly TypedConfig[];
}

/** Options of `Network.pass`. */
export interface PassOptions extends Draw {
  /** Examples that the loss is a mean over; default those of x. Passes over the parts of a batch add up to one over the whole. */
  readonly rows?: number;
  /**
   * What each example counts: the loss is the sum of weight times loss, divided by the number of examples, as in Keras
   * (PyTorch divides by the sum of the weights). [n], of the network's dtype; default 1 each. The loss needs `examples`.
   */
  readonly weights?: Tensor | undefined;
  /** Added to the loss, once for a batch: by the pass whose `firstRow` is 0. Default none. */
  readonly penalty?: Penalty | undefined;
  /** Of the pass before, where this is another part of its batch: its updates are seen, and handed on. Default none. */
  readonly updates?: ReadonlyMap<string, Tensor> | undefined;
  /**
   * Whether the inputs' gradients are wanted too, which training has no use for; default false. Every input must be a
   * dense float then.
   */
  readonly inputGradient?: boolean;
}

/** What one forward and backward pass gives; the tensors belong to the caller (or the enclosing scope). */
export interface Pass {
  /** [] The penalty included. */
  readonly loss: Tensor;
  /** dLoss/dParameter for every trainable parameter, by name. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** dLoss/dInput of each input, of its shape, where they were asked for; else empty. */
  readonly inputGradients: readonly Tensor[];
  /** What parameters that are not trainable become with this step, by name: `Tensor.adopt` puts them in place. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/**
 * A module with parameters of its own, on a backend. Parameters are named by the modules that they are in:
 * `encoder.0.weight`.
 *
 * The network owns its parameters: release them with `dispose()` or a `using` declaration.
 */
export class Network<M extends Module = Module> {
  readonly backend: Backend;
  readonly dtype: FloatDType;
  readonly module: M;
  /** Shapes of the inputs, without the batch dimension. */
  readonly inputShapes: readonly Shape[];
  /** Shapes of the outputs, without the batch dimension. */
  readonly outputShapes: readonly Shape[];
  readonly parameters: readonly Parameter[];
  /** What the module's `build` returned. */
  protected readonly blueprint: Blueprint;
  /** How messages call it. */
  readonly #who: string;
  readonly #byName: ReadonlyMap<string, Tensor>;
  readonly #frozen = new Set<string>();

  /** Checks every shape before anything is allocated; throws NablaErrors of code `shape`, `dtype` or `argument`. */
  constructor(backend: Backend, module: M, options: NetworkOptions, who = 'Network') {
    checkBackend(who, backend);
    checkModule(who, module);
    checkOptions(who, options, ['inputShape', 'dtype', 'seed', 'parameters'], '{ inputShape: [4] }');
    this.#who = who;
    this.backend = backend;
    this.module = module;
    this.dtype = options.dtype ?? defaultDType(backend);
    checkDType(who, backend, this.dtype);
    this.inputShapes = checkInputShapes(who, options.inputShape);
    this.blueprint = checkBuilt(module, module.build(...this.inputShapes));
    this.outputShapes = shapesOf(this.blueprint.outputShape);
    const specs = specsOf(this.blueprint);
    const values = options.parameters;
    if (values !== undefined) checkValues(who, specs, values);
    const seed = checkSeed(`${who} seed`, options.seed ?? 0);
    // All values first: an initializer that throws must leave nothing on the backend.
    const drawn = specs.map(({ name, shape, initializer, trainable = true }) => ({
      name,
      shape,
      trainable,
      data: values?.get(name)?.data ?? initialize(initializer, shape, parameterRandom(seed, name)),
    }));
    this.parameters = scope(() =>
      drawn.map(({ name, shape, data, trainable }) => {
        return { name, value: uploadAs(backend, data, shape, this.dtype), trainable };
      }),
    );
    this.#byName = new Map(this.parameters.map(({ name, value }) => [name, keep(value)]));
  }

  /** The network as JSON, without its weights. */
  get config(): NetworkConfig | SequentialConfig {
    const [only, ...more] = this.inputShapes as [Shape, ...Shape[]];
    const inputShape = more.length === 0 ? only : this.inputShapes;
    return { inputShape, module: this.module.config };
  }

  /** Shape of one example of the first input, without the batch dimension. */
  get inputShape(): Shape {
    return this.inputShapes[0] as Shape;
  }

  /** Shape of the first output for one example, without the batch dimension. */
  get outputShape(): Shape {
    return this.outputShapes[0] as Shape;
  }

  /** How many numbers the parameters have, those that are frozen too. */
  get parameterCount(): number {
    return this.parameters.reduce((total, { value }) => total + value.size, 0);
  }

  /** The parameters that an optimizer changes: not those that are frozen, nor those that their modules change. */
  get trainable(): readonly Parameter[] {
    return this.parameters.filter(({ name, trainable }) => trainable !== false && !this.#frozen.has(name));
  }

  /** Keeps parameters as they are while training: those of a module (`encoder`), one (`encoder.0.weight`), or all (''). */
  freeze(path: string): void {
    for (const name of this.#namesAt(path)) this.#frozen.add(name);
  }

  /** Lets training change parameters again, which `freeze` kept. */
  unfreeze(path: string): void {
    for (const name of this.#namesAt(path)) this.#frozen.delete(name);
  }

  /**
   * Output [n, ...outputShape] of inputs [n, ...inputShape], or an array of them where the module gives one; dropout and
   * the like are off. They belong to the caller (or the enclosing scope), also where the module keeps what it returns.
   */
  forward(...inputs: InputsOf<M>): OutputOf<M> {
    this.#checkInputs(inputs);
    return scope(() => {
      const output = this.#call(new Context(this.#byName), inputs);
      // Never what has an owner already: an input, a parameter, a tensor that the module keeps.
      const own = (y: Tensor): Tensor => y.reshape(y.shape);
      return (isTensor(output) ? own(output) : output.map(own)) as OutputOf<M>;
    });
  }

  /**
   * Forward, loss and backward for inputs [n, ...inputShape] and their targets, in training mode: what modules draw
   * depends on the seed, the step and the row in the batch. The loss gets what the module gives, a tensor or an array,
   * and the targets as they are given.
   */
  pass<T extends Targets>(
    x: Tensor | Readonly<InputsOf<M>>,
    targets: T,
    loss: Loss<OutputOf<M>, T>,
    options: PassOptions,
  ): Pass {
    const who = this.#who;
    checkOptions(`${who} pass`, options, undefined, '{ seed: 0, step: 1 }');
    checkSeed(`${who} pass seed`, options.seed);
    const given = listOf(x as Tensor) as unknown as InputsOf<M>;
    this.#checkInputs(given);
    checkTensors(`${who} targets`, listOf<Tensor>(targets));
    checkLoss(who, loss);
    const rows = given[0]?.shape[0] ?? 0;
    if (rows === 0) throw new NablaError('shape', `${who}: expected at least one example. Received an empty batch.`);
    const { inputGradient = false } = options;
    if (inputGradient) checkDifferentiable(who, given);
    const { trainable } = this;
    const seen = options.updates === undefined ? this.#byName : new Map([...this.#byName, ...options.updates]);
    const updates = new Map<string, Tensor>();
    let gradients: readonly Tensor[] = [];
    try {
      // It returns the loss alone: to look for tensors in maps takes a scope as long as a small layer takes.
      const value = scope(() => {
        // Views: one tensor in two places, or a parameter, has a gradient for each.
        const inputs = (inputGradient ? given.map((input) => input.reshape(input.shape)) : given) as InputsOf<M>;
        const leaves = trainable.map((parameter) => parameter.value);
        const compute = () => {
          const output = this.#call(new Context(seen, options, '', updates), inputs);
          this.#checkUpdates(updates);
          return objectiveOf(this, loss, output, targets, rows, options);
        };
        const made = gradientsBy(who, compute, inputGradient ? [...leaves, ...inputs] : leaves);
        gradients = made.gradients.map(keep);
        return made.value;
      });
      for (const tensor of gradients) register(tensor);
      for (const tensor of updates.values()) register(tensor);
      return {
        loss: value,
        gradients: new Map(trainable.map(({ name }, at) => [name, gradients[at] as Tensor])),
        inputGradients: gradients.slice(trainable.length),
        updates,
      };
    } catch (error) {
      disposeAll(updates.values());
      throw error;
    }
  }

  #checkUpdates(updates: ReadonlyMap<string, Tensor>): void {
    const trained = this.parameters.find(({ name, trainable }) => trainable !== false && updates.has(name));
    if (trained === undefined) return;
    throw new NablaError(
      'argument',
      `${this.#who}: a module changes '${trained.name}', which is trainable; build must say { trainable: false } of it.`,
    );
  }

  /** A table of the parts, their output shapes and parameter counts. */
  summary(): string {
    return this.table(Object.keys(this.blueprint.children ?? {}), 'Part');
  }

  /** The summary, with these cells at the left of the rows of the parts: `[title, ...]`, one for each part. */
  protected table(left: readonly string[], title: string): string {
    const parts = Object.values(this.blueprint.children ?? {}).map((part, at) => {
      const count = specsOf(part).reduce((total, { shape }) => total + sizeOf(shape), 0);
      return [
        left[at] as string,
        shapesOf(part.outputShape).map(formatBatch).join(', '),
        count.toLocaleString('en-US'),
      ];
    });
    const rows = [[title, 'Output', 'Parameters'], ...parts];
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
    const lines = rows.map((row) =>
      row.map((cell, at) => cell[at === 2 ? 'padStart' : 'padEnd'](widths[at] as number)).join('  '),
    );
    const total = `Parameters: ${this.parameterCount.toLocaleString('en-US')} (${this.dtype}, backend '${this.backend.name}')`;
    return [`Input ${this.inputShapes.map(formatBatch).join(', ')}`, ...lines, total].join('\n');
  }

  /** Releases the parameters. */
  dispose(): void {
    for (const { value } of this.parameters) value.dispose();
  }

  /** What `using` calls: `dispose`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The module's outputs, which must be of the shapes that it was built for. */
  #call(context: Context, inputs: InputsOf<M>): OutputOf<M> {
    const output = callModule(this.module, context, inputs);
    const [rows] = inputs[0]?.shape ?? [];
    const expected = this.outputShapes.map((shape) => [rows as number, ...shape]);
    const received = listOf<Tensor>(output).map(({ shape }) => shape);
    if (sameShapes(received, expected)) return output;
    throw new NablaError(
      'shape',
      `${this.module.config.type}: build promises outputs of shape ${formatShapes(expected)}. call gave ${formatShapes(received)}.`,
    );
  }

  #namesAt(path: string): string[] {
    const names = this.parameters.map(({ name }) => name);
    const found = names.filter((name) => path === '' || name === path || name.startsWith(`${path}.`));
    if (found.length > 0) return found;
    const known = names.length === 0 ? 'It has none' : `Parameters: ${names.join(', ')}`;
    throw new NablaError('argument', `${this.#who}: nothing with parameters is called '${path}'. ${known}.`);
  }

  #checkInputs(inputs: readonly Tensor[]): void {
    const who = this.#who;
    const { inputShapes } = this;
    checkTensors(who, inputs);
    const given = inputs.map(({ shape }) => shape);
    if (
      !sameShapes(
        given.map((shape) => shape.slice(1)),
        inputShapes,
      )
    ) {
      throw new NablaError(
        'shape',
        `${who}: expected inputs of shape ${inputShapes.map(formatBatch).join(', ')}. Received ${formatShapes(given)}.`,
      );
    }
    checkRows(who, inputs);
    if (this.module.acceptsCsr !== true && inputs.some(({ layout }) => layout === 'csr')) {
      throw new NablaError('argument', `${who}: its first layer takes no CSR input. Use layout 'dense'.`);
    }
  }
}

/** Throws for an input that has no gradient. */
function checkDifferentiable(who: string, inputs: readonly Tensor[]): void {
  if (inputs.some(({ layout }) => layout === 'csr')) {
    throw new NablaError('argument', `${who}: a CSR input has no gradient. Use layout 'dense' to get one.`);
  }
  const at = inputs.findIndex(({ dtype }) => !isFloat(dtype));
  if (at === -1) return;
  throw new NablaError(
    'dtype',
    `${who}: input ${at} is ${inputs[at]?.dtype} and has no gradient; leave inputGradient out.`,
  );
}

/** The shape of any number of examples: `[n, 2, 3]`. */
const formatBatch = (shape: Shape): string => formatShape(['n', ...shape]);

const formatShapes = (shapes: readonly Shape[]): string => shapes.map(formatShape).join(', ') || 'none';

const sameShapes = (some: readonly Shape[], others: readonly Shape[]): boolean =>
  some.length === others.length && some.every((shape, at) => sameShape(shape, others[at] as Shape));

function defaultDType(backend: Backend): FloatDType {
  return backend.dtypes.find(isFloat) ?? 'float32';
}

function checkInputShapes(who: string, inputShape: Shape | readonly Shape[]): readonly Shape[] {
  const shapes = Array.isArray(inputShape) ? shapesOf(inputShape) : [inputShape as Shape];
  for (const shape of shapes) checkShape(`${who} inputShape`, shape);
  return shapes;
}

/** Uploads host numbers in another dtype, rounding once. */
function uploadAs(backend: Backend, data: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const converted = allocate(dtype, data.length);
  converted.set(data);
  return upload(backend, { layout: 'dense', shape, data: converted });
}

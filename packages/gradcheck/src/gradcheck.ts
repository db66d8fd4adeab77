/** Compares analytic gradients with central differences, or with other gradients. */
import {
  type Backend,
  Chain,
  checkOptionNames,
  type DenseArray,
  dtypeOf,
  isFloat,
  type Module,
  NablaError,
  Network,
  type Parameter,
  Sequential,
  type Shape,
  shapesOf,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { floats, randomNormals } from './arrays.js';
import { check } from './check.js';
import { widestFloat } from './comparison/reference.js';
import { type GradcheckOptions, OPTIONS } from './options.js';
import type { GradcheckReport } from './report.js';
import { type DifferentiableFunction, FunctionSubject } from './subjects/function-subject.js';
import { type NetworkProblem, NetworkSubject } from './subjects/network-subject.js';
import type { Subject } from './subjects/subject.js';

/**
 * Checks every gradient of a network, a layer or a function at a point, for parameters and inputs.
 *
 * - A network: `inputs` is x [n, ...inputShape], or an array of its inputs. Pass `loss` and `targets` in the options.
 *   If it takes integers (tokens, a mask), only the gradients of parameters are checked.
 * - A layer or another module: `inputs` are those of a network of only this module, whose weights are drawn.
 *   `options.backend` computes.
 * - A function: `inputs` has an array for each input, at least one. `options.backend` computes.
 *
 * By default it compares with central differences (f(x + eps) - f(x - eps)) / 2 eps in float64, under
 * `GATES.differences`. With `against` it compares with other gradients, under `GATES.float64` or, if either side is
 * float32, `GATES.float32`. For a float32 subject the gates widen.
 *
 * Resolves to a report, also if gradients are wrong. Throws a NablaError for what it cannot check, and the signal's
 * reason if that stops it.
 *
 * @example
 * ```ts
 * const report = await gradcheck(model, x, { loss: new SoftmaxCrossEntropy(), targets });
 * console.log(formatReport(report));
 * ```
 */
export async function gradcheck(
  subject: Network | Module | DifferentiableFunction,
  inputs: DenseArray | readonly DenseArray[],
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  const backend = isNetwork(subject) ? subject.backend : options.backend;
  if (backend === undefined) {
    throw new NablaError(
      'argument',
      'gradcheck: a module or a function needs the option `backend`, which computes it.',
    );
  }
  checkOptions(options);
  const own = backend.dtypes.includes('float64') ? backend : options.differencesOn;
  const differences = own ?? (await createNaive());
  try {
    const prepared = await prepare(subject, inputs, { ...options, backend }, differences);
    try {
      return await check(prepared, options);
    } finally {
      prepared.dispose();
    }
  } finally {
    if (own === undefined) await differences.dispose();
  }
}

function checkOptions(options: GradcheckOptions): void {
  checkOptionNames('gradcheck', options, Object.keys(OPTIONS));
  const { eps = 1, samples = 1, dtype = 'float64', against } = options;
  if (!(eps > 0 && eps < Number.POSITIVE_INFINITY)) {
    throw new NablaError('argument', `gradcheck eps: expected a finite number above 0. Received ${eps}.`);
  }
  for (const name of ['atol', 'rtol', 'worstRelativeError'] as const) {
    const gate = options[name] ?? 0;
    if (!(gate >= 0 && gate < Number.POSITIVE_INFINITY)) {
      throw new NablaError('argument', `gradcheck ${name}: expected a finite number of at least 0. Received ${gate}.`);
    }
  }
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw new NablaError('argument', `gradcheck samples: expected a whole number of at least 1. Received ${samples}.`);
  }
  if (!isFloat(dtype)) {
    throw new NablaError('dtype', `gradcheck dtype: expected float32 or float64. Received ${dtype}.`);
  }
  if (options.samples !== undefined && against !== undefined) {
    throw new NablaError(
      'argument',
      'gradcheck samples: every element is compared `against` another. Give one of the two.',
    );
  }
}

type Prepared = GradcheckOptions & { readonly backend: Backend };

function isNetwork(subject: Network | Module | DifferentiableFunction): subject is Network {
  // Not instanceof: the model may come from another copy of core.
  return 'pass' in subject && 'module' in subject;
}

async function prepare(
  subject: Network | Module | DifferentiableFunction,
  inputs: DenseArray | readonly DenseArray[],
  options: Prepared,
  differences: Backend,
): Promise<Subject> {
  const { backend, seed = 0 } = options;
  const arrays = 'layout' in inputs ? [inputs] : inputs;
  const sparse = arrays.find(({ layout }) => layout !== 'dense');
  if (sparse !== undefined) {
    throw new NablaError('argument', `gradcheck: expected dense inputs. Received layout '${sparse.layout}'.`);
  }
  const dtype = isNetwork(subject) ? subject.dtype : (options.dtype ?? widestFloat(backend));
  const problemOf = async (network: Network): Promise<NetworkProblem> => {
    const { module, inputShapes: given } = network;
    if (arrays.length !== given.length) {
      const expected = given.length === 1 ? 'one input array' : `${given.length} input arrays`;
      throw new NablaError('argument', `gradcheck: expected ${expected}. Received ${arrays.length}.`);
    }
    // A length that the network leaves open is that of the input.
    const inputShapes = given.map((shape, at) =>
      shape.map((length, axis) => (Number.isNaN(length) ? (arrays[at]?.shape[axis + 1] ?? length) : length)),
    );
    const outputShapes = shapesOf(module.build(...inputShapes).outputShape);
    const all = await parametersOf(network);
    const isConstant = ({ trainable }: Parameter): boolean => trainable === false;
    const constants = network.parameters.list
      .filter(isConstant)
      .map(({ name }) => [name, all.get(name) as DenseArray] as const);
    for (const [name] of constants) all.delete(name);
    return {
      backend,
      differences,
      dtype,
      module,
      inputShapes,
      outputShapes,
      parameters: all,
      constants: new Map(constants),
      inputs: arrays.map((array, at) =>
        takesTokens(module, at, array) ? array : floats(array.data, array.shape, 'float64'),
      ),
      objective: objectiveOf(options),
      seed,
    };
  };
  if (isNetwork(subject)) return new NetworkSubject(await problemOf(subject));
  if (arrays.length === 0)
    throw new NablaError('argument', 'gradcheck: expected at least one input array. Received 0.');
  if (!('config' in subject)) {
    return new FunctionSubject({ backend, differences, dtype, differentiable: subject, inputs: arrays, seed });
  }
  const inputShape = arrays.map(({ shape }) => shape.slice(1));
  const networkOf = (module: Module): Network => new Network(backend, module, { inputShape, dtype, seed });
  using alone = networkOf(subject);
  if (alone.outputShapes.length > 1) return new NetworkSubject(await problemOf(alone));
  using model = networkOf(new Chain([subject]));
  return new NetworkSubject(await problemOf(model));
}

/** Whether an input is int32, and the module takes it so. Other modules get floats. */
function takesTokens({ acceptsIntegers = false }: Module, at: number, { data }: DenseArray): boolean {
  return (
    dtypeOf(data) === 'int32' &&
    (acceptsIntegers === true || (acceptsIntegers !== false && acceptsIntegers[at] === true))
  );
}

function objectiveOf({ loss, targets, weights, penalty }: GradcheckOptions): NetworkProblem['objective'] {
  if (loss !== undefined && targets !== undefined) {
    if (weights === undefined) return { loss, targets, weights, penalty };
    const { data, shape } = 'layout' in weights ? weights : { data: weights, shape: [weights.length] };
    return { loss, targets, weights: floats(data, shape, 'float64'), penalty };
  }
  if (loss !== undefined || targets !== undefined) {
    throw new NablaError('argument', 'gradcheck: give `loss` and `targets` together, or neither.');
  }
  if (weights === undefined && penalty === undefined) return undefined;
  throw new NablaError('argument', 'gradcheck: `weights` and `penalty` need `loss` and `targets`.');
}

async function parametersOf({ parameters }: Network): Promise<Map<string, DenseArray>> {
  const arrays = new Map<string, DenseArray>();
  for (const { name, value } of parameters) {
    arrays.set(name, { layout: 'dense', shape: value.shape, data: await value.data() });
  }
  return arrays;
}

/**
 * Returns parameters to check a network at, by name: its initial values, but random ones for those that start at 0.
 *
 * @example
 * ```ts
 * const layers = [new Dense(8), new ReLU(), new Dense(3)];
 * const parameters = await drawParameters(backend, layers, [4], 1);
 * using model = new Sequential(backend, { inputShape: [4], layers, parameters });
 * const report = await gradcheck(model, x, { loss: new SoftmaxCrossEntropy(), targets });
 * ```
 */
export async function drawParameters(
  backend: Backend,
  layers: readonly Module[],
  inputShape: Shape,
  seed: number,
): Promise<Map<string, DenseArray>> {
  using model = new Sequential(backend, { inputShape, layers, seed });
  const drawn = await parametersOf(model);
  for (const [name, { data, shape }] of drawn) {
    if (data.every((value: number) => value === 0)) drawn.set(name, randomNormals(shape, seed + 1));
  }
  return drawn;
}

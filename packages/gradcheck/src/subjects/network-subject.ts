/** A network with a loss as the subject of a check. The caller's network is read once and does not change. */
import {
  abs,
  add,
  type Backend,
  Context,
  type DenseArray,
  type FloatDType,
  type HostTargets,
  isTensor,
  type Loss,
  type Module,
  meanLoss,
  NablaError,
  Network,
  type Output,
  type Parameter,
  type Penalty,
  type Shape,
  scope,
  sizeOf,
  sum,
  type Targets,
  type Tensor,
  type TypedConfig,
  upload,
} from '@nablajs/core';
import { arrayOf, compressed, downloadAll, floats, isOfFloats, isSeveral, randomNormals } from '../arrays.js';
import { asReference, type GradientProblem, type GradientReference } from '../comparison/reference.js';
import { listOf, Projection, weighted } from './projection.js';
import { probed } from './sides.js';
import type { Gradients, OtherPath, Probe, Subject, Substitution, Variable } from './subject.js';

export interface NetworkProblem {
  readonly backend: Backend;
  /** Computes in float64. */
  readonly differences: Backend;
  readonly dtype: FloatDType;
  readonly inputShapes: readonly Shape[];
  readonly module: Module;
  /** The shapes of the outputs, without the batch dimension. */
  readonly outputShapes: readonly Shape[];
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** Parameters that modules update themselves and have no gradient. */
  readonly constants: ReadonlyMap<string, DenseArray>;
  /** Floats, or int32 for modules that take tokens. */
  readonly inputs: readonly DenseArray[];
  /** Both or none. Without them the outputs are summed with random weights. */
  readonly objective: Objective | undefined;
  readonly seed: number;
}

interface Objective {
  readonly loss: Loss<Output, Targets>;
  readonly targets: HostTargets;
  /** [n, ...] */
  readonly weights: DenseArray | undefined;
  readonly penalty: Penalty | undefined;
}

/** A code path through `Network.pass`. */
interface PassWay {
  readonly csr?: boolean;
  readonly inputGradient?: boolean;
}

/** The names of the inputs among the variables. */
const inputName = (at: number, count: number): string => (count === 1 ? 'input' : `input ${at}`);

export class NetworkSubject implements Subject {
  readonly dtype: FloatDType;
  readonly differencesOn: string;
  readonly variables: readonly Variable[];
  readonly #problem: NetworkProblem;
  readonly #loss: Loss<Output, Targets>;
  readonly #targets: HostTargets;
  /** The inputs that are varied: all or, if one of them has integers, none. */
  readonly #varied: readonly DenseArray[];
  /** In float64, for probes, one for each variable. */
  readonly #tensors: readonly Tensor[];
  /** In float64, for probes. */
  readonly #probeTargets: Targets;
  /** In float64, for probes. */
  readonly #constants: ReadonlyMap<string, Tensor>;
  /** The inputs for probes, if they are not varied. */
  readonly #inputs: readonly Tensor[];

  constructor(problem: NetworkProblem) {
    const { dtype, parameters, inputs, differences } = problem;
    this.#problem = problem;
    this.dtype = dtype;
    this.differencesOn = differences.name;
    this.#varied = inputs.every(isOfFloats) ? inputs : [];
    const named: [string, DenseArray][] = [
      ...parameters,
      ...this.#varied.map((x, at): [string, DenseArray] => [inputName(at, inputs.length), x]),
    ];
    this.variables = named.map(([name, { data, shape }]) => ({
      name,
      shape,
      values: Float64Array.from(floats(data, shape, dtype).data),
    }));
    this.#loss = problem.objective?.loss ?? new Projection();
    this.#targets = problem.objective?.targets ?? randomWeights(problem);
    if (this.variables.length === 0) {
      const expected = 'expected parameters, or inputs of floats';
      throw new NablaError('argument', `gradcheck: ${expected}. Received only integers, which have no gradient.`);
    }
    const arrays = this.variables.map(({ values, shape }) => floats(values, shape, 'float64'));
    const constants = [...problem.constants].map(([name, array]) => {
      return [name, upload(differences, arrayOf(array, 'float64'))] as const;
    });
    this.#constants = new Map(constants);
    this.#tensors = arrays.map((array) => upload(differences, array));
    this.#inputs = this.#varied === inputs ? [] : inputs.map((array) => upload(differences, arrayOf(array, 'float64')));
    this.#probeTargets = this.#upload(differences, 'float64');
  }

  probe(substitution?: Substitution): Promise<Probe> {
    return probed(() => {
      const tensors = this.#withSubstitution(substitution);
      const own = this.#lossOf(this.#forward(tensors));
      const more = this.#problem.objective?.penalty?.compute(this.#parameters(tensors));
      return more === undefined ? own : add(own, more);
    });
  }

  /** Computes the loss in float64. */
  #lossOf(outputs: Output): Tensor {
    const { differences, objective } = this.#problem;
    const weights = objective?.weights && upload(differences, objective.weights);
    return meanLoss(this.#loss, outputs, this.#probeTargets, weights);
  }

  /** In float64. */
  #parameters(tensors: readonly Tensor[]): Parameter[] {
    const own = this.variables.slice(0, this.#inputsAt);
    return [
      ...own.map(({ name }, at) => ({ name, value: tensors[at] as Tensor })),
      ...[...this.#constants].map(([name, value]) => ({ name, value, trainable: false })),
    ];
  }

  async magnitude(): Promise<number> {
    // The terms of a loss are not negative, so nothing cancels.
    if (this.#problem.objective !== undefined) return Math.abs((await this.probe()).loss);
    using total = scope(() => {
      return weighted(this.#forward(this.#tensors), this.#probeTargets)
        .map((product) => sum(abs(product)))
        .reduce((a, b) => add(a, b));
    });
    return await total.item();
  }

  /** Where the inputs begin among the variables. */
  get #inputsAt(): number {
    return this.variables.length - this.#varied.length;
  }

  /** How `analytic` computes. */
  get #plain(): PassWay {
    return { inputGradient: this.#varied.length > 0 };
  }

  analytic(substitution?: Substitution): Promise<Gradients> {
    return this.#pass(substitution, this.#problem.seed, this.#plain);
  }

  async disturb(): Promise<void> {
    const variable = this.variables.length - 1;
    const { values } = this.variables[variable] as Variable;
    await this.#pass({ variable, values: values.map((value) => 0.5 - value) }, this.#problem.seed + 1, this.#plain);
  }

  /** The code paths of training: no gradient of the input, and a sparse input if possible. */
  async otherPaths(): Promise<OtherPath[]> {
    const { backend, module, inputs, seed } = this.#problem;
    const ways: [string, PassWay][] = this.#varied.length > 0 ? [['without the gradient of the input', {}]] : [];
    const [x, ...more] = inputs as [DenseArray];
    if (backend.csr !== undefined && module.acceptsCsr === true && more.length === 0 && x.shape.length === 2) {
      ways.push(['with a CSR input', { csr: true }]);
    }
    const paths: OtherPath[] = [];
    for (const [name, way] of ways) paths.push({ name, gradients: (await this.#pass(undefined, seed, way)).gradients });
    return paths;
  }

  async #pass(
    substitution: Substitution | undefined,
    seed: number,
    { csr, inputGradient = false }: PassWay,
  ): Promise<Gradients> {
    const { backend, module, inputShapes } = this.#problem;
    const { parameters, inputs } = this.#arrays(substitution);
    using model = new Network(backend, module, { inputShape: inputShapes, dtype: this.dtype, parameters });
    const given = inputs.map((x) => upload(backend, csr ? compressed(x, this.dtype) : x));
    const targets = this.#upload(backend, this.dtype);
    const { weights, penalty } = this.#problem.objective ?? {};
    const own = weights === undefined ? undefined : upload(backend, arrayOf(weights, this.dtype));
    try {
      const options = { seed, step: 1, inputGradient, weights: own, penalty };
      const { loss, weight, gradients, inputGradients, updates } = model.pass(given, targets, this.#loss, options);
      const ofInputs = inputs.map((_, at) => inputGradients[at]);
      const tensors = [...model.parameters.trainable.map(({ name }) => gradients.get(name)), ...ofInputs];
      try {
        return { loss: await loss.item(), gradients: await downloadAll(tensors) };
      } finally {
        for (const tensor of [loss, ...tensors, ...updates.values()]) tensor?.dispose();
        if (isTensor(weight)) weight.dispose();
      }
    } finally {
      for (const tensor of [...given, ...listOf(targets), own]) tensor?.dispose();
    }
  }

  async reference(against: Backend | GradientReference): Promise<Gradients> {
    const found = await asReference(against).differentiate(this.#gradientProblem());
    const { loss, gradients, inputGradient, notice } = found;
    const { length } = this.#varied;
    const inputGradients = length === 1 ? [inputGradient] : (found.inputGradients ?? []);
    const inputsAt = this.#inputsAt;
    return {
      loss,
      notice,
      gradients: this.variables.map(({ name, shape }, at) => {
        const isInput = at >= inputsAt;
        const gradient = isInput ? inputGradients[at - inputsAt] : gradients.get(name);
        if (gradient !== undefined && gradient.data.length === sizeOf(shape)) return gradient.data;
        if (gradient === undefined && isInput) return undefined;
        throw new NablaError(
          'argument',
          `gradcheck: ${against.name} returned ${gradient === undefined ? 'no' : 'a wrong number of'} ` +
            `gradients of '${name}'.`,
        );
      }),
    };
  }

  dispose(): void {
    const targets = listOf(this.#probeTargets);
    const rest = [...this.#inputs, ...targets, ...this.#constants.values()];
    for (const tensor of [...this.#tensors, ...rest]) tensor.dispose();
  }

  #gradientProblem(): GradientProblem {
    const { module, inputShapes, seed } = this.#problem;
    const { parameters, inputs } = this.#arrays();
    const inputShape = inputShapes.length === 1 ? (inputShapes[0] as Shape) : undefined;
    const { type, layers } = module.config;
    const { weights, penalty } = this.#problem.objective ?? {};
    return {
      network:
        inputShape !== undefined && type === 'Chain'
          ? { inputShape, layers: layers as unknown as readonly TypedConfig[] }
          : { inputShape: inputShape ?? inputShapes, module: module.config },
      loss: this.#loss.config,
      module,
      lossFunction: this.#loss,
      parameters,
      x: inputs[0] as DenseArray,
      inputs,
      targets: (isSeveral(this.#targets) ? this.#targets[0] : this.#targets) as DenseArray,
      lossTargets: this.#targets,
      weights,
      penalty,
      seed,
    };
  }

  #arrays(substitution?: Substitution): {
    parameters: ReadonlyMap<string, DenseArray>;
    inputs: readonly DenseArray[];
  } {
    const arrays = this.variables.map(({ name, values, shape }, at): [string, DenseArray] => {
      const own = at === substitution?.variable ? substitution.values : values;
      return [name, floats(own, shape, this.dtype)];
    });
    const constants = [...this.#problem.constants].map(([name, { data, shape }]): [string, DenseArray] => [
      name,
      floats(data, shape, this.dtype),
    ]);
    const at = this.#inputsAt;
    const parameters = new Map([...constants, ...arrays.slice(0, at)]);
    const { inputs } = this.#problem;
    const given =
      inputs === this.#varied
        ? arrays.slice(at).map(([, array]) => array)
        : inputs.map((array) => arrayOf(array, this.dtype));
    return { parameters, inputs: given };
  }

  /** Returns the tensors by name, one replaced by a new one of the enclosing scope. */
  #withSubstitution(substitution: Substitution | undefined): Tensor[] {
    if (substitution === undefined) return [...this.#tensors];
    const { variable, values } = substitution;
    const { shape } = this.variables[variable] as Variable;
    return this.#tensors.with(variable, upload(this.#problem.differences, floats(values, shape, 'float64')));
  }

  #upload(backend: Backend, dtype: FloatDType): Targets {
    const up = (array: DenseArray): Tensor => upload(backend, arrayOf(array, dtype));
    return isSeveral(this.#targets) ? this.#targets.map(up) : up(this.#targets);
  }

  /** Computes the outputs in training mode, in float64. */
  #forward(tensors: readonly Tensor[]): Output {
    const { module, seed, inputs } = this.#problem;
    const given = inputs === this.#varied ? tensors.slice(this.#inputsAt) : this.#inputs;
    const named = new Map(this.#parameters(tensors).map(({ name, value }) => [name, value]));
    const updates = new Map<string, Tensor>();
    const context = new Context(named, { draw: { seed, step: 1 }, updates });
    const outputs = module.call(context, ...given);
    for (const update of updates.values()) update.dispose();
    return outputs;
  }
}

/** Returns weights for each output; an array if there are several. */
function randomWeights({ outputShapes, inputs, seed }: NetworkProblem): HostTargets {
  const rows = (inputs[0] as DenseArray).shape[0] ?? 0;
  const weights = outputShapes.map((shape, at) => randomNormals([rows, ...shape], seed + 1 + at));
  return weights.length === 1 ? (weights[0] as DenseArray) : weights;
}

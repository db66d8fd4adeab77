/** A network with a loss as the subject of a check. The caller's network is read once and stays as it is. */
import {
  abs,
  type Backend,
  type DenseArray,
  type FloatDType,
  type Layer,
  LayerRandom,
  type Loss,
  multiply,
  NablaError,
  type NamedTensors,
  Sequential,
  type Shape,
  scope,
  sizeOf,
  subtract,
  sum,
  type Tensor,
  upload,
} from '@nablajs/core';
import { arrayOf, compressed, downloadAll, floats, randomNormals } from './arrays.js';
import { Projection } from './projection.js';
import { asReference, type GradientProblem, type GradientReference } from './reference.js';
import { type Kinked, sidesOf } from './sides.js';
import type { Gradients, OtherPath, Probe, Subject, Substitution, Variable } from './subject.js';

export interface NetworkProblem {
  readonly backend: Backend;
  /** Computes in float64. */
  readonly differences: Backend;
  readonly dtype: FloatDType;
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
  readonly parameters: ReadonlyMap<string, DenseArray>;
  readonly x: DenseArray;
  /** Both or none: without them the outputs are summed with random weights. */
  readonly objective: { readonly loss: Loss; readonly targets: DenseArray } | undefined;
  readonly seed: number;
}

/** A way through `Sequential.pass`. */
interface PassWay {
  readonly csr: boolean;
  readonly inputGradient: boolean;
}

const PLAIN: PassWay = { csr: false, inputGradient: true };

/** The name of the input among the variables. */
const INPUT = 'input';

export class NetworkSubject implements Subject {
  readonly dtype: FloatDType;
  readonly differencesOn: string;
  readonly variables: readonly Variable[];
  readonly #problem: NetworkProblem;
  readonly #loss: Loss;
  readonly #targets: DenseArray;
  /** In float64, for probes: one for each variable, then the targets. */
  readonly #tensors: readonly Tensor[];

  constructor(problem: NetworkProblem) {
    const { dtype, parameters, x, differences } = problem;
    this.#problem = problem;
    this.dtype = dtype;
    this.differencesOn = differences.name;
    const named: [string, DenseArray][] = [...parameters, [INPUT, x]];
    this.variables = named.map(([name, { data, shape }]) => ({
      name,
      shape,
      values: Float64Array.from(floats(data, shape, dtype).data),
    }));
    this.#loss = problem.objective?.loss ?? new Projection();
    this.#targets = problem.objective?.targets ?? randomWeights(problem);
    const arrays = this.variables.map(({ values, shape }) => floats(values, shape, 'float64'));
    this.#tensors = [...arrays, arrayOf(this.#targets, 'float64')].map((array) => upload(differences, array));
  }

  async probe(substitution?: Substitution): Promise<Probe> {
    const { value, kinked } = scope(() => this.#run(this.#withSubstitution(substitution)));
    try {
      return { loss: await value.item(), sides: await sidesOf(kinked) };
    } finally {
      for (const tensor of [value, ...kinked.map(({ at }) => at)]) tensor.dispose();
    }
  }

  async magnitude(): Promise<number> {
    // The terms of a loss are not negative: nothing cancels in it.
    if (this.#problem.objective !== undefined) return Math.abs((await this.probe()).loss);
    using total = scope(() => {
      const { y, targets } = this.#forward(this.#tensors);
      return sum(abs(multiply(y, targets)));
    });
    return await total.item();
  }

  analytic(substitution?: Substitution): Promise<Gradients> {
    return this.#pass(substitution, this.#problem.seed, PLAIN);
  }

  async disturb(): Promise<void> {
    const variable = this.variables.length - 1;
    const { values } = this.variables[variable] as Variable;
    await this.#pass({ variable, values: values.map((value) => 0.5 - value) }, this.#problem.seed + 1, PLAIN);
  }

  /** What training does: no gradient of the input, and a sparse input where one is possible. */
  async otherPaths(): Promise<OtherPath[]> {
    const { backend, layers, x, seed } = this.#problem;
    const ways: [string, PassWay][] = [['without the gradient of the input', { csr: false, inputGradient: false }]];
    if (backend.csr !== undefined && layers[0]?.acceptsCsr === true && x.shape.length === 2) {
      ways.push(['with a CSR input', { csr: true, inputGradient: false }]);
    }
    const paths: OtherPath[] = [];
    for (const [name, way] of ways) paths.push({ name, gradients: (await this.#pass(undefined, seed, way)).gradients });
    return paths;
  }

  async #pass(substitution: Substitution | undefined, seed: number, way: PassWay): Promise<Gradients> {
    const { backend, layers, inputShape } = this.#problem;
    const { parameters, x } = this.#arrays(substitution);
    using model = new Sequential(backend, { inputShape, layers, dtype: this.dtype, parameters });
    using input = upload(backend, way.csr ? compressed(x, this.dtype) : x);
    using targets = upload(backend, arrayOf(this.#targets, this.dtype));
    const { inputGradient } = way;
    const pass = model.pass(input, targets, this.#loss, { seed, step: 1, inputGradient });
    const tensors = [...model.parameters.map(({ name }) => pass.gradients.get(name)), pass.inputGradient];
    try {
      return { loss: await pass.loss.item(), gradients: await downloadAll(tensors) };
    } finally {
      for (const tensor of [pass.loss, ...tensors]) tensor?.dispose();
    }
  }

  async reference(against: Backend | GradientReference): Promise<Gradients> {
    const { loss, gradients, inputGradient } = await asReference(against).differentiate(this.#gradientProblem());
    return {
      loss,
      gradients: this.variables.map(({ name, shape }) => {
        const gradient = name === INPUT ? inputGradient : gradients.get(name);
        if (gradient !== undefined && gradient.data.length === sizeOf(shape)) return gradient.data;
        if (gradient === undefined && name === INPUT) return undefined;
        throw new NablaError(
          'argument',
          `gradcheck: ${against.name} gave ${gradient === undefined ? 'no' : 'a wrong number of'} gradients of '${name}'.`,
        );
      }),
    };
  }

  dispose(): void {
    for (const tensor of this.#tensors) tensor.dispose();
  }

  #gradientProblem(): GradientProblem {
    const { layers, inputShape, seed } = this.#problem;
    return {
      network: { inputShape, layers: layers.map(({ config }) => config) },
      loss: this.#loss.config,
      layers,
      lossFunction: this.#loss,
      ...this.#arrays(),
      targets: this.#targets,
      seed,
    };
  }

  /** The variables in the type under test. */
  #arrays(substitution?: Substitution): { parameters: ReadonlyMap<string, DenseArray>; x: DenseArray } {
    const arrays = this.variables.map(({ name, values, shape }, at): [string, DenseArray] => {
      const own = at === substitution?.variable ? substitution.values : values;
      return [name, floats(own, shape, this.dtype)];
    });
    const [, x] = arrays.at(-1) as [string, DenseArray];
    return { parameters: new Map(arrays.slice(0, -1)), x };
  }

  /** The tensors by name, one of them replaced by a new one of the enclosing scope. */
  #withSubstitution(substitution: Substitution | undefined): Tensor[] {
    if (substitution === undefined) return [...this.#tensors];
    const { variable, values } = substitution;
    const { shape } = this.variables[variable] as Variable;
    return this.#tensors.with(variable, upload(this.#problem.differences, floats(values, shape, 'float64')));
  }

  #run(tensors: readonly Tensor[]): { value: Tensor; kinked: Kinked[] } {
    const { y, targets, kinked } = this.#forward(tensors);
    const { kinks } = this.#loss;
    if (kinks !== undefined) kinked.push({ at: subtract(y, targets), kinks });
    return { value: this.#loss.compute(y, targets, y.shape[0] ?? 0).loss, kinked };
  }

  /** Layer by layer, none fused with the next, in training mode: the outputs, and what stands before each kink. */
  #forward(tensors: readonly Tensor[]): { y: Tensor; targets: Tensor; kinked: Kinked[] } {
    const kinked: Kinked[] = [];
    let y = tensors.at(-2) as Tensor;
    for (const [index, layer] of this.#problem.layers.entries()) {
      if (layer.kinks !== undefined) kinked.push({ at: y.reshape(y.shape), kinks: layer.kinks });
      const random = new LayerRandom(this.#problem.seed, `${index}`, 1);
      [y] = layer.forward(this.#parametersOf(index, tensors), y, { training: true, random });
    }
    return { y, targets: tensors.at(-1) as Tensor, kinked };
  }

  #parametersOf(layer: number, tensors: readonly Tensor[]): NamedTensors {
    const prefix = `${layer}.`;
    const own = this.variables.flatMap(({ name }, at): [string, Tensor][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensors[at] as Tensor]] : [],
    );
    return Object.fromEntries(own);
  }
}

function randomWeights({ layers, inputShape, x, seed }: NetworkProblem): DenseArray {
  const outputShape = layers.reduce<Shape>((shape, layer) => layer.build(shape).outputShape, inputShape);
  return randomNormals([x.shape[0] ?? 0, ...outputShape], seed + 1);
}

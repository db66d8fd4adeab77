/** A network with a loss as the subject of a check. The caller's network is read once and stays as it is. */
import {
  type Backend,
  type DenseArray,
  type FloatDType,
  type ForwardContext,
  type Layer,
  type Loss,
  NablaError,
  type NamedTensors,
  Random,
  Sequential,
  type Shape,
  scope,
  sizeOf,
  subtract,
  type Tensor,
  upload,
} from '@nablajs/core';
import { arrayOf, downloadAll, floats, randomNormals } from './arrays.js';
import { Projection } from './projection.js';
import type { GradientProblem, GradientReference } from './reference.js';
import { type Kinked, sidesOf } from './sides.js';
import type { Gradients, Probe, Subject, Substitution, Variable } from './subject.js';

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

  async analytic(substitution?: Substitution): Promise<Gradients> {
    const { backend, layers, inputShape, seed } = this.#problem;
    const arrays = new Map(this.variables.map(({ name, values, shape }) => [name, floats(values, shape, this.dtype)]));
    if (substitution !== undefined) {
      const { name, shape } = this.variables[substitution.variable] as Variable;
      arrays.set(name, floats(substitution.values, shape, this.dtype));
    }
    const x = arrays.get(INPUT) as DenseArray;
    arrays.delete(INPUT);
    using model = new Sequential(backend, { inputShape, layers, dtype: this.dtype, parameters: arrays });
    using input = upload(backend, x);
    using targets = upload(backend, arrayOf(this.#targets, this.dtype));
    const pass = model.pass(input, targets, this.#loss, new Random(seed), { inputGradient: true });
    const tensors = [...model.parameters.map(({ name }) => pass.gradients.get(name)), pass.inputGradient];
    try {
      return { loss: await pass.loss.item(), gradients: await downloadAll(tensors) };
    } finally {
      for (const tensor of [pass.loss, ...tensors]) tensor?.dispose();
    }
  }

  async reference(against: GradientReference): Promise<Gradients> {
    const { loss, gradients, inputGradient } = await against.differentiate(this.#gradientProblem());
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
    const arrays = this.variables.map(({ name, values, shape }): [string, DenseArray] => [
      name,
      floats(values, shape, this.dtype),
    ]);
    const [, x] = arrays.at(-1) as [string, DenseArray];
    return {
      network: { inputShape, layers: layers.map(({ config }) => config) },
      loss: this.#loss.config,
      layers,
      lossFunction: this.#loss,
      parameters: new Map(arrays.slice(0, -1)),
      x,
      targets: this.#targets,
      seed,
    };
  }

  /** The tensors by name, one of them replaced by a new one of the enclosing scope. */
  #withSubstitution(substitution: Substitution | undefined): Tensor[] {
    if (substitution === undefined) return [...this.#tensors];
    const { variable, values } = substitution;
    const { shape } = this.variables[variable] as Variable;
    return this.#tensors.with(variable, upload(this.#problem.differences, floats(values, shape, 'float64')));
  }

  /** Layer by layer, none fused, in training mode: the loss, and what stands before each kink. */
  #run(tensors: readonly Tensor[]): { value: Tensor; kinked: Kinked[] } {
    const context: ForwardContext = { training: true, random: new Random(this.#problem.seed) };
    const kinked: Kinked[] = [];
    let y = tensors.at(-2) as Tensor;
    const targets = tensors.at(-1) as Tensor;
    for (const [index, layer] of this.#problem.layers.entries()) {
      if (layer.kinks !== undefined) kinked.push({ at: y.reshape(y.shape), kinks: layer.kinks });
      [y] = layer.forward(this.#parametersOf(index, tensors), y, context);
    }
    const { kinks } = this.#loss;
    if (kinks !== undefined) kinked.push({ at: subtract(y, targets), kinks });
    return { value: this.#loss.compute(y, targets, y.shape[0] ?? 0).loss, kinked };
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

/** A function of tensors as the subject of a check, with core's gradient or a hand-written one. */
import {
  abs,
  type Backend,
  type DenseArray,
  type FloatDType,
  multiply,
  NablaError,
  sameShape,
  scope,
  sum,
  type Tensor,
  upload,
  valueAndGrad,
} from '@nablajs/core';
import { downloadAll, floats, randomNormals } from '../arrays.js';
import { type GradientReference, widestFloat } from '../comparison/reference.js';
import { probed } from './sides.js';
import type { Gradients, OtherPath, Probe, Subject, Substitution, Variable } from './subject.js';

/**
 * A function and, if you write it yourself, its gradient. Both run inside a `scope`, which releases their tensors.
 */
export interface DifferentiableFunction {
  /** A name for messages. Default: `function`. */
  readonly name?: string;
  /** Returns y, of any shape, from the inputs. */
  forward(...inputs: readonly Tensor[]): Tensor;
  /**
   * Returns dLoss/dInput of every input, in order, from dLoss/dY. Default: `valueAndGrad` differentiates `forward`.
   */
  backward?(inputs: readonly Tensor[], dY: Tensor): readonly Tensor[];
}

export interface FunctionProblem {
  readonly backend: Backend;
  /** Computes in float64. */
  readonly differences: Backend;
  readonly dtype: FloatDType;
  readonly differentiable: DifferentiableFunction;
  readonly inputs: readonly DenseArray[];
  readonly seed: number;
}

/** The scalar is the sum of y times random weights. */
export class FunctionSubject implements Subject {
  readonly dtype: FloatDType;
  readonly differencesOn: string;
  readonly variables: readonly Variable[];
  readonly #problem: FunctionProblem;
  readonly #weights: DenseArray;

  constructor(problem: FunctionProblem) {
    const { dtype, inputs, differences } = problem;
    this.#problem = problem;
    this.dtype = dtype;
    this.differencesOn = differences.name;
    this.variables = inputs.map(({ data, shape }, at) => ({
      name: `input ${at}`,
      shape,
      values: Float64Array.from(floats(data, shape, dtype).data),
    }));
    const shape = scope(() => problem.differentiable.forward(...this.#upload(differences, 'float64')).shape);
    this.#weights = randomNormals(shape, problem.seed);
  }

  async probe(substitution?: Substitution): Promise<Probe> {
    const { differences, differentiable } = this.#problem;
    return probed(() => {
      const inputs = this.#upload(differences, 'float64', substitution);
      return sum(multiply(differentiable.forward(...inputs), upload(differences, this.#weights)));
    });
  }

  async magnitude(): Promise<number> {
    const { differences, differentiable } = this.#problem;
    using total = scope(() => {
      const y = differentiable.forward(...this.#upload(differences, 'float64'));
      return sum(abs(multiply(y, upload(differences, this.#weights))));
    });
    return await total.item();
  }

  analytic(substitution?: Substitution): Promise<Gradients> {
    return this.#differentiate(this.#problem.backend, this.dtype, substitution);
  }

  async disturb(): Promise<void> {
    const { values } = this.variables[0] as Variable;
    await this.analytic({ variable: 0, values: values.map((value) => 0.5 - value) });
  }

  async otherPaths(): Promise<readonly OtherPath[]> {
    return [];
  }

  async reference(against: Backend | GradientReference): Promise<Gradients> {
    if (!('differentiate' in against)) return this.#differentiate(against, widestFloat(against));
    throw new NablaError(
      'argument',
      `gradcheck: '${against.name}' differentiates only networks and layers. ` +
        'Check a function against finite differences or a backend.',
    );
  }

  dispose(): void {}

  async #differentiate(backend: Backend, dtype: FloatDType, substitution?: Substitution): Promise<Gradients> {
    const { differentiable } = this.#problem;
    const { value, gradients } = scope(() => {
      const inputs = this.#upload(backend, dtype, substitution);
      const { data, shape } = this.#weights;
      const weights = upload(backend, floats(data, shape, dtype));
      const loss = (tensors: readonly Tensor[]) => sum(multiply(differentiable.forward(...tensors), weights));
      if (differentiable.backward === undefined) return valueAndGrad(loss, inputs);
      const value = loss(inputs);
      const gradients = differentiable.backward(inputs, weights);
      this.#checkGradients(gradients);
      return { value, gradients };
    });
    try {
      return { loss: await value.item(), gradients: await downloadAll(gradients) };
    } finally {
      for (const tensor of [value, ...gradients]) tensor.dispose();
    }
  }

  #checkGradients(gradients: readonly Tensor[]): void {
    for (const [at, { name, shape }] of this.variables.entries()) {
      const gradient = gradients[at];
      if (gradient !== undefined && sameShape(gradient.shape, shape)) continue;
      const received = gradient === undefined ? 'nothing' : `[${gradient.shape.join(', ')}]`;
      throw new NablaError(
        'shape',
        `gradcheck: backward must return a gradient of shape [${shape.join(', ')}] for ${name}. Received ${received}.`,
      );
    }
  }

  #upload(backend: Backend, dtype: FloatDType, substitution?: Substitution): Tensor[] {
    return this.variables.map(({ values, shape }, at) =>
      upload(backend, floats(substitution?.variable === at ? substitution.values : values, shape, dtype)),
    );
  }
}

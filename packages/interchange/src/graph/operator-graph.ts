/** A graph of operators as a module. */
import {
  type Blueprint,
  type ConfigTable,
  type Context,
  type FloatDType,
  isFloat,
  type Module,
  NablaError,
  type ParameterSpec,
  type Shape,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import type { HostTensor } from '../model/host-tensor.js';
import { Run } from '../operators/run.js';
import { device, isDevice, isFloatType, type Value } from '../operators/values.js';
import { fromConfigOf, type GraphDefinition, type GraphParameter, toConfig } from './definition.js';
import { summaryRows } from './graph-nodes.js';
import { outputShapes } from './output-shapes.js';
import { runSteps } from './run-steps.js';
import { countUses, Numbers, noteLastUses, type Step, stepsOf, type Values } from './steps.js';
import { weightForm } from './weight-form.js';

/** Steps for inputs of certain shapes: those that ran on the host are done, as they depend on shapes only. */
interface Plan {
  readonly steps: readonly Step[];
  readonly values: Readonly<Values>;
}

/** Plans for as many choices of shapes are kept. */
const MOST_PLANS = 8;

/**
 * A graph of ONNX's operators as a module, made by `graphModule` and `importOnnx`. It trains, and is saved and loaded,
 * as any other. Its weights have the file's names.
 *
 * Shape arithmetic runs on the host, once for inputs of certain shapes. Images lie with the channels last.
 *
 * Throws NablaError `data` for an operator that is not supported, for attributes that it does not have, or for values
 * that nothing makes.
 *
 * @example
 * ```ts
 * const { module, parameters, inputShape } = graphModule(readOnnx(bytes));
 * const network = new Network(backend, module, { inputShape, parameters });
 * ```
 */
export class OperatorGraph implements Module {
  readonly definition: GraphDefinition;
  /** Whether each input is int32 here: all integers and bool. */
  readonly acceptsIntegers: readonly boolean[];
  readonly #steps: readonly Step[];
  readonly #constants: Values;
  readonly #inputs: readonly number[];
  readonly #outputs: readonly number[];
  readonly #parameters: readonly (readonly [number, string, GraphParameter])[];
  readonly #plans = new Map<string, Plan>();

  constructor(definition: GraphDefinition) {
    this.definition = definition;
    const { inputs, outputs, nodes, constants, parameters, opsets } = definition;
    this.acceptsIntegers = inputs.map(({ type }) => !isFloatType(type));
    const numbers = new Numbers();
    const values: Values = [];
    this.#inputs = inputs.map(({ name }) => numbers.of(name));
    for (const [name, value] of constants) values[numbers.of(name)] = value;
    this.#parameters = Object.entries(parameters).map(([name, spec]) => [numbers.of(name), name, spec] as const);
    const names = new Set(outputs.map(({ name }) => name));
    const constant = (number: number, value: Value) => {
      values[number] = value;
    };
    const number = (name: string): number | undefined => {
      const value = constants.get(name);
      return value !== undefined && value.data.length === 1 && isFloatType(value.type) ? value.data[0] : undefined;
    };
    this.#steps = stepsOf(nodes, { numbers, opsets, constant, number, outputs: names });
    this.#outputs = outputs.map(({ name }) => numbers.known(name, 'OperatorGraph'));
    noteLastUses(this.#steps, this.#kept());
    this.#constants = values;
  }

  /** Values that outlive their last use: they are not the run's own, or its result. */
  #kept(): Set<number> {
    return new Set([...this.#inputs, ...this.#outputs, ...this.#parameters.map(([number]) => number)]);
  }

  /** Returns a graph of the same nodes that computes other values of them. */
  withOutputs(outputs: GraphDefinition['outputs']): OperatorGraph {
    return new OperatorGraph({ ...this.definition, outputs });
  }

  /** Returns the elements of a weight in the order that the file has, given those of the parameter. */
  weightInFile(name: string, elements: HostTensor): HostTensor {
    return weightForm(this.definition, name)?.toFile(elements) ?? elements;
  }

  /** The graph as JSON, without its weights. */
  get config(): TypedConfig {
    return toConfig(this.definition);
  }

  /** Inputs that an operator needs to know before it computes: `runGraph` leaves them on the host. */
  get hostInputs(): ReadonlySet<string> {
    const numbers = new Set<number>();
    const collect = (steps: readonly Step[]): void => {
      for (const { implementation, inputs, branches } of steps) {
        const { hostInputs = [], device: compute } = implementation;
        for (const at of compute === undefined ? inputs.keys() : hostInputs) numbers.add(inputs[at] ?? -1);
        if (branches !== undefined) {
          numbers.add(inputs[0] as number);
          for (const branch of branches) collect(branch);
        }
      }
    };
    collect(this.#steps);
    return new Set(
      this.definition.inputs.map(({ name }) => name).filter((_, at) => numbers.has(this.#inputs[at] as number)),
    );
  }

  /**
   * Returns the shapes of the outputs, found by running the graph on shapes, and the parameters. Throws NablaError
   * `shape` for inputs that do not fit, and for an output without an axis for the examples in front.
   */
  build(...shapes: readonly Shape[]): Blueprint {
    const { definition } = this;
    if (shapes.length !== definition.inputs.length) {
      throw new NablaError(
        'shape',
        `OperatorGraph: expected ${definition.inputs.length} inputs. Received ${shapes.length}.`,
      );
    }
    const linear = linearWeights(definition, this.#steps, this.#parameters);
    const specs = Object.entries(definition.parameters).map(
      ([name, parameter]) => [name, { ...specOf(parameter), ...(linear.has(name) && { linear: true }) }] as const,
    );
    const outputShape = outputShapes(this, shapes);
    const rows = () => summaryRows(this, shapes);
    const wholeBatch = this.#steps.some(({ implementation }) => implementation.wholeBatch === true);
    return {
      outputShape: outputShape.length === 1 ? (outputShape[0] as Shape) : outputShape,
      parameters: Object.fromEntries(specs),
      // Only when someone asks, because it takes long.
      get summaryRows() {
        return rows();
      },
      ...(wholeBatch && { wholeBatch }),
    };
  }

  /** Computes the outputs of inputs [n, ...]; an array of them if there are several. */
  call(context: Context, ...inputs: readonly Tensor[]): Tensor | readonly Tensor[] {
    const [first] = inputs;
    if (first === undefined) throw new NablaError('argument', 'OperatorGraph: expected an input.');
    const parameter = (name: string): Tensor => context.parameter(name);
    const [weight] = this.#parameters;
    const floats = [...(weight === undefined ? [] : [parameter(weight[1])]), ...inputs].find(({ dtype }) =>
      isFloat(dtype),
    );
    const run = new Run(first.backend, (floats?.dtype ?? first.backend.dtypes[0]) as FloatDType, context);
    const given = inputs.map((tensor, at) => device(tensor, this.definition.inputs[at]?.type));
    const tensors = this.evaluate(run, given, parameter).map((value) => run.tensor(value));
    return tensors.length === 1 ? (tensors[0] as Tensor) : tensors;
  }

  /** @internal Computes the values of the outputs; tensors belong to the enclosing scope. */
  evaluate(run: Run, inputs: readonly Value[], parameter: (name: string) => Tensor): Value[] {
    const isOnDevice = inputs.every(isDevice);
    const key = isOnDevice ? inputs.map((value) => value.tensor.shape.join()).join(';') : undefined;
    const plan = key === undefined ? undefined : this.#plans.get(key);
    const values = (plan?.values ?? this.#constants).slice();
    for (let at = 0; at < inputs.length; at++) values[this.#inputs[at] as number] = inputs[at];
    for (const [number, name, { form, type }] of this.#parameters) {
      values[number] = { tensor: parameter(name), type, layout: form ?? 'logical', parameter: name };
    }
    if (plan !== undefined) runSteps(plan.steps, values, run);
    else if (key === undefined) runSteps(this.#steps, values, run);
    else this.#firstRun(key, values, run);
    return this.#outputs.map((number, at) => {
      const value = values[number];
      if (value !== undefined) return value;
      const { name = '' } = this.definition.outputs[at] ?? {};
      throw new NablaError('data', `OperatorGraph: no node makes the output '${name}'.`);
    });
  }

  /** Runs all steps, and notes for the next time what ran on the host. */
  #firstRun(key: string, values: Values, run: Run): void {
    const steps: Step[] = [];
    const known = this.#constants.slice();
    runSteps(this.#steps, values, run, (step) => {
      const made = step.outputs.filter((number) => number >= 0);
      const isDone = step.branches === undefined && !made.some((number) => isDevice(values[number]));
      if (!isDone) steps.push({ ...step, last: [] });
      else for (const number of made) known[number] = values[number];
    });
    noteLastUses(steps, this.#kept());
    const [oldest] = this.#plans.keys();
    if (oldest !== undefined && this.#plans.size >= MOST_PLANS) this.#plans.delete(oldest);
    this.#plans.set(key, { steps, values: known });
  }
}

/** The weights of linear operators that nothing else takes, in the form that their kernel wants. */
function linearWeights(
  { nodes }: GraphDefinition,
  steps: readonly Step[],
  parameters: readonly (readonly [number, string, GraphParameter])[],
): Set<string> {
  const uses = countUses(nodes);
  const taken = steps.filter(({ implementation }) => implementation.linear === true);
  const forms = new Map(taken.map(({ inputs, implementation }) => [inputs[1], implementation.weights?.[1]?.name]));
  const isLinear = ([number, name, { form }]: (typeof parameters)[number]): boolean =>
    uses.get(name) === 1 && forms.has(number) && forms.get(number) === form;
  return new Set(parameters.filter(isLinear).map(([, name]) => name));
}

/** First values only matter for a graph that is built anew from its config. */
const specOf = ({ shape, trainable }: GraphParameter): ParameterSpec => ({
  shape,
  initializer: shape.length < 2 ? 0 : 'heUniform',
  ...(trainable === false && { trainable }),
});

/**
 * Makes graphs of operators from their configs. Core does not know them: pass this table when you load a model.
 *
 * @example
 * ```ts
 * const model = networkFromConfig(backend, saved.config, { ...saved, layers: OPERATOR_LAYERS });
 * ```
 */
export const OPERATOR_LAYERS: ConfigTable<Module> = {
  OperatorGraph: (config) => new OperatorGraph(fromConfigOf(config)),
};

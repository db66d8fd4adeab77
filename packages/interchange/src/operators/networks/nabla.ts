/**
 * Operators of the domain `ai.nabla`: modules of this library, which its exporter writes as functions. The module
 * itself runs in place of the function's body, with equal bits.
 */
import {
  type ConfigTable,
  Context,
  denseForward,
  type FusedActivation,
  fromConfig,
  isNablaError,
  LAYERS,
  type LayerRandom,
  type Module,
  type ModuleState,
  NablaError,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { damaged } from '../../model/damage.js';
import type { Attribute, OperatorNode } from '../../model/graph-model.js';
import type { NodeInfo } from '../attributes.js';
import type { Operator } from '../operator.js';
import type { Run } from '../run.js';
import { device, type Value } from '../values.js';
import { optional, pathOf } from './arguments.js';

/** The domain of these operators. */
export const OWN_DOMAIN = 'ai.nabla';

const MODULES: ConfigTable<Module> = { ...LAYERS, ...SEQUENCE_LAYERS };

/** The parameters of a module by their names in it, and where random numbers and states come from. */
interface Surroundings {
  readonly run: Run;
  readonly values: ReadonlyMap<string, Value>;
  /** The graph's context where the node is; undefined outside of a network. */
  readonly outer: Context | undefined;
}

/** What a module sees of a graph that it is a node of. */
class NodeContext extends Context {
  readonly #around: Surroundings;

  constructor(around: Surroundings, path: string, activation: FusedActivation) {
    super(new Map(), { path, activation });
    this.#around = around;
  }

  override get training(): boolean {
    return this.#around.run.training;
  }

  override get random(): LayerRandom {
    const { outer } = this.#around;
    if (outer === undefined) throw new NablaError('argument', 'There is no random outside of a network in training.');
    return (this.path === '' ? outer : outer.inner(this.path)).random;
  }

  override get state(): ModuleState | undefined {
    const { outer } = this.#around;
    return (this.path === '' ? outer : outer?.inner(this.path))?.state;
  }

  override parameter(name: string): Tensor {
    return this.#around.run.tensor(this.#valueOf(name));
  }

  override isFrozen(name: string): boolean {
    return this.#around.run.isFrozen(this.#valueOf(name));
  }

  override update(name: string, value: Tensor): void {
    this.#around.run.update(this.#valueOf(name), value);
  }

  override at(path: string, activation: FusedActivation): Context {
    return new NodeContext(this.#around, path, activation);
  }

  #valueOf(name: string): Value {
    const full = this.path === '' ? name : `${this.path}.${name}`;
    const value = this.#around.values.get(full);
    if (value !== undefined) return value;
    throw new NablaError('data', `The file has no parameter '${full}' of this module.`);
  }
}

/** Whether a node calls a function of the exporter for a module that is known here. */
export function isNablaModule({ domain, attributes }: OperatorNode): boolean {
  const config = domain === OWN_DOMAIN ? configIn(attributes['config']) : undefined;
  return config !== undefined && Object.hasOwn(MODULES, config.type);
}

/** Runs the module of the node's attribute `config`: see `callFunction` of the exporter. */
export const nablaModule: Operator = (node) => {
  const module = moduleOf(node);
  const names = node.strings('parameters', []);
  const count = node.node.inputs.length - names.length;
  if (count < 1) throw node.error(`expected an input before ${names.length} parameters. Received none`);
  const isRunning = (parameter: string): boolean => /(^|\.)running(Mean|Variance)$/.test(parameter);
  return {
    fuses: module.fuses === true,
    wholeBatch: names.some(isRunning),
    running: names.flatMap((parameter, at) => (isRunning(parameter) ? [count + at] : [])),
    device: (run, ...inputs) => {
      const values = new Map(names.map((parameter, at) => [parameter, inputs[count + at] as Value]));
      const outer = run.context?.inner(pathOf(node));
      const context = new NodeContext({ run, values, outer }, '', node.activation);
      const made = module.call(context, ...inputs.slice(0, count).map((value) => run.tensor(value)));
      const outputs = (Array.isArray(made) ? made : [made]) as readonly Tensor[];
      return outputs.map((tensor) => device(tensor));
    },
  };
};

/** Makes the module. Errors of its config become one line about the file. */
function moduleOf(node: NodeInfo): Module {
  try {
    return fromConfig('module', MODULES, configIn(node.node.attributes['config']) as TypedConfig);
  } catch (cause) {
    throw damaged(node.label, isNablaError(cause) ? cause.message.replace(/\.$/, '') : 'its config is damaged');
  }
}

/** The config of a module; undefined if there is none. */
function configIn(attribute: Attribute | undefined): TypedConfig | undefined {
  if (attribute?.kind !== 'string') return undefined;
  try {
    const config = JSON.parse(attribute.value) as TypedConfig | null;
    return typeof config?.type === 'string' ? config : undefined;
  } catch {
    return undefined;
  }
}

/** x W + b, for x [..., inputs], W [inputs, units] and b [units] or none, in one kernel with the activation. */
export const nablaDense: Operator = (node) => ({
  fuses: true,
  linear: true,
  device: (run, x, w, b?: Value) => {
    const made = run.linear(denseForward, run.tensor(x), w, run.tensor(w), optional(run, b), node.activation);
    return device(made, x.type);
  },
});

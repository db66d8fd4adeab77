/** Checks a problem before TensorFlow sees it: what fails while tfjs records a gradient leaves tensors behind. */
import {
  checkSameShape,
  type DenseArray,
  dtypeOf,
  formatShape,
  fromConfig,
  LAYERS,
  LOSSES,
  NablaError,
  type Shape,
  sameShape,
  sizeOf,
  type TypedConfig,
} from '@nablajs/core';
import type { GradientProblem } from './gradient-problem.js';
import { REFERENCE_LAYERS, type ReferenceLayer } from './layers.js';
import { REFERENCE_LOSSES, type ReferenceLoss } from './losses.js';

/** A layer with its defaults filled in, and what its parameters are called in the network. */
interface PlannedLayer {
  readonly form: ReferenceLayer;
  readonly config: TypedConfig;
  /** By role. */
  readonly names: Readonly<Record<string, string>>;
}

export interface Plan {
  readonly layers: readonly PlannedLayer[];
  readonly loss: { readonly form: ReferenceLoss; readonly config: TypedConfig };
}

/** Throws NablaError 'argument' or 'shape' for a problem that is not one. */
export function planProblem({ network, loss, parameters, x, targets }: GradientProblem): Plan {
  const unused = new Set(parameters.keys());
  const layers: PlannedLayer[] = [];
  let shape = network.inputShape;
  for (const [index, given] of network.layers.entries()) {
    const form = formOf('layer', REFERENCE_LAYERS, given.type);
    const layer = fromConfig('layer', LAYERS, given);
    const blueprint = layer.build(shape);
    const roles = Object.entries(blueprint.parameters).map(([role, spec]) => {
      const name = `${index}.${role}`;
      checkParameter(name, parameters.get(name), spec.shape);
      unused.delete(name);
      return [role, name] as const;
    });
    layers.push({ form, config: layer.config, names: Object.fromEntries(roles) });
    shape = blueprint.outputShape;
  }
  const [extra] = unused;
  if (extra !== undefined) fail('argument', `the network has no parameter '${extra}'`);
  checkBatch(network.inputShape, shape, x, targets);
  const lossForm = formOf('loss', REFERENCE_LOSSES, loss.type);
  return { layers, loss: { form: lossForm, config: fromConfig('loss', LOSSES, loss).config } };
}

function fail(code: 'argument' | 'shape', message: string): never {
  throw new NablaError(code, `gradient reference: ${message}.`);
}

function formOf<T>(what: string, table: Readonly<Record<string, T>>, type: string): T {
  const form = Object.hasOwn(table, type) ? table[type] : undefined;
  const known = Object.keys(table).join(', ');
  return form ?? fail('argument', `there is no TensorFlow form of the ${what} '${type}'. Known: ${known}`);
}

function checkParameter(name: string, parameter: DenseArray | undefined, shape: Shape): void {
  if (parameter !== undefined && sameShape(parameter.shape, shape) && parameter.data.length === sizeOf(shape)) return;
  const received = parameter === undefined ? 'nothing' : formatShape(parameter.shape);
  fail('shape', `parameter '${name}' must be ${formatShape(shape)}. Received ${received}`);
}

function checkBatch(inputShape: Shape, outputShape: Shape, x: DenseArray, targets: DenseArray): void {
  const [rows = 0, ...rest] = x.shape;
  if (rows < 1 || !sameShape(rest, inputShape) || x.data.length !== sizeOf(x.shape)) {
    const wanted = ['n', ...inputShape].join(', ');
    fail('shape', `expected x of shape [${wanted}] with n >= 1. Received ${formatShape(x.shape)}`);
  }
  const labels = dtypeOf(targets.data) === 'int32';
  checkSameShape('gradient reference targets', labels ? [rows] : [rows, ...outputShape], targets.shape);
}

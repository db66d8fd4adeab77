/** Checks a problem before TensorFlow runs it, because an error while tfjs records a gradient leaks tensors. */
import {
  type Blueprint,
  buildShapes,
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
  shapesOf,
  sizeOf,
  type TypedConfig,
} from '@nablajs/core';
import type { GradientProblem } from './gradient-problem.js';
import { childName, type ReferenceLayer } from './layer-call.js';
import { GRADIENT_KERNELS, REFERENCE_LAYERS } from './layers.js';
import { REFERENCE_LOSSES, type ReferenceLoss } from './losses.js';
import { INNER_MODULES, REFERENCE_SEQUENCES } from './sequences/index.js';

const FORMS = { ...REFERENCE_LAYERS, ...REFERENCE_SEQUENCES };

/** A layer with its complete config, the names of its parameters in the network, and its child layers. */
export interface PlannedLayer {
  readonly form: ReferenceLayer;
  readonly config: TypedConfig;
  /** Its path in the network, such as `0.body`; empty for the network itself. */
  readonly path: string;
  /** Names of its parameters by role. */
  readonly names: Readonly<Record<string, string>>;
  readonly children: Readonly<Record<string, PlannedLayer>>;
}

export interface Plan {
  readonly network: PlannedLayer;
  readonly loss: { readonly form: ReferenceLoss; readonly config: TypedConfig };
  /** The names of the parameters that have a gradient. Running statistics have none. */
  readonly trainable: ReadonlySet<string>;
  /** The kernels that an engine needs to differentiate it. */
  readonly kernels: ReadonlySet<string>;
}

/** Checks a problem and plans its forward pass. Throws NablaError `argument` or `shape`. */
export function planProblem(problem: GradientProblem): Plan {
  const { network, loss, parameters, x, targets, weights, penalty } = problem;
  if ((weights ?? penalty) !== undefined) fail('argument', 'weights and penalties are not supported; leave them out');
  const [inputShape, ...others] = buildShapes(network.inputShape);
  if (inputShape === undefined || others.length > 0) fail('argument', 'a network with several inputs is not supported');
  const config = 'layers' in network ? { type: 'Chain', layers: network.layers } : network.module;
  const unused = new Set(parameters.keys());
  const trainable = new Set<string>();
  const kernels = new Set<string>();
  const planned = (given: TypedConfig, blueprint: Blueprint, path: string): PlannedLayer => {
    const form = formOf('layer', FORMS, given.type);
    for (const kernel of GRADIENT_KERNELS[given.type] ?? []) kernels.add(kernel);
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const roles = Object.entries(blueprint.parameters ?? {}).map(([role, spec]) => {
      checkParameter(at(role), parameters.get(at(role)), spec.shape);
      unused.delete(at(role));
      if (spec.trainable !== false) trainable.add(at(role));
      return [role, at(role)] as const;
    });
    const inner = INNER_MODULES[given.type]?.(given) ?? {};
    const built = blueprint.children ?? {};
    const children = [...new Set([...Object.keys(built), ...withoutParameters(inner)])].map((name) => {
      const own = inner[name] ?? childConfig(given, name);
      return [name, planned(own, built[name] ?? NO_PARAMETERS, at(name))] as const;
    });
    return { form, config: given, path, names: Object.fromEntries(roles), children: Object.fromEntries(children) };
  };
  checkForms(config);
  const module = problem.module ?? fromConfig('layer', LAYERS, config);
  const blueprint = module.build(inputShape);
  const plan = planned(module.config, blueprint, '');
  const [extra] = unused;
  if (extra !== undefined) fail('argument', `the network has no parameter '${extra}'`);
  // Check the loss before the targets: an unknown loss may need other targets.
  const lossForm = formOf('loss', REFERENCE_LOSSES, loss.type);
  checkBatch(inputShape, shapesOf(blueprint.outputShape)[0] as Shape, x, targets);
  return {
    network: plan,
    loss: { form: lossForm, config: fromConfig('loss', LOSSES, loss).config },
    trainable,
    kernels,
  };
}

/** The inner modules that a blueprint does not have. */
const NO_PARAMETERS: Blueprint = { outputShape: [] };

const withoutParameters = (inner: Readonly<Record<string, TypedConfig>>): string[] =>
  Object.keys(inner).filter((name) => inner[name]?.type === 'Dropout');

/** The second convolution of a SeparableConv2d. */
const POINTWISE = { type: 'Conv2d', kernelSize: 1, stride: 1, padding: 'valid', dilation: 1, groups: 1 };

/** Returns the config of a child: of a Chain and a Graph by its name or number, of a Residual by its role. */
const childConfig = (config: TypedConfig, name: string): TypedConfig => {
  const { layers } = config;
  if (name === 'depthwise') return { ...config, type: 'Conv2d', groups: name, bias: false };
  if (name === 'pointwise') return { ...config, ...POINTWISE };
  if (!Array.isArray(layers)) return config[name] as TypedConfig;
  return layers.find((layer, at) => childName(layer, at) === name) as TypedConfig;
};

/** Checks that every layer is supported before core builds the network, because core may not know it either. */
function checkForms(config: TypedConfig): void {
  const { layers = [], body, shortcut } = config;
  formOf('layer', FORMS, config.type);
  for (const child of [...(layers as TypedConfig[]), body, shortcut])
    if (child !== undefined) checkForms(child as TypedConfig);
}

function fail(code: 'argument' | 'shape', message: string): never {
  throw new NablaError(code, `gradient reference: ${message}.`);
}

function formOf<T>(what: string, table: Readonly<Record<string, T>>, type: string): T {
  const form = Object.hasOwn(table, type) ? table[type] : undefined;
  const known = Object.keys(table).join(', ');
  return form ?? fail('argument', `the ${what} '${type}' is not supported. Supported: ${known}`);
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
  checkSameShape(
    'gradient reference targets',
    [rows, ...(labels ? outputShape.slice(0, -1) : outputShape)],
    targets.shape,
  );
}

/** Layers that are alike in PyTorch: Dense, activations, norms. */
import { type Shape, sizeOf } from '@nablajs/core';
import { literal, newModule } from '../python/literal.js';
import { counter, flatView, hasParameter, moved, shapeIn } from './groups.js';
import { inputOf, type LayoutGroup, outputShapeOf, type Part, type Translator, type Value } from './types.js';

/** A layer without parameters that keeps shape and order. */
const elementwise = (make: (part: Part) => string): Translator => ({
  wants: 'any',
  takesFlat: true,
  translate: (part) => ({ outputs: [inputOf(part)], python: make(part) }),
});

const plain = (name: string): Translator => elementwise(() => `nn.${name}()`);

/** The number of a channels' axis in PyTorch, with the batch. */
const channelAxis = ({ shape, order }: Value): number => (order === 'first' && shape.length > 1 ? 1 : -1);

const dense: Translator = {
  takesFlat: true,
  translate: (part, builder) => {
    const { flat } = inputOf(part);
    const [inputs = 0, units = 0] = shapeIn(part.blueprint, 'weight');
    const { view, order } = flatView(flat, [inputs, units]);
    builder.add(moved(part, 'weight', { view, axes: [view.length - 1, ...order], shape: [units, inputs] }));
    const bias = hasParameter(part.blueprint, 'bias');
    if (bias) builder.add(moved(part, 'bias'));
    return {
      outputs: [{ shape: outputShapeOf(part), order: 'last' }],
      python: newModule('nn.Linear', [inputs, units], { bias: bias ? undefined : false }),
    };
  },
};

/** The parameters of a norm, whose names here are others. Their last dimensions are those of the value. */
function normGroups(
  part: Part,
  names: readonly (readonly [ours: string, torch: string])[],
  isBuffer = false,
): LayoutGroup[] {
  const { flat, order } = inputOf(part);
  return names.map(([ours, as]) => {
    const shape = shapeIn(part.blueprint, ours);
    if (flat !== undefined) {
      const { view, order: axes } = flatView(flat, shape);
      return moved(part, ours, { as, view, axes, shape, isBuffer });
    }
    const axes = order === 'first' && shape.length > 1 ? [shape.length - 1, ...shape.slice(1).keys()] : undefined;
    return moved(part, ours, { as, isBuffer, ...(axes && { axes }) });
  });
}

const SCALE_AND_OFFSET = [
  ['scale', 'weight'],
  ['offset', 'bias'],
] as const;

const batchNorm: Translator = {
  wants: 'first',
  takesFlat: true,
  translate: (part, builder) => {
    const { momentum, epsilon, affine } = part.config;
    const value = inputOf(part);
    if (affine === true) for (const group of normGroups(part, SCALE_AND_OFFSET)) builder.add(group);
    const running = [['runningMean', 'running_mean'] as const, ['runningVariance', 'running_var'] as const];
    for (const group of normGroups(part, running, true)) builder.add(group);
    builder.add(counter(part, 'num_batches_tracked'));
    const [channels] = shapeIn(part.blueprint, 'runningMean');
    const type = `nn.BatchNorm${Math.max(1, value.shape.length - 1)}d`;
    return {
      outputs: [value],
      python: newModule(type, [channels], { eps: epsilon, momentum, affine: affine === true ? undefined : false }),
    };
  },
};

const groupNorm: Translator = {
  wants: 'first',
  translate: (part, builder) => {
    const { groups, epsilon, affine } = part.config;
    const value = inputOf(part);
    if (affine === true) for (const group of normGroups(part, SCALE_AND_OFFSET)) builder.add(group);
    const options = { eps: epsilon, affine: affine === true ? undefined : false };
    return { outputs: [value], python: newModule('nn.GroupNorm', [groups, value.shape.at(-1)], options) };
  },
};

/** LayerNorm and RMSNorm. Over all axes of an image they work channels first too. */
const lastAxesNorm = (type: string, names: readonly (readonly [string, string])[]): Translator => ({
  wants: ({ axes }, [value]) => (axes !== 1 && axes === value?.shape.length ? 'any' : 'last'),
  takesFlat: true,
  translate: (part, builder) => {
    const { axes, epsilon, affine } = part.config;
    const value = inputOf(part);
    if (affine === true) for (const group of normGroups(part, names)) builder.add(group);
    const over = value.shape.slice(-(axes as number));
    const shape = value.order === 'first' ? [over.at(-1), ...over.slice(0, -1)] : over;
    const options = { eps: epsilon, elementwise_affine: affine === true ? undefined : false };
    return { outputs: [value], python: newModule(type, [shape.length === 1 ? shape[0] : shape], options) };
  },
});

const flatten: Translator = {
  wants: 'any',
  takesFlat: true,
  translate: (part) => {
    const { shape, order, flat } = inputOf(part);
    const channels = shape.at(-1) ?? 1;
    const isMixed = order === 'first' && channels !== 1 && sizeOf(shape) !== channels;
    const made: Value = { shape: outputShapeOf(part), order: 'last', flat: isMixed ? shape : flat };
    return { outputs: [made], python: 'nn.Flatten()' };
  },
};

const reshape: Translator = {
  translate: (part, builder) => {
    builder.use('Reshape');
    const { shape } = part.config;
    return { outputs: [{ shape: outputShapeOf(part), order: 'last' }], python: newModule('Reshape', shape as Shape) };
  },
};

const permute: Translator = {
  translate: (part, builder) => {
    builder.use('Permute');
    const { axes } = part.config;
    return { outputs: [{ shape: outputShapeOf(part), order: 'last' }], python: newModule('Permute', axes as Shape) };
  },
};

/** Adds, multiplies or joins its inputs. If all are channels first, a Graph leaves them so. */
const merge = (name: string): Translator => ({
  translate: (part, builder) => {
    builder.use(name);
    const { order, shape } = inputOf(part);
    const { axis = -1 } = part.config;
    const last = shape.length;
    const at = (axis as number) < 0 ? last + 1 + (axis as number) : (axis as number);
    const torchAxis = order === 'last' || last === 1 ? at : at === last ? 1 : at + 1;
    return {
      outputs: [{ shape: outputShapeOf(part), order }],
      python: name === 'Concat' ? newModule(name, [torchAxis]) : `${name}()`,
    };
  },
});

/** The layers of core that are no windows and hold no others. */
export const BASIC: Readonly<Record<string, Translator>> = {
  Dense: dense,
  ReLU: plain('ReLU'),
  LeakyReLU: elementwise(({ config }) => newModule('nn.LeakyReLU', [config['slope']])),
  ELU: elementwise(({ config }) => newModule('nn.ELU', [config['alpha']])),
  Sigmoid: plain('Sigmoid'),
  Tanh: plain('Tanh'),
  GELU: elementwise(({ config }) => newModule('nn.GELU', [], { approximate: config['approximate'] })),
  // PyTorch's default threshold of 20 would lose digits of float64.
  Softplus: elementwise(() => 'nn.Softplus(threshold=40)'),
  SiLU: plain('SiLU'),
  SELU: plain('SELU'),
  HardSwish: plain('Hardswish'),
  PReLU: {
    wants: 'any',
    takesFlat: true,
    translate: (part, builder) => {
      builder.add(moved(part, 'slope', { as: 'weight' }));
      return { outputs: [inputOf(part)], python: 'nn.PReLU()' };
    },
  },
  Softmax: elementwise((part) => newModule('nn.Softmax', [], { dim: channelAxis(inputOf(part)) })),
  Dropout: elementwise(({ config }) => `nn.Dropout(${literal(config['rate'])})`),
  Dropout2d: {
    wants: 'first',
    takesFlat: true,
    translate: (part) => {
      const value = inputOf(part);
      const { length } = value.shape;
      const type = length === 1 ? 'nn.Dropout' : `nn.Dropout${Math.min(3, length - 1)}d`;
      return { outputs: [value], python: newModule(type, [part.config['rate']]) };
    },
  },
  LayerNorm: lastAxesNorm('nn.LayerNorm', SCALE_AND_OFFSET),
  RMSNorm: lastAxesNorm('nn.RMSNorm', [['scale', 'weight']]),
  GroupNorm: groupNorm,
  BatchNorm: batchNorm,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  Add: merge('Add'),
  Multiply: merge('Multiply'),
  Concat: merge('Concat'),
};

/** Convolutions, pools and other layers of images and sequences, which PyTorch has channels first. */
import type { Shape, TypedConfig } from '@nablajs/core';
import { newModule, tall } from '../python/literal.js';
import { hasParameter, moved, shapeIn } from './groups.js';
import { type Builder, inputOf, outputShapeOf, type Part, type Translator, type Value } from './types.js';

type Size = number | readonly [number, number];

/** The same size for both directions as one number. */
const brief = (size: Size): Size => (typeof size === 'object' && size[0] === size[1] ? size[0] : size);
const pair = (size: Size): readonly [number, number] => (typeof size === 'object' ? size : [size, size]);

const channelsFirst = (part: Part): Value[] => [{ shape: outputShapeOf(part), order: 'first' }];

/** Options of PyTorch's convolutions that are not its defaults. */
function windowOf({ stride, padding, dilation, groups, bias }: TypedConfig, channels: number) {
  const [step, far] = [brief(stride as Size), brief(dilation as Size)];
  const around = typeof padding === 'string' ? padding : brief(padding as Size);
  return {
    stride: step === 1 ? undefined : step,
    padding: around === 'valid' || around === 0 ? undefined : around,
    dilation: far === 1 ? undefined : far,
    groups: groups === 'depthwise' ? channels : groups === 1 ? undefined : groups,
    bias: bias === true ? undefined : false,
  };
}

/** Weights are [...kernel, in / groups, out] here and [out, in / groups, ...kernel] in PyTorch. */
function addWeights(part: Part, builder: Builder): void {
  const { length } = shapeIn(part.blueprint, 'weight');
  const kernel = Array.from({ length: length - 2 }, (_, axis) => axis);
  builder.add(moved(part, 'weight', { axes: [length - 1, length - 2, ...kernel] }));
  if (hasParameter(part.blueprint, 'bias')) builder.add(moved(part, 'bias'));
}

/** `same` padding with a stride is not in PyTorch. */
function convolutionOf(config: TypedConfig, channels: number, rank: number, builder: Builder): string {
  const window = windowOf(config, channels);
  const isOwn = window.padding === 'same' && window.stride !== undefined;
  if (isOwn) builder.use('SameConv');
  const name = `${isOwn ? 'Same' : 'nn.'}Conv${rank}d`;
  const { filters, kernelSize } = config;
  return newModule(
    name,
    [channels, filters, brief(kernelSize as Size)],
    isOwn ? { ...window, padding: undefined } : window,
  );
}

const convolution = (rank: 1 | 2): Translator => ({
  wants: 'first',
  translate: (part, builder) => {
    addWeights(part, builder);
    const python = convolutionOf(part.config, inputOf(part).shape.at(-1) as number, rank, builder);
    return { outputs: channelsFirst(part), python };
  },
});

/** PyTorch crops `padding` on both sides; `same` padding may crop one more at the end. */
const convTranspose: Translator = {
  wants: 'first',
  translate: (part, builder) => {
    addWeights(part, builder);
    const { filters, kernelSize, padding, stride, dilation, outputPadding } = part.config;
    const channels = inputOf(part).shape.at(-1) as number;
    const options = windowOf(part.config, channels);
    const given = {
      ...options,
      output_padding: pair(outputPadding as Size).some((size) => size > 0) ? outputPadding : undefined,
    };
    const args = [channels, filters, brief(kernelSize as Size)];
    if (padding !== 'same')
      return { outputs: channelsFirst(part), python: newModule('nn.ConvTranspose2d', args, given) };
    builder.use('SameConvTranspose2d');
    const extra = pair(kernelSize as Size).map(
      (size, axis) =>
        (pair(dilation as Size)[axis] as number) * (size - 1) + 1 - (pair(stride as Size)[axis] as number),
    );
    const crop = {
      padding: extra.map((count) => Math.floor(Math.max(0, count) / 2)),
      output_padding: extra.map((count) => Math.max(0, -count)),
    };
    return { outputs: channelsFirst(part), python: newModule('SameConvTranspose2d', args, { ...given, ...crop }) };
  },
};

const separable: Translator = {
  wants: 'first',
  translate: (part, builder) => {
    builder.use('SeparableConv2d');
    const { filters, depthMultiplier, bias, ...window } = part.config;
    const channels = inputOf(part).shape.at(-1) as number;
    const middle = channels * (depthMultiplier as number);
    for (const name of ['depthwise', 'pointwise']) {
      const blueprint = part.blueprint.children?.[name] as Part['blueprint'];
      const [path, torchPath] = [part.path, part.torchPath].map((own) => (own === '' ? name : `${own}.${name}`));
      addWeights({ ...part, blueprint, path: path as string, torchPath: torchPath as string }, builder);
    }
    const depthwise = { ...window, filters: middle, groups: 'depthwise', bias: false };
    return {
      outputs: channelsFirst(part),
      python: tall('SeparableConv2d', [
        convolutionOf(depthwise, channels, 2, builder),
        newModule('nn.Conv2d', [middle, filters, 1], { bias: bias === true ? undefined : false }),
      ]),
    };
  },
};

const pool = (kind: 'Max' | 'Avg', rank: 1 | 2): Translator => ({
  wants: 'first',
  translate: (part, builder) => {
    const { size, stride, padding } = part.config;
    const args = [brief(size as Size)];
    const step = brief(stride as Size);
    const options = { stride: `${step}` === `${args[0]}` ? undefined : step };
    const around = padding === 'valid' ? 0 : padding;
    const isPlain =
      around !== 'same' && pair(around as Size).every((by, axis) => 2 * by <= (pair(size as Size)[axis] ?? 0));
    if (isPlain) {
      const borders = around === 0 ? {} : { padding: around, ...(kind === 'Avg' && { count_include_pad: false }) };
      return {
        outputs: channelsFirst(part),
        python: newModule(`nn.${kind}Pool${rank}d`, args, { ...options, ...borders }),
      };
    }
    builder.use('PaddedPool');
    const wide = (value: unknown): unknown => (rank === 1 ? [value] : pair(value as Size));
    const python = newModule('PaddedPool', [kind, wide(size), wide(stride), around === 'same' ? 'same' : wide(around)]);
    return { outputs: channelsFirst(part), python };
  },
});

const globalPool = (name: string): Translator => ({
  wants: 'any',
  translate: (part, builder) => {
    builder.use(name);
    const { order } = inputOf(part);
    return { outputs: [{ shape: outputShapeOf(part), order: 'last' }], python: newModule(name, [order === 'first']) };
  },
});

/** `padding` is the number of zeros, or a pair for [before, after] or [y, x], or two pairs. */
const zeroPadding: Translator = {
  wants: 'first',
  translate: (part) => {
    const { padding } = part.config;
    const sides = (typeof padding === 'number' ? [padding, padding] : padding) as readonly (number | Shape)[];
    const isSequence = inputOf(part).shape.length === 2;
    const [rows = [], columns = []] = sides.map((side) => (typeof side === 'number' ? [side, side] : side));
    const around = isSequence ? sides : [...columns, ...rows];
    return { outputs: channelsFirst(part), python: newModule(`nn.ZeroPad${isSequence ? 1 : 2}d`, [around]) };
  },
};

/** The layers of core that look at neighbours. */
export const IMAGES: Readonly<Record<string, Translator>> = {
  Conv1d: convolution(1),
  Conv2d: convolution(2),
  ConvTranspose2d: convTranspose,
  SeparableConv2d: separable,
  MaxPool1d: pool('Max', 1),
  MaxPool2d: pool('Max', 2),
  AveragePool1d: pool('Avg', 1),
  AveragePool2d: pool('Avg', 2),
  AdaptiveAveragePool2d: {
    wants: 'first',
    translate: (part) => ({
      outputs: channelsFirst(part),
      python: newModule('nn.AdaptiveAvgPool2d', [brief(part.config['size'] as Size)]),
    }),
  },
  GlobalAveragePool: globalPool('GlobalAveragePool'),
  GlobalMaxPool: globalPool('GlobalMaxPool'),
  UpSample: {
    wants: 'first',
    translate: (part) => ({
      outputs: channelsFirst(part),
      python: newModule('nn.Upsample', [], { scale_factor: brief(part.config['factor'] as Size) }),
    }),
  },
  ZeroPadding: zeroPadding,
};

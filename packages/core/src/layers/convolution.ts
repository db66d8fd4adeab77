/** The common part of Conv1d, Conv2d and ConvTranspose2d: options, config, parameters and groups. */
import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { imageRemedy } from '../modules/image-remedy.js';
import type { Initializer } from '../modules/initializers.js';
import { type Blueprint, type Context, type Module, onlyInput, type ParameterSpec } from '../modules/module.js';
import { checkPadding, type Pair, pairOf } from '../ops/fused/windows.js';
import type { Tensor } from '../tensors/tensor.js';
import { checkBoolean, checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';

/** Options of the convolution layers. `Size` is a number for sequences, and a number or a pair for images. */
export interface ConvolutionOptions<Size extends Pair> {
  /** How far the window moves from one output to the next: whole numbers >= 1. Default: 1. */
  readonly stride?: Size;
  /**
   * The zeros around the input: none (`valid`), as many as make the output `⌈input / stride⌉` (`same`), or this many on
   * each side. Default: `valid`.
   */
  readonly padding?: 'valid' | 'same' | Size;
  /** The distance between neighbours in a window: whole numbers >= 1. Default: 1. */
  readonly dilation?: Size;
  /** How many groups to split channels and filters into. `depthwise`: one for each input channel. Default: 1. */
  readonly groups?: number | 'depthwise';
  /** Whether to add a bias. Default: true. */
  readonly bias?: boolean;
  /** How to draw the initial weight. The bias starts at zero. Default: `heNormal`. */
  readonly initializer?: Initializer;
}

const OPTIONS = ['stride', 'padding', 'dilation', 'groups', 'bias', 'initializer'];

/** Base class of convolutions. */
export abstract class Convolution<Size extends Pair> implements Module {
  readonly filters: number;
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: 'valid' | 'same' | Size;
  readonly dilation: Size;
  readonly groups: number | 'depthwise';
  readonly bias: boolean;
  readonly initializer: Initializer;
  readonly #name: string;

  /** `own` names the options that only this class has. */
  constructor(
    name: string,
    filters: number,
    kernelSize: Size,
    options: ConvolutionOptions<Size>,
    own: readonly string[] = [],
  ) {
    checkOptions(name, options, [...OPTIONS, ...own], "{ stride: 2, padding: 'same' }");
    this.#name = name;
    this.filters = checkPositiveInteger(`${name} filters`, filters);
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? (1 as Size);
    this.padding = options.padding ?? 'valid';
    this.dilation = options.dilation ?? (1 as Size);
    this.groups = options.groups ?? 1;
    this.bias = checkBoolean(`${name} bias`, options.bias ?? true);
    this.initializer = options.initializer ?? 'heNormal';
    pairOf(`${name} kernelSize`, kernelSize, 1);
    pairOf(`${name} stride`, this.stride, 1);
    pairOf(`${name} dilation`, this.dilation, 1);
    checkPadding(`${name} padding`, this.padding);
    if (this.groups !== 'depthwise' && !(Number.isSafeInteger(this.groups) && this.groups > 0)) {
      throw unexpected(`${name} groups`, "a whole number >= 1, or 'depthwise'", this.groups);
    }
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    const { filters, kernelSize, options } = this;
    return { type: this.#name, filters, kernelSize, ...options };
  }

  /** Checks the input's shape, without its batch dimension, and returns the output's and the parameters'. */
  abstract build(...inputShapes: readonly Shape[]): Blueprint;

  /** Computes the output of a batch of inputs `x`. */
  abstract call(context: Context, x: Tensor): Tensor;

  /** What the constructor was given, with defaults filled in. */
  protected get options(): ConvolutionOptions<Size> {
    const { stride, padding, dilation, groups, bias, initializer } = this;
    return { stride, padding, dilation, groups, bias, initializer };
  }

  /** Returns the number of groups for an input with `channels`, or throws NablaError `shape`. */
  protected groupsOf(channels: number): number {
    const groups = this.groups === 'depthwise' ? channels : this.groups;
    if (channels % groups === 0 && this.filters % groups === 0) return groups;
    throw new NablaError(
      'shape',
      `${this.#name}: ${groups} groups must divide the channels and the filters. Received ${channels} channels and ` +
        `${this.filters} filters.`,
    );
  }

  /** Returns what `build` returns, with a bias [filters] if the layer has one; `linear` is that of the weight. */
  protected blueprint(outputShape: Shape, weightShape: Shape, linear = false): Blueprint {
    const weight: ParameterSpec = { shape: weightShape, initializer: this.initializer, linear };
    const bias: ParameterSpec = { shape: [this.filters], initializer: 'zeros' };
    return { outputShape, parameters: this.bias ? { weight, bias } : { weight } };
  }

  /** Returns the bias, or undefined if the layer has none. */
  protected biasOf(context: Context): Tensor | undefined {
    return this.bias ? context.parameter('bias') : undefined;
  }
}

/** Returns the shape of the only input, which must have these dimensions, such as `height`, `width` and `channels`. */
export function dimensionsOf(
  name: string,
  inputShapes: readonly Shape[],
  dimensions: readonly string[],
): readonly [number, number, number] {
  const shape = onlyInput(name, inputShapes);
  if (shape.length === dimensions.length && shape.every((size) => !(size < 1))) {
    return shape as unknown as readonly [number, number, number];
  }
  throw new NablaError(
    'shape',
    `${name}: expected inputs of shape ${formatShape(dimensions)}, all at least 1. Received ${formatShape(shape)}` +
      `${dimensions.length === 3 ? imageRemedy(shape) : ''}.`,
  );
}

/** Returns [height, width, channels] of the only input. */
export const imageDimensions = (name: string, inputShapes: readonly Shape[]): readonly [number, number, number] =>
  dimensionsOf(name, inputShapes, ['height', 'width', 'channels']);

import { readFileSync } from 'node:fs';
import {
  allocate,
  type Backend,
  type DType,
  type JsonValue,
  type Tensor,
  type TypedConfig,
  upload,
} from '../../src/index.js';
import type { Values } from '../../src/testing/index.js';

/** A tensor in test/fixtures/torch.json: float64 unless it says int32. */
export interface PackedTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: 'int32';
}

export type Packed = Readonly<Record<string, PackedTensor>>;

export interface LayerCase {
  readonly config: TypedConfig;
  readonly x: PackedTensor;
  readonly parameters: Packed;
  readonly y: PackedTensor;
  readonly dY: PackedTensor;
  readonly dX: PackedTensor;
  readonly gradients: Packed;
}

interface LossCase {
  readonly config: TypedConfig;
  readonly outputs: PackedTensor;
  readonly targets: PackedTensor;
  readonly loss: number;
  readonly gradient: PackedTensor;
}

interface OptimizerCase {
  readonly config: TypedConfig;
  readonly initial: PackedTensor;
  readonly gradients: readonly PackedTensor[];
  /** The parameter after each of the gradients. */
  readonly after: readonly PackedTensor[];
}

interface TrainingCase {
  readonly name: string;
  readonly layers: readonly TypedConfig[];
  readonly loss: TypedConfig;
  readonly optimizer: TypedConfig;
  readonly batchSize: number;
  readonly epochs: number;
  readonly x: PackedTensor;
  readonly targets: PackedTensor;
  readonly initial: Packed;
  /** Of every batch, before its update. */
  readonly losses: readonly number[];
  readonly final: Packed;
}

interface Reference {
  readonly layers: readonly LayerCase[];
  readonly losses: readonly LossCase[];
  readonly optimizers: readonly OptimizerCase[];
  readonly training: readonly TrainingCase[];
}

/** What PyTorch computes, made by scripts/reference/generate.py. */
export function readReference(): Reference {
  return JSON.parse(readFileSync(new URL('../fixtures/torch.json', import.meta.url), 'utf8')) as Reference;
}

interface NormalizationReference {
  readonly layers: readonly LayerCase[];
  /** Values and slopes of activations; null is NaN, infinities are strings. */
  readonly edges: readonly {
    readonly config: TypedConfig;
    readonly x: readonly (number | string | null)[];
    readonly y: readonly (number | string | null)[];
    readonly slope: readonly (number | string | null)[];
  }[];
  /** Float32 numbers of mean 1e4 and deviation 1. */
  readonly large: readonly LayerCase[];
}

/** What PyTorch computes, made by scripts/reference/normalization.py. */
export function readNormalization(): NormalizationReference {
  const url = new URL('../fixtures/normalization.json', import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as NormalizationReference;
}

type Slopes = readonly { x: number; y: number; slope: number }[];

/** One batch through a layer. */
export interface Step {
  readonly x: PackedTensor;
  readonly y: PackedTensor;
  readonly dY: PackedTensor;
  readonly dX: PackedTensor;
  readonly gradients: Packed;
}

interface BatchNormCase {
  readonly config: TypedConfig;
  readonly parameters: Packed;
  /** The training steps, each with the running statistics after it. */
  readonly steps: readonly (Step & { readonly running: Packed })[];
  /** The output by the running statistics after the last step. */
  readonly evaluation: Step;
}

/** Three steps of SGD on one batch, then the outputs outside training. */
interface NetworkCase {
  readonly name: string;
  readonly config: TypedConfig;
  readonly loss: TypedConfig;
  readonly learningRate: number;
  readonly x: PackedTensor;
  readonly targets: PackedTensor;
  readonly initial: Packed;
  /** Of the first step. */
  readonly gradients: Packed;
  readonly losses: readonly number[];
  readonly final: Packed;
  readonly y: PackedTensor;
}

interface Images {
  readonly layers: readonly LayerCase[];
  /** `far` has mean 1e4 and deviation 1, which is hard in float32. */
  readonly batchNorm: { readonly cases: readonly BatchNormCase[]; readonly far: BatchNormCase };
  readonly networks: readonly NetworkCase[];
}

/** What PyTorch computes of layers for images, made by scripts/reference/images.py. */
export function readImages(): Images {
  return JSON.parse(readFileSync(new URL('../fixtures/images.json', import.meta.url), 'utf8')) as Images;
}

interface Tails {
  readonly binaryCrossEntropy: readonly { x: number; t: number; loss: number; gradient: number }[];
  readonly gelu: Slopes;
  readonly tanhGelu: Slopes;
  readonly elu: Slopes;
  readonly selu: Slopes;
}

/** Values of 50 digits, rounded, where plain formulas lose theirs; made by scripts/reference/tails.py. */
export function readTails(): Tails {
  return JSON.parse(readFileSync(new URL('../fixtures/tails.json', import.meta.url), 'utf8')) as Tails;
}

/** On the host in `dtype`, labels in int32. */
export function unpack({ shape, data, dtype: own }: PackedTensor, dtype: DType): Values {
  const elements = allocate(own ?? dtype, data.length);
  elements.set(data);
  return { shape, data: elements };
}

export function uploadPacked(backend: Backend, packed: PackedTensor, dtype: DType): Tensor {
  return upload(backend, { layout: 'dense', ...unpack(packed, dtype) });
}

/** `Huber delta 0.3`, `Chain layers (ReLU, Tanh)`: a config as a test's name. */
export function nameOf(config: TypedConfig): string {
  const options = Object.entries(config).filter(([key]) => key !== 'type');
  return [config.type, ...options.map(([key, value]) => `${key} ${optionOf(value)}`)].join(' ');
}

function optionOf(value: JsonValue): string {
  if (Array.isArray(value)) return `(${value.map(optionOf).join(', ')})`;
  return typeof value === 'object' && value !== null ? nameOf(value as TypedConfig) : String(value);
}

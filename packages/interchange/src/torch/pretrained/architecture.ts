/** How a network is built from the `config.json` of a model of Hugging Face. */
import type { Module, OpenShape } from '@nablajs/core';
import type { HostTensor, NamedTensors } from '../../model/host-tensor.js';

/** What is made of the vectors of all tokens. */
export type Pooling = 'mean' | 'cls' | 'none';

/** What the file's config does not say. */
export interface EncoderOptions {
  /** `mean` over the tokens, without padding; `cls`, the vector of the first token; or `none`. Default: `none`. */
  readonly pooling?: Pooling;
  /** Whether the network has a third input, the type of each token. Else all tokens are of type 0. Default: false. */
  readonly tokenTypes?: boolean;
  /** The token of padding, such as 0. The tokens are then the only input. Default: the mask is the second input. */
  readonly paddingIndex?: number;
  /** With `pooling`: how many of the last blocks to pool, side by side, the last one first. Default: 1. */
  readonly lastBlocks?: number;
  /** With `pooling`: whether to divide each vector by its length. Default: false. */
  readonly normalize?: boolean;
}

/** The fields of a `config.json`. */
export type PretrainedConfig = Readonly<Record<string, unknown>>;

/** A network for a `config.json`. */
export interface BuiltArchitecture {
  readonly module: Module;
  readonly inputShape: OpenShape | readonly OpenShape[];
  /** Returns the tensors of the file as the network's twin in PyTorch has them: see `loadStateDict`. */
  readonly tensors: (given: NamedTensors) => Map<string, HostTensor>;
}

/** Builds the networks of one `model_type`. */
export type Architecture = (config: PretrainedConfig, options: ResolvedEncoderOptions) => BuiltArchitecture;

/** Options of which the first two are given. */
export type ResolvedEncoderOptions = EncoderOptions & Required<Pick<EncoderOptions, 'pooling' | 'tokenTypes'>>;

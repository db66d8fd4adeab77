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
export type Architecture = (config: PretrainedConfig, options: Required<EncoderOptions>) => BuiltArchitecture;

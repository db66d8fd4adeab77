/** Networks from the `config.json` and the weights of a model of Hugging Face. */
import { type Backend, checkOptionNames, type FloatDType, NablaError, Network } from '@nablajs/core';
import type { NamedTensors } from '../../model/host-tensor.js';
import { loadStateDict } from '../state/load-state-dict.js';
import type { Architecture, EncoderOptions, PretrainedConfig } from './architecture.js';
import { bertArchitecture, distilbertArchitecture, robertaArchitecture } from './bert.js';

/** Options of `loadPretrained`. */
export interface PretrainedOptions extends EncoderOptions {
  /** Default: the backend's first. */
  readonly dtype?: FloatDType;
  /** The architectures by `model_type`. Default: `ARCHITECTURES`. */
  readonly architectures?: Readonly<Record<string, Architecture>>;
}

/**
 * The architectures that `loadPretrained` knows, by `model_type`: BERT's family. Spread it into a table of your own to
 * add others.
 */
export const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  bert: bertArchitecture,
  roberta: robertaArchitecture,
  'xlm-roberta': robertaArchitecture,
  distilbert: distilbertArchitecture,
};

/**
 * Builds an encoder from the `config.json` of a model of Hugging Face, and loads its weights. It takes int32 tokens [n,
 * time] and a mask of padding [n, time] (the tokenizer's `attention_mask`), and returns a vector for each token [n,
 * time, width], or with `pooling` one for each text [n, width]. Heads, such as a classifier, and the `pooler` are left
 * out. The network consists of modules of core and `@nablajs/sequences`: train it, freeze it, save it like any other.
 *
 * @throws A `NablaError` with code `argument` for another `model_type`, options that are not supported, and tensors
 * that do not fit the config.
 *
 * @example
 * ```ts
 * const config = JSON.parse(await readFile('config.json', 'utf8'));
 * const tensors = readSafetensors(await readFile('model.safetensors'));
 * const encoder = loadPretrained(backend, config, tensors, { pooling: 'mean' });
 * ```
 */
export function loadPretrained(
  backend: Backend,
  config: PretrainedConfig,
  tensors: NamedTensors,
  options: PretrainedOptions = {},
): Network {
  checkOptionNames('loadPretrained', options, ['pooling', 'tokenTypes', 'dtype', 'architectures']);
  const { pooling = 'none', tokenTypes = false, dtype, architectures = ARCHITECTURES } = options;
  const type = `${config['model_type']}`;
  const architecture = Object.hasOwn(architectures, type) ? architectures[type] : undefined;
  if (architecture === undefined) {
    const known = Object.keys(architectures).join(', ');
    throw new NablaError(
      'argument',
      `loadPretrained: unknown model_type '${type}'. Known: ${known}; pass architectures.`,
    );
  }
  const { module, inputShape, tensors: renamed } = architecture(config, { pooling, tokenTypes });
  const { parameters } = loadStateDict({ module, inputShape }, renamed(tensors));
  return new Network(backend, module, { inputShape, parameters, ...(dtype && { dtype }) });
}

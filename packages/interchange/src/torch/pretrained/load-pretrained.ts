/** Networks from the `config.json` and the weights of a model of Hugging Face. */
import { type Backend, checkOptionNames, type DenseArray, type FloatDType, NablaError, Network } from '@nablajs/core';
import type { NamedTensors } from '../../model/host-tensor.js';
import { loadStateDict } from '../state/load-state-dict.js';
import type { Architecture, BuiltArchitecture, EncoderOptions, PretrainedConfig } from './architecture.js';
import { bertArchitecture, distilbertArchitecture, robertaArchitecture } from './bert.js';

/** Options of `loadPretrained`. */
export interface PretrainedOptions extends EncoderOptions {
  /** Default: the backend's first. */
  readonly dtype?: FloatDType;
  /** The architectures by `model_type`. Default: `ARCHITECTURES`. */
  readonly architectures?: Readonly<Record<string, Architecture>>;
}

/** The architectures that `loadPretrained` knows, by `model_type`: BERT's family. Spread it into your own table. */
export const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  bert: bertArchitecture,
  roberta: robertaArchitecture,
  'xlm-roberta': robertaArchitecture,
  distilbert: distilbertArchitecture,
};

/**
 * Builds an encoder from the `config.json` of a model of Hugging Face, and loads its weights. It takes int32 tokens [n,
 * time] and a mask of padding [n, time], and returns a vector for each token [n, time, width], or with `pooling` one
 * for each text [n, width]. Heads, such as a classifier, and the `pooler` are left out. Train it, freeze it, save it
 * like any other.
 *
 * @throws NablaError `argument` for another `model_type`, options that are not supported, and tensors that do not fit
 * the config.
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
  const { dtype, ...others } = options;
  const { module, inputShape, parameters } = readPretrained(config, tensors, others);
  return new Network(backend, module, { inputShape, parameters, ...(dtype && { dtype }) });
}

/** Options of `readPretrained`. */
export type ReadPretrainedOptions = Omit<PretrainedOptions, 'dtype'>;

/** An encoder on no backend yet. */
export interface PretrainedModel extends Pick<BuiltArchitecture, 'module' | 'inputShape'> {
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/**
 * Does the same as `loadPretrained` without a backend: the module, its weights and the shape of its inputs.
 *
 * @throws A `NablaError` as `loadPretrained` does.
 *
 * @example
 * ```ts
 * const { module, inputShape, parameters } = readPretrained(config, tensors, { pooling: 'mean' });
 * const encoder = new Network(backend, module, { inputShape, parameters });
 * ```
 */
export function readPretrained(
  config: PretrainedConfig,
  tensors: NamedTensors,
  options: ReadPretrainedOptions = {},
): PretrainedModel {
  checkOptionNames('loadPretrained', options, OPTIONS);
  const { pooling = 'none', tokenTypes = false, lastBlocks = 1, normalize = false, paddingIndex } = options;
  const { architectures = ARCHITECTURES } = options;
  const type = `${config['model_type']}`;
  const architecture = Object.hasOwn(architectures, type) ? architectures[type] : undefined;
  if (architecture === undefined) {
    const known = Object.keys(architectures).join(', ');
    throw new NablaError(
      'argument',
      `loadPretrained: unknown model_type '${type}'. Known: ${known}; pass architectures.`,
    );
  }
  const resolved = { pooling, tokenTypes, lastBlocks, normalize, ...(paddingIndex !== undefined && { paddingIndex }) };
  const { module, inputShape, tensors: renamed } = architecture(config, resolved);
  const { parameters } = loadStateDict({ module, inputShape }, renamed(tensors));
  return { module, inputShape, parameters };
}

const OPTIONS: readonly (keyof ReadPretrainedOptions)[] = [
  ...(['pooling', 'tokenTypes', 'paddingIndex', 'lastBlocks', 'normalize', 'architectures'] as const),
];

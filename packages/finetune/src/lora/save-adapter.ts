import { checkOptionNames, type DenseArray, dense, NablaError, type Network, unexpected } from '@nablajs/core';
import { type HostTensor, writeSafetensors } from '@nablajs/interchange';
import { placedTargets, someLorasIn } from './find.js';
import type { ResolvedLoraOptions } from './lora.js';
import { type AdapterArchitecture, ARCHITECTURE_NAMES, peftName } from './peft-names.js';
import { namesOf } from './targets.js';
import { transposed } from './transposed.js';

/** The two files of an adapter, as PEFT (Hugging Face) reads and writes them. */
export interface AdapterFiles {
  /** The JSON of `adapter_config.json`. */
  readonly config: string;
  /** The bytes of `adapter_model.safetensors`. */
  readonly weights: Uint8Array;
}

/** Options of `saveAdapter`. */
export interface SaveAdapterOptions {
  /**
   * Names layers as this family of Hugging Face does: for an encoder of `loadPretrained`. `bert` is for RoBERTa too.
   * Default: the names of this network, which are those of its twin in PyTorch if they are Sequential's.
   */
  readonly architecture?: AdapterArchitecture;
  /** The base network's name for readers of the file: PEFT loads a model of this name. Default: none. */
  readonly base?: string;
}

/**
 * Returns the adapters of a network as PEFT's two files; the base's weights are not in them. A is [rank, inputs] there
 * and B [outputs, rank], for convolutions with their windows behind.
 *
 * Throws NablaError `argument` for a network without a `Lora`, for several with other ranks or alphas, and for a layer
 * that the architecture has not.
 *
 * @example
 * ```ts
 * const { config, weights } = await saveAdapter(model, { architecture: 'bert' });
 * await writeFile('adapter_config.json', config);
 * await writeFile('adapter_model.safetensors', weights);
 * ```
 */
export async function saveAdapter(network: Network, options: SaveAdapterOptions = {}): Promise<AdapterFiles> {
  checkOptionNames('saveAdapter', options, ['architecture', 'base']);
  const { architecture, base = null } = options;
  if (architecture !== undefined && !ARCHITECTURE_NAMES.includes(architecture)) {
    throw unexpected('saveAdapter architecture', ARCHITECTURE_NAMES.join(' or '), architecture);
  }
  const placed = someLorasIn('saveAdapter', network.module);
  const [first, ...others] = placed.map(({ lora }) => lora.options) as [ResolvedLoraOptions, ...ResolvedLoraOptions[]];
  if (others.some(({ rank, alpha }) => rank !== first.rank || alpha !== first.alpha)) {
    throw new NablaError('argument', 'saveAdapter: expected one rank and one alpha in all Lora. Received several.');
  }
  const adapted = placed.flatMap(placedTargets);
  const values = await readAll(
    network,
    adapted.flatMap(({ parts }) => parts.flatMap(namesOf)),
  );
  const tensors = new Map<string, HostTensor>();
  const targets: string[] = [];
  for (const { shape, parts } of adapted) {
    for (const part of parts) {
      const name = nameIn(part.name, architecture);
      const [a, b] = namesOf(part).map((own) => values.get(own) as DenseArray) as [DenseArray, DenseArray];
      targets.push(name);
      tensors.set(`${PREFIX}${name}.lora_A.weight`, toPeft(a));
      tensors.set(`${PREFIX}${name}.lora_B.weight`, withWindow(toPeft(b), shape.length - 2));
    }
  }
  const config = { ...configOf(first), base_model_name_or_path: base, target_modules: targets };
  const sorted = new Map([...tensors].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { config: `${JSON.stringify(config, null, 2)}\n`, weights: writeSafetensors(sorted, { format: 'pt' }) };
}

/** Reads only these parameters, all at once: the base may be large. */
async function readAll({ parameters }: Network, names: readonly string[]): Promise<Map<string, DenseArray>> {
  const reading = names.map(async (name) => {
    const value = parameters.get(name);
    return [name, dense(await value.data(), value.shape)] as const;
  });
  return new Map(await Promise.all(reading));
}

/** What PEFT puts before the names of the base's layers. */
export const PREFIX = 'base_model.model.';

function nameIn(name: string, architecture: AdapterArchitecture | undefined): string {
  const made = architecture === undefined ? name : peftName(name, architecture);
  if (made !== undefined) return made;
  const expected = `layers of ${architecture}, such as layer0.attention.input.query`;
  throw new NablaError('argument', `saveAdapter: expected ${expected}. Received '${name}'; leave architecture out.`);
}

/** What `LoraConfig` of PEFT needs. */
const configOf = ({ rank, alpha, dropout }: ResolvedLoraOptions) => ({
  peft_type: 'LORA',
  task_type: null,
  r: rank,
  lora_alpha: alpha,
  lora_dropout: dropout,
  bias: 'none',
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  modules_to_save: null,
});

/** [..., inputs, outputs] becomes [outputs, inputs, ...]. */
function toPeft({ data, shape }: DenseArray): HostTensor {
  const rank = shape.length;
  const made = transposed(data, shape, [rank - 1, rank - 2, ...shape.slice(0, -2).keys()]);
  return { type: data instanceof Float64Array ? 'float64' : 'float32', ...made };
}

/** B of a convolution is one with a window of one element. */
const withWindow = (tensor: HostTensor, axes: number): HostTensor => ({
  ...tensor,
  shape: [...tensor.shape, ...new Array<number>(axes).fill(1)],
});

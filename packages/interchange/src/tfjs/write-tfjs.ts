/** Writes layers models of TensorFlow.js: `model.json` and its files of weights. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import type { Json } from '../keras/config.js';
import type { WrittenLayer, WrittenModel, WrittenValue } from '../keras/write/emitter.js';
import { type ExportedModel, toKerasModel } from '../keras/write/model.js';
import type { TfjsFiles } from './read-tfjs.js';

/** Options of `writeTfjs`. */
export interface WriteTfjsOptions {
  /** The most bytes of a file of weights. Default: 4 MiB, which browsers keep in their caches. */
  readonly shardBytes?: number;
}

/** The layers that TensorFlow.js 4.22 has, of those that are written. */
// biome-ignore format: a name is no line
const KNOWN = new Set([
  'InputLayer', 'Dense', 'Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'Dropout', 'SpatialDropout1D', 'Flatten',
  'Reshape', 'Permute', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D', 'Rescaling', 'Add', 'Multiply', 'Average',
  'Maximum', 'Minimum', 'Concatenate', 'Conv1D', 'Conv2D', 'Conv2DTranspose', 'DepthwiseConv2D', 'SeparableConv2D',
  'MaxPooling1D', 'MaxPooling2D', 'AveragePooling1D', 'AveragePooling2D', 'GlobalAveragePooling1D',
  'GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'BatchNormalization', 'LayerNormalization',
  'Embedding', 'SimpleRNN', 'LSTM', 'GRU', 'Bidirectional',
]);

/**
 * Writes a network as a layers model, which `tf.loadLayersModel` of TensorFlow.js reads. Weights become float32.
 *
 * Throws NablaError `argument` that lists, with their counts, all modules that TensorFlow.js has no layer for.
 *
 * @example
 * ```ts
 * const parameters = await network.parameters.read();
 * const { model, weights } = writeTfjs({ module: network.module, parameters, inputShape: network.declaredShapes });
 * await writeFile('model.json', model);
 * for (const [path, bytes] of weights) await writeFile(path, bytes);
 * ```
 */
export function writeTfjs(model: ExportedModel, options: WriteTfjsOptions = {}): TfjsFiles {
  checkOptionNames('writeTfjs', options, ['shardBytes']);
  const { shardBytes = 2 ** 22 } = options;
  if (!(Number.isSafeInteger(shardBytes) && shardBytes >= 1)) {
    throw new NablaError('argument', `writeTfjs shardBytes: expected a whole number >= 1. Received ${shardBytes}.`);
  }
  const written = toKerasModel('writeTfjs', model, true);
  checkKnown(written);
  const variables = written.layers.flatMap((layer) =>
    layer.variables.map(({ array, name, path }) => ({ array, name: weightName(layer, name, path) })),
  );
  const bytes = joined(variables.map(({ array }) => Float32Array.from(array.data)));
  const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
  const shards = Array.from({ length: count }, (_, at) => bytes.slice(at * shardBytes, (at + 1) * shardBytes));
  const paths = shards.map((_, at) => `group1-shard${at + 1}of${count}.bin`);
  const specs = variables.map(({ array, name }) => ({ name, shape: array.shape, dtype: 'float32' }));
  const json = {
    format: 'layers-model',
    generatedBy: 'nabla',
    convertedBy: null,
    modelTopology: { keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js', model_config: topology(written) },
    weightsManifest: [{ paths, weights: specs }],
  };
  return {
    model: JSON.stringify(json),
    weights: new Map(paths.map((path, at) => [path, shards[at] as Uint8Array])),
  };
}

function checkKnown({ layers }: WrittenModel): void {
  const missing = new Map<string, number>();
  const add = (what: string): unknown => missing.set(what, (missing.get(what) ?? 0) + 1);
  for (const { className, config } of layers) {
    if (!KNOWN.has(className)) add(className);
    else if (className === 'Conv2D' && config['groups'] !== 1) add('Conv2D with groups');
    else if (className === 'Conv1D' && config['groups'] !== 1) add('Conv1D with groups');
    else if (className === 'ReLU' && (config['negative_slope'] !== 0 || config['threshold'] !== 0))
      add('ReLU with a slope or a threshold');
    else if (className === 'ELU' && config['alpha'] !== 1) add('ELU with an alpha');
  }
  if (missing.size === 0) return;
  const list = [...missing].map(([what, count]) => `${what} (${count})`).join(', ');
  throw new NablaError('argument', `writeTfjs: TensorFlow.js has no layers for these: ${list}.`);
}

function joined(arrays: readonly Float32Array[]): Uint8Array {
  const whole = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return new Uint8Array(whole.buffer);
}

/** The name that TensorFlow.js gives a weight: `dense/kernel`, `bidirectional/forward_lstm/kernel`. */
function weightName({ name: layer, className, config }: WrittenLayer, name: string, path: string): string {
  if (className !== 'Bidirectional') return `${layer}/${name}`;
  const inner = config['layer'] as { readonly config: { readonly name: string } };
  return `${layer}/${path.startsWith('forward') ? 'forward' : 'backward'}_${inner.config.name}/${name}`;
}

const reference = ({ layer, call }: WrittenValue): readonly [string, number, number] => [layer.name, call, 0];

function topology({ layers, inputs, outputs, tokens }: WrittenModel): Json {
  return {
    class_name: 'Model',
    config: {
      name: 'nabla',
      layers: layers.map((layer) => ({
        class_name: layer.className,
        config: layerConfig(layer, tokens.has(layer) ? 'int32' : 'float32'),
        name: layer.name,
        inbound_nodes: layer.calls
          .filter((call) => call.inputs.length > 0)
          .map((call) => call.inputs.map((value) => [...reference(value), {}])),
      })),
      input_layers: inputs.map(reference),
      output_layers: outputs.map(reference),
    },
  };
}

/** The options under the names that TensorFlow.js has from Keras 2. */
function layerConfig({ className, name, config, isTrainable }: WrittenLayer, dtype: string): Json {
  const { batch_shape: shape, negative_slope: slope, groups, threshold, ...rest } = config;
  return {
    name,
    trainable: isTrainable,
    ...rest,
    ...(className === 'InputLayer' && { batch_input_shape: shape, dtype }),
    ...(className === 'LeakyReLU' && { alpha: slope }),
  };
}

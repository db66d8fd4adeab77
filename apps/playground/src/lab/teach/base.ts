import { loadModelFiles, type SavedModel } from '@nablajs/checkpoint/portable';
import {
  type Backend,
  buildShapes,
  Chain,
  Conv2d,
  type DenseArray,
  dense,
  networkFromConfig,
  Permute,
} from '@nablajs/core';
import { readImageForm } from '@nablajs/datasets/portable';
import { type Features, featuresOf } from '@nablajs/finetune';
import {
  graphModule,
  type ImportedModel,
  KERAS_LAYERS,
  OPERATOR_LAYERS,
  readKeras,
  readOnnx,
  readTfjs,
} from '@nablajs/interchange';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import type { PhotoForm } from './photos.js';
import type { Pixels } from './pixels.js';

/** A network that turns photos into features. */
export interface Base {
  readonly features: Features;
  readonly form: PhotoForm;
  /** Whether the file says how it wants its pixels. */
  readonly knowsPixels: boolean;
}

/** The content of a file. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** All modules that a file may have. */
export const ALL_LAYERS = { ...SEQUENCE_LAYERS, ...KERAS_LAYERS, ...OPERATOR_LAYERS };

type Model = Pick<ImportedModel, 'module' | 'parameters' | 'inputShape'>;

const MODEL = 'model.json';
const WEIGHTS = 'weights.safetensors';

/**
 * Reads ONNX, Keras, TensorFlow.js or a model of ours. Rejects with an Error if the network has no features or takes no
 * photos.
 */
export async function readBase(files: readonly NamedFile[], pixels: Pixels, backend: Backend): Promise<Base> {
  const file = (pattern: RegExp): NamedFile | undefined => files.find(({ name }) => pattern.test(name));
  const [onnx, keras, json] = [file(/\.onnx$/i), file(/\.(keras|h5|hdf5)$/i), file(/\.json$/i)];
  if (onnx !== undefined) return foreign(graphModule(readOnnx(onnx.bytes)), pixels);
  if (keras !== undefined) return foreign(await readKeras(keras.bytes), pixels);
  const weights = file(/\.safetensors$/i);
  if (json !== undefined && weights !== undefined) {
    const saved = await loadModelFiles({ model: json.bytes, weights: weights.bytes });
    return ownBase(saved, backend);
  }
  if (json !== undefined) {
    const shards = new Map(files.filter((one) => one !== json).map(({ name, bytes }) => [name, bytes]));
    return foreign(readTfjs({ model: new TextDecoder().decode(json.bytes), weights: shards }), pixels);
  }
  const received = files.map(({ name }) => name).join(', ') || 'nothing';
  throw new Error(
    'Expected a network: a file .onnx or .keras; model.json of TensorFlow.js with its files of weights; or ' +
      `${MODEL} and ${WEIGHTS} of nabla, also as .zip. Received ${received}.`,
  );
}

/** A model of ours says how it wants its photos. */
export function ownBase({ config, dtype, parameters, form }: SavedModel, backend: Backend): Base {
  const { type, classes, ...own } = readImageForm(form, MODEL);
  using network = networkFromConfig(backend, config, { dtype, parameters, layers: ALL_LAYERS });
  const features = featuresOf({ module: network.module, parameters, inputShape: config.inputShape });
  return { features, form: { type, ...own }, knowsPixels: true };
}

const RANGES: Readonly<Record<Pixels, PhotoForm['normalisation']>> = {
  '0 to 1': { divisor: 255 },
  '-1 to 1': { divisor: 127.5, mean: 1 },
  '0 to 255': { divisor: 1 },
  // What each colour has of its own comes behind it.
  ImageNet: { divisor: 255 },
};

/** The means and standard deviations of ImageNet's red, green and blue, which networks of torchvision subtract. */
const MEANS = [0.485, 0.456, 0.406];
const DEVIATIONS = [0.229, 0.224, 0.225];

/** Where the file leaves the size of photos open. */
const USUAL_SIDE = 224;

function foreign(model: Model, pixels: Pixels): Base {
  const { channelsFirst, height, width, channels } = photoShape(model.inputShape);
  const features = featuresOf(model);
  const colours = pixels === 'ImageNet' && channels === 3;
  const layers = [...(colours ? [new Conv2d(3, 1, { groups: 'depthwise' })] : []), ...(channelsFirst ? [TURN] : [])];
  const inner = (name: string): string => (layers.length === 0 ? name : `${layers.length}.${name}`);
  return {
    features: {
      ...features,
      module: layers.length === 0 ? features.module : new Chain([...layers, features.module]),
      inputShape: [height, width, channels],
      parameters: new Map([
        ...(colours ? colourScales() : []),
        ...Array.from(features.parameters, ([name, array]): [string, DenseArray] => [inner(name), array]),
      ]),
      blocks: features.blocks.map((names) => names.map(inner)),
    },
    form: { type: 'images', height, width, channels, placement: 'fit', normalisation: RANGES[pixels] },
    knowsPixels: false,
  };
}

const TURN = new Permute([3, 1, 2]);

/** A convolution of each colour alone with one weight and a bias: it subtracts the mean, and divides. */
function colourScales(): [string, DenseArray][] {
  const scales = Float32Array.from(DEVIATIONS, (deviation) => 1 / deviation);
  const offsets = Float32Array.from(DEVIATIONS, (deviation, at) => -(MEANS[at] as number) / deviation);
  return [
    ['0.weight', dense(scales, [1, 1, 1, 3])],
    ['0.bias', dense(offsets, [3])],
  ];
}

/** Finds the channels: 1 or 3, the first dimension or the last. */
function photoShape(inputShape: Model['inputShape']) {
  const [shape, ...more] = buildShapes(inputShape);
  const sizes = shape ?? [];
  const isCount = (value: number | undefined): value is 1 | 3 => value === 1 || value === 3;
  const [first, , last] = sizes;
  if (more.length === 0 && sizes.length === 3) {
    const side = (value: number | undefined): number =>
      value === undefined || Number.isNaN(value) ? USUAL_SIDE : value;
    if (isCount(last)) {
      return { channelsFirst: false, height: side(sizes[0]), width: side(sizes[1]), channels: last };
    }
    if (isCount(first)) {
      return { channelsFirst: true, height: side(sizes[1]), width: side(sizes[2]), channels: first };
    }
  }
  const received = more.length > 0 ? `${more.length + 1} inputs` : `an input [${sizes.join(', ')}]`;
  throw new Error(
    `Expected a network that takes one photo: [height, width, 3] or [3, height, width]. Received ${received}.`,
  );
}

import {
  Context,
  type DenseArray,
  type Module,
  type Sequential,
  scope,
  softmax,
  type Tensor,
  upload,
} from '@nablajs/core';

/** What the filters of one convolution see. */
export interface FilterMaps {
  /** Which convolution of the network it is, from 1. */
  readonly convolution: number;
  readonly height: number;
  readonly width: number;
  /** One picture [height, width] of bytes for each filter. 255 is the strongest output of the layer. */
  readonly maps: readonly Uint8Array[];
}

/** What a network says about one image. */
export interface Seen {
  /** The probability of each class. */
  readonly probabilities: Float32Array;
  readonly filters: readonly FilterMaps[];
}

const isConvolution = ({ config }: Module): boolean => config.type === 'Conv2d';
/** Whether a layer ends the activations after a convolution. What a filter sees is the output before this layer. */
const reshapes = ({ config: { type } }: Module): boolean =>
  ['MaxPool2d', 'AveragePool2d', 'Flatten', 'Dropout', 'Dense', 'Conv2d', 'GlobalAveragePool'].includes(type);

/** Runs the layers one by one, and keeps the outputs of all convolutions. */
export async function lookThrough(network: Sequential, input: DenseArray): Promise<Seen> {
  const context = new Context(new Map(network.parameters.list.map(({ name, value }) => [name, value])));
  const { layers } = network.module;
  const kept = scope(() => {
    let x: Tensor = upload(network.backend, input);
    const answers: Tensor[] = [];
    let isAnswer = false;
    for (const [at, layer] of layers.entries()) {
      if (isAnswer && reshapes(layer)) answers.push(x);
      isAnswer = isConvolution(layer) || (isAnswer && !reshapes(layer));
      x = context.run(`${at}`, layer, x) as Tensor;
    }
    return [...answers, softmax(x)];
  });
  try {
    const probabilities = (await (kept.at(-1) as Tensor).data()) as Float32Array;
    const filters: FilterMaps[] = [];
    for (const answer of kept.slice(0, -1)) {
      const [, height = 0, width = 0, channels = 0] = answer.shape;
      const maps = pictures((await answer.data()) as Float32Array, channels);
      filters.push({ convolution: filters.length + 1, height, width, maps });
    }
    return { probabilities, filters };
  } finally {
    for (const tensor of new Set(kept)) tensor.dispose();
  }
}

/** Turns [height, width, channels] into a picture for each channel. */
function pictures(data: Float32Array, channels: number): Uint8Array[] {
  const most = data.reduce((largest, value) => Math.max(largest, value), 0);
  const scale = most > 0 ? 255 / most : 0;
  return Array.from({ length: channels }, (_, channel) =>
    Uint8Array.from({ length: data.length / channels }, (_, at) =>
      Math.round(Math.max(0, data[at * channels + channel] as number) * scale),
    ),
  );
}

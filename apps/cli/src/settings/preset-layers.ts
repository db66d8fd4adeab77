/** The first layers of the presets `cnn` and `resnet`. The command adds the output layer, with one unit per class. */

/** A layer as JSON: `fromConfig` of core creates it. */
export interface LayerConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

const RELU: LayerConfig = { type: 'ReLU' };
const NORM: LayerConfig = { type: 'BatchNorm' };

/** A convolution of 3 x 3 without a bias, because batch normalisation would subtract it again. */
const convolution = (filters: number, stride: number): LayerConfig => {
  return { type: 'Conv2d', filters, kernelSize: 3, stride, padding: 1, bias: false };
};

const chain = (layers: readonly LayerConfig[]): LayerConfig => ({ type: 'Chain', layers });

/** Halves the image, then adds a basic block of two convolutions (He et al. 2016). */
const stage = (filters: number): readonly LayerConfig[] => [
  convolution(filters, 2),
  NORM,
  RELU,
  { type: 'Residual', body: chain([convolution(filters, 1), NORM, RELU, convolution(filters, 1), NORM]) },
  RELU,
];

/** Keras' `mnist_convnet`: 34,826 parameters for images of 28 x 28 and ten classes. */
export const CNN_LAYERS: readonly LayerConfig[] = [
  { type: 'Conv2d', filters: 32, kernelSize: 3 },
  RELU,
  { type: 'MaxPool2d', size: 2 },
  { type: 'Conv2d', filters: 64, kernelSize: 3 },
  RELU,
  { type: 'MaxPool2d', size: 2 },
  { type: 'Flatten' },
  { type: 'Dropout', rate: 0.5 },
];

/** A small residual network. Images of 28 x 28 become 14 x 14, 7 x 7 and 4 x 4. An image takes about 7 MFLOP. */
export const RESNET_LAYERS: readonly LayerConfig[] = [
  ...stage(16),
  ...stage(32),
  ...stage(64),
  { type: 'GlobalAveragePool' },
];

/** The first layers of the presets `cnn` and `resnet`. The command adds the output layer, a unit for each class. */

/** A layer as JSON: `fromConfig` of core creates it. */
export interface LayerConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

const RELU: LayerConfig = { type: 'ReLU' };
const NORM: LayerConfig = { type: 'BatchNorm' };

/** A convolution without a bias, because batch normalisation subtracts it again. */
const convolution = (filters: number, kernelSize: number, stride: number): LayerConfig => {
  return { type: 'Conv2d', filters, kernelSize, stride, padding: (kernelSize - 1) / 2, bias: false };
};

/** A basic block (He et al. 2016). If it halves the image, a convolution of 1 x 1 carries its input past the body. */
function block(filters: number, stride: 1 | 2): readonly LayerConfig[] {
  const body = [convolution(filters, 3, stride), NORM, RELU, convolution(filters, 3, 1), NORM];
  const shortcut = stride === 1 ? undefined : chain([convolution(filters, 1, stride), NORM]);
  return [{ type: 'Residual', body: chain(body), ...(shortcut && { shortcut }) }, RELU];
}

const chain = (layers: readonly LayerConfig[]): LayerConfig => ({ type: 'Chain', layers });

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

/** A small residual network: images of 28 x 28 become 14 x 14 in the first layer, and 7 x 7 in the second block. */
export const RESNET_LAYERS: readonly LayerConfig[] = [
  convolution(32, 5, 2),
  NORM,
  RELU,
  ...block(32, 1),
  ...block(64, 2),
  { type: 'GlobalAveragePool' },
];

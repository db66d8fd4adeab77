/** Activations. */
import { elu, gelu, hardSwish, leakyRelu, permute, prelu, softplus, type Tensor } from '@nablajs/core';
import type { Operator, OperatorTable } from '../operator.js';
import { type DeviceValue, device, toLastAxes } from '../values.js';
import { elementwise } from './arguments.js';
import { celu, hardSigmoid, mish, scaledElu, shrink, softsign, swish, thresholdedRelu } from './kernels/activations.js';

/** An activation without attributes. */
const plain = (f: (x: Tensor) => Tensor): Operator => elementwise(() => f);

const preluOperator: Operator = () => ({
  device: (run, x, slope) => {
    const input = run.toDevice(x);
    if (input.layout !== 'channelsLast') return device(prelu(run.tensor(input), run.tensor(slope)), input.type);
    return device(prelu(input.tensor, forChannelsLast(run.tensor(slope), input)), input.type, input.layout);
  },
});

/** Reorders a slope that broadcasts to an image in the file's order, [channels, 1, 1], so it fits the image. */
function forChannelsLast(slope: Tensor, { tensor }: DeviceValue): Tensor {
  const rank = tensor.shape.length;
  const { length } = slope.shape;
  const shape = [...new Array<number>(Math.max(0, rank - length)).fill(1), ...slope.shape];
  const isPerChannel = shape.every((size, axis) => axis === 1 || size === 1);
  if (isPerChannel) return slope.reshape([slope.size]);
  return permute(slope.reshape(shape), toLastAxes(rank));
}

const geluOperator: Operator = elementwise((node) => {
  const approximate = node.string('approximate', 'none');
  if (approximate === 'none' || approximate === 'tanh') return (x) => gelu(x, { approximate });
  throw node.error(`expected 'none' or 'tanh' as approximate. Received '${approximate}'`);
});

/** Operators of activations. */
export const ACTIVATIONS: OperatorTable = {
  Softplus: plain(softplus),
  Softsign: plain(softsign),
  HardSwish: plain(hardSwish),
  Mish: plain(mish),
  PRelu: preluOperator,
  Gelu: geluOperator,
  LeakyRelu: elementwise((node) => {
    const slope = node.float('alpha', 0.01);
    return (x) => leakyRelu(x, slope);
  }),
  Elu: elementwise((node) => {
    const alpha = node.float('alpha', 1);
    return (x) => elu(x, alpha);
  }),
  Selu: elementwise((node) => {
    const [alpha, gamma] = [node.float('alpha', 1.6732632423543772), node.float('gamma', 1.0507009873554805)];
    return (x) => scaledElu(x, alpha, gamma);
  }),
  Celu: elementwise((node) => {
    const alpha = node.float('alpha', 1);
    return (x) => celu(x, alpha);
  }),
  ThresholdedRelu: elementwise((node) => {
    const alpha = node.float('alpha', 1);
    return (x) => thresholdedRelu(x, alpha);
  }),
  HardSigmoid: elementwise((node) => {
    const [alpha, beta] = [node.float('alpha', 0.2), node.float('beta', 0.5)];
    return (x) => hardSigmoid(x, alpha, beta);
  }),
  Swish: elementwise((node) => {
    const alpha = node.float('alpha', 1);
    return (x) => swish(x, alpha);
  }),
  Shrink: elementwise((node) => {
    const [limit, bias] = [node.float('lambd', 0.5), node.float('bias', 0)];
    return (x) => shrink(x, limit, bias);
  }),
};

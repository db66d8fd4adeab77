/** Norms. */
import { add, batchNorm, groupNorm, multiply, type Tensor } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import type { Operator, OperatorTable } from '../operator.js';
import type { Run } from '../run.js';
import { axisIn, device, type Value } from '../values.js';
import { axisOf, image, optional } from './arguments.js';
import {
  type BatchStatistics,
  byStatistics,
  layerNormalization,
  localResponse,
  lpNormalization,
  meanVarianceNormalization,
  perChannel,
  rmsNormalization,
} from './kernels/normalization.js';

const EPSILON = 1e-5;

const batchNormalization: Operator = (node) => {
  if (!node.flag('spatial', true)) throw node.error('spatial = 0, one norm for each place, is not supported');
  const epsilon = node.float('epsilon', EPSILON);
  // ONNX's momentum is the share that is kept. 1 - 0.9 is to be 0.1, also in its last digit.
  const newest = Number((1 - node.float('momentum', 0.9)).toPrecision(15));
  const inTraining = node.flag('training_mode');
  return {
    fuses: true,
    running: [3, 4],
    wholeBatch: true,
    device: (run, x, ...more) => {
      const input = run.toDevice(x);
      const pixels = run.asChannelsLast(input);
      const [scale, offset, mean, variance] = more.map((value) => run.tensor(value));
      const statistics = { scale, offset, mean, variance } as BatchStatistics;
      // In a network, the network says whether it trains; alone, the file does.
      const trains = run.context === undefined ? inTraining : run.training && !run.isFrozen(more[2]);
      if (!trains) return [image(byStatistics(pixels, statistics, epsilon, node.activation), input.type)];
      const made = ofBatch(pixels, statistics, epsilon, newest, node.activation);
      run.update(more[2], made.mean);
      run.update(more[3], made.unbiased);
      return [image(made.y, input.type), device(made.mean), device(made.variance)];
    },
  };
};

/** Normalises by the statistics of the batch, and blends them into the running ones. */
function ofBatch(
  x: Tensor,
  statistics: BatchStatistics,
  epsilon: number,
  newest: number,
  activation: NodeInfo['activation'],
) {
  const { scale, offset } = statistics;
  const rows = x.size / scale.size;
  const made = batchNorm(x.reshape([rows, scale.size]), scale, offset, epsilon, activation);
  const blend = (running: Tensor, value: Tensor, factor: number): Tensor =>
    add(multiply(running, 1 - newest), multiply(value, factor));
  return {
    y: made.y.reshape(x.shape),
    mean: blend(statistics.mean, made.mean, newest),
    variance: blend(statistics.variance, made.variance, newest),
    // Of a network in training, which PyTorch and this library divide by n - 1; ONNX's own formula divides by n.
    unbiased: blend(statistics.variance, made.variance, (newest * rows) / (rows - 1)),
  };
}

/** Normalises over space and groups of channels. */
const overGroups = (groupsOf: (channels: number) => number, epsilon: number): ReturnType<Operator> => ({
  device: (run, x, scale, offset) => {
    const input = run.toDevice(x);
    const pixels = run.asChannelsLast(input);
    const channels = pixels.shape.at(-1) as number;
    const of = (value: Value): Tensor => perChannel(run.tensor(value), channels);
    return image(groupNorm(pixels, groupsOf(channels), of(scale), of(offset), epsilon), input.type);
  },
});

/** How many axes from `axis` on are normalised over. */
const axesFrom = (node: NodeInfo, { shape }: Tensor, axis: number): number =>
  shape.length - axisOf(node, axis, shape.length);

const layerNorm: Operator = (node) => {
  const [axis, epsilon] = [node.int('axis', -1), node.float('epsilon', EPSILON)];
  return {
    device: (run, x, scale?: Value, offset?: Value) => {
      const tensor = run.tensor(x);
      const axes = axesFrom(node, tensor, axis);
      const made = layerNormalization(tensor, optional(run, scale), optional(run, offset), epsilon, axes);
      const of = (at: number, compute: () => Tensor) => (node.hasOutput(at) ? device(compute()) : undefined);
      return [device(made.y, x.type), of(1, made.mean), of(2, made.inverseDeviation)];
    },
  };
};

const rmsNorm: Operator = (node) => {
  const [axis, epsilon] = [node.int('axis', -1), node.float('epsilon', EPSILON)];
  return {
    device: (run, x, scale?: Value) => {
      const tensor = run.tensor(x);
      const factor = optional(run, scale);
      return device(rmsNormalization(tensor, factor, epsilon, axesFrom(node, tensor, axis)), x.type);
    },
  };
};

/** Makes an operator that normalises along axes of the file, in whatever order they lie. */
const alongAxes = (
  node: NodeInfo,
  given: readonly number[],
  compute: (x: Tensor, axes: readonly number[]) => Tensor,
): ReturnType<Operator> => ({
  device: (run: Run, x) => {
    const input = run.toDevice(x);
    const rank = input.tensor.shape.length;
    const axes = given.map((axis) => axisIn(input, axisOf(node, axis, rank)));
    return device(compute(input.tensor, axes), input.type, input.layout);
  },
});

/** Operators of norms. */
export const NORMS: OperatorTable = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNorm,
  RMSNormalization: rmsNorm,
  // Its name before ONNX had it.
  SimplifiedLayerNormalization: rmsNorm,
  InstanceNormalization: (node) => overGroups((channels) => channels, node.float('epsilon', EPSILON)),
  GroupNormalization: (node) => {
    const groups = node.int('num_groups');
    return overGroups(() => groups, node.float('epsilon', EPSILON));
  },
  LpNormalization: (node) => {
    const p = node.int('p', 2);
    if (p !== 1 && p !== 2) throw node.error(`expected 1 or 2 as p. Received ${p}`);
    return alongAxes(node, [node.int('axis', -1)], (x, axes) => lpNormalization(x, axes[0] as number, p));
  },
  MeanVarianceNormalization: (node) =>
    alongAxes(node, node.ints('axes', [0, 2, 3]), (x, axes) => meanVarianceNormalization(x, axes)),
  LRN: (node) => {
    const how = {
      size: node.int('size'),
      alpha: node.float('alpha', 0.0001),
      beta: node.float('beta', 0.75),
      bias: node.float('bias', 1),
    };
    return {
      device: (run, x) => {
        const input = run.toDevice(x);
        return image(localResponse(run.asChannelsLast(input), how), input.type);
      },
    };
  },
};

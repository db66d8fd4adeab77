/** Softmax and its like: along one axis, or before opset 13 along all axes from one on. */
import { argmax, logSoftmax, oneHot, permute, sizeOf, softmax, type Tensor } from '@nablajs/core';
import type { Operator, OperatorTable } from '../operator.js';
import { axisIn, device } from '../values.js';
import { axisOf } from './arguments.js';

/** The first version in which one axis counts. */
const ONE_AXIS = 13;

const alongAxis =
  (compute: (x: Tensor, axis: number) => Tensor): Operator =>
  (node) => {
    const isOne = node.opset >= ONE_AXIS;
    const given = node.int('axis', isOne ? -1 : 1);
    return {
      device: (run, x) => {
        const input = run.toDevice(x);
        const { shape } = input.tensor;
        if (isOne) {
          const axis = axisIn(input, axisOf(node, given, shape.length));
          return device(compute(input.tensor, axis), input.type, input.layout);
        }
        const tensor = run.tensor(input);
        const axis = given === shape.length ? given : axisOf(node, given, shape.length);
        const rows = tensor.reshape([sizeOf(tensor.shape.slice(0, axis)), sizeOf(tensor.shape.slice(axis))]);
        return device(compute(rows, 1).reshape(tensor.shape), input.type);
      },
    };
  };

/** Returns 1 at the first largest element along an axis, else 0. */
function hardmax(x: Tensor, axis: number): Tensor {
  const { shape } = x;
  const hot = oneHot(argmax(x, { axis }).reshape([-1]), shape[axis] as number, x.dtype);
  const others = shape.toSpliced(axis, 1);
  const last = others.length;
  const back = shape.map((_, at) => (at < axis ? at : at === axis ? last : at - 1));
  return permute(hot.reshape([...others, shape[axis] as number]), back);
}

/** Operators that choose along an axis. */
export const SOFTMAXES: OperatorTable = {
  Softmax: alongAxis((x, axis) => softmax(x, { axis })),
  LogSoftmax: alongAxis((x, axis) => logSoftmax(x, { axis })),
  Hardmax: alongAxis(hardmax),
};

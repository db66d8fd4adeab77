/** Operators of one operand, element by element. */
import {
  abs,
  divide,
  erf,
  exp,
  greater,
  isFloat,
  isNan,
  log,
  multiply,
  negate,
  relu,
  sigmoid,
  sign,
  sqrt,
  subtract,
  type Tensor,
  tanh,
  where,
} from '@nablajs/core';
import * as math from '@nablajs/core/math';
import { mapHost } from '../exact/arrays.js';
import { roundHalfEven } from '../exact/rounding.js';
import type { Operator, OperatorTable } from '../operator.js';
import { byFloats, inPlace } from './align.js';
import { ceil, floor, round } from './rounding.js';

const unary =
  (host: (x: number) => number, compute: (x: Tensor) => Tensor): Operator =>
  () => ({
    host: (x) => mapHost(x.type, [x], host),
    device: (run, x) => inPlace(run, x, (tensor) => byFloats(run, [tensor], (y) => compute(y as Tensor))),
  });

/** One that is the identity on whole numbers. */
const rounding = (host: (x: number) => number, compute: (x: Tensor) => Tensor): Operator =>
  unary(host, (x) => (isFloat(x.dtype) ? compute(x) : x));

const isInf: Operator = (node) => {
  const [low, high] = [node.flag('detect_negative', true), node.flag('detect_positive', true)];
  const found = (x: number): boolean =>
    (high && x === Number.POSITIVE_INFINITY) || (low && x === Number.NEGATIVE_INFINITY);
  return {
    host: (x) => mapHost('bool', [x], (value) => Number(found(value))),
    device: (run, x) =>
      inPlace(
        run,
        x,
        (tensor) => {
          const side = high && low ? abs(tensor) : low ? negate(tensor) : tensor;
          // NaN is not above 0; an infinity minus itself is NaN.
          const candidate = where(greater(side, 0), side, 0);
          return high || low ? isNan(subtract(candidate, candidate)) : multiply(isNan(candidate), 0);
        },
        'bool',
      ),
  };
};

export const UNARY: OperatorTable = {
  Abs: unary(Math.abs, abs),
  Ceil: rounding(Math.ceil, ceil),
  Erf: unary(math.erf, erf),
  Exp: unary(math.exp, exp),
  Floor: rounding(Math.floor, floor),
  IsInf: isInf,
  IsNaN: () => ({
    host: (x) => mapHost('bool', [x], (value) => Number(Number.isNaN(value))),
    device: (run, x) => inPlace(run, x, isNan, 'bool'),
  }),
  Log: unary(math.log, log),
  Neg: unary((x) => -x, negate),
  Not: () => ({
    host: (x) => mapHost('bool', [x], (value) => Number(value === 0)),
    device: (run, x) => inPlace(run, x, (tensor) => subtract(1, tensor), 'bool'),
  }),
  Reciprocal: unary(
    (x) => 1 / x,
    (x) => divide(1, x),
  ),
  Relu: unary((x) => Math.max(x, 0), relu),
  Round: rounding(roundHalfEven, round),
  Sigmoid: unary(math.sigmoid, sigmoid),
  Sign: unary(Math.sign, sign),
  Sqrt: unary(Math.sqrt, sqrt),
  Tanh: unary(math.tanh, tanh),
};

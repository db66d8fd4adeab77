import {
  abs,
  add,
  cast,
  divide,
  equal,
  exp,
  greater,
  isFloat,
  less,
  log,
  maximum,
  minimum,
  multiply,
  pow,
  relu,
  sign,
  subtract,
  type Tensor,
  type TensorLike,
  where,
} from '@nablajs/core';
import * as math from '@nablajs/core/math';
import type { HostTensor } from '../../model/host-tensor.js';
import { mapHost } from '../exact/arrays.js';
import type { Operator, OperatorTable } from '../operator.js';
import { device, isDevice, isFloatType, numberOf, shapeOf, type Value } from '../values.js';
import { aligned, byFloats, type Compute, inPlace } from './align.js';
import { floor, truncate } from './rounding.js';

type Pairwise = (a: TensorLike, b: TensorLike) => Tensor;

/** The result has the type of the first operand. */
const binary =
  (host: (a: number, b: number, isWhole: boolean) => number, compute: Pairwise, isForInt32 = true): Operator =>
  () => ({
    host: (...inputs) => {
      const type = typeOf(inputs);
      const isWhole = !isFloatType(type);
      return mapHost(type, inputs, (a, b) => host(a, b, isWhole));
    },
    device: (run, ...inputs) => {
      const { operands, layout } = aligned(run, inputs);
      const apply = compute as Compute;
      const made = isForInt32 ? apply(...operands) : byFloats(run, operands, apply);
      return device(made, typeOf(inputs), layout);
    },
  });

const typeOf = (values: readonly Value[]): HostTensor['type'] => (values[0] as Value).type;

/** Whole numbers are divided towards 0. */
const quotient: Pairwise = (a, b) => divide(a, b);
const wholeQuotient = (a: number, b: number): number => (b === 0 ? 0 : Math.trunc(a / b));

const division: Operator = (node) => {
  const ofFloats = binary((a, b, isWhole) => (isWhole ? wholeQuotient(a, b) : a / b), quotient)(node);
  const ofWhole = binary(
    (a, b) => a / b,
    (a, b) => truncate(divide(a, b)),
    false,
  )(node);
  return {
    host: ofFloats.host as NonNullable<typeof ofFloats.host>,
    device: (run, a, b) => (isFloatType(a.type) ? ofFloats : ofWhole).device?.(run, a, b) as Value,
  };
};

/** What is left of a division towards 0, with the sign of a. All of a is left beside an infinity. */
const remainder: Pairwise = (a, b) => {
  const rest = subtract(a, multiply(b, truncate(divide(a, b))));
  return typeof b === 'number' ? rest : where(isInfinite(b), a, rest);
};
const isInfinite = (x: Tensor): Tensor => equal(abs(x), Number.POSITIVE_INFINITY);

/** The same with the sign of b. */
const flooredRemainder: Pairwise = (a, b) => {
  const rest = remainder(a, b);
  return where(less(multiply(sign(rest), typeof b === 'number' ? Math.sign(b) : sign(b)), 0), add(rest, b), rest);
};

const hostFloored = (a: number, b: number): number => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

/** With the sign of the divisor, or with `fmod` of the dividend. A whole number modulo 0 is 0 here. */
const modulo: Operator = (node) => {
  const isTruncated = node.flag('fmod');
  return binary(
    (a, b, isWhole) => (isWhole && b === 0 ? 0 : isTruncated ? a % b : hostFloored(a, b)),
    isTruncated ? remainder : flooredRemainder,
    false,
  )(node);
};

const WHOLE_POWER = 1024;

/** By products for a whole power, which are exact for whole numbers. */
function hostPower(x: number, power: number): number {
  if (!Number.isInteger(power) || Math.abs(power) > WHOLE_POWER) return math.pow(x, power);
  let result = 1;
  for (let left = Math.abs(power), base = x; left > 0; left = Math.floor(left / 2), base *= base) {
    if (left % 2 === 1) result *= base;
  }
  return power < 0 ? 1 / result : result;
}

/** exp(power log |x|), with the sign of x for odd powers; NaN for a negative x unless the power is whole. */
function powerOf(x: Tensor, power: Tensor): Tensor {
  const size = exp(multiply(power, log(abs(x))));
  const half = multiply(power, 0.5);
  const isWhole = equal(floor(power), power);
  const isEven = equal(floor(half), half);
  const ofNegative = where(isWhole, multiply(size, subtract(multiply(isEven, 2), 1)), Number.NaN);
  return where(equal(power, 0), 1, where(less(x, 0), ofNegative, size));
}

const power: Operator = () => ({
  host: (x, y) => mapHost(x.type, [x, y], hostPower),
  device: (run, x, y) => {
    const by = numberOf(y);
    const isKnown =
      by !== undefined && Number.isFinite(by) && isDevice(x) && x.tensor.shape.length >= shapeOf(y).length;
    if (isKnown) return inPlace(run, x, (tensor) => byFloats(run, [tensor], (z) => pow(z as Tensor, by)));
    const { operands, layout } = aligned(run, [run.toDevice(x), run.toDevice(y)]);
    const [base, other] = operands as [Tensor, Tensor];
    if (!isFloat(base.dtype)) return device(byFloats(run, operands, powerOf as Compute), x.type, layout);
    return device(powerOf(base, other.dtype === base.dtype ? other : cast(other, base.dtype)), x.type, layout);
  },
});

/** Takes two operands at a time. */
const variadic =
  (host: (a: number, b: number) => number, compute: Pairwise, last?: (x: TensorLike, n: number) => Tensor): Operator =>
  (node) => {
    const two = binary(host, compute, compute === add)(node);
    const one = (run: Parameters<NonNullable<typeof two.device>>[0], x: Value) => inPlace(run, x, (y) => y);
    return {
      host: (...given) => {
        const total = given.reduce((a, b) => two.host?.(a, b) as HostTensor);
        return last === undefined ? total : mapHost(total.type, [total], (x) => x / given.length);
      },
      device: (run, ...given) => {
        const total = given.length === 1 ? one(run, given[0] as Value) : undefined;
        const made = total ?? given.reduce((a, b) => two.device?.(run, a, b) as Value);
        return last === undefined ? made : inPlace(run, made, (x) => last(x, given.length));
      },
    };
  };

const larger = (a: number, b: number): number => (Number.isNaN(a) || a > b ? a : b);
const smaller = (a: number, b: number): number => (Number.isNaN(a) || a < b ? a : b);

/** Opsets before 11 have the limits as attributes. */
const clipped: Operator = (node) => {
  const attribute = (name: string) => (node.opset < 11 && node.has(name) ? node.float(name) : undefined);
  const [min, max] = [attribute('min'), attribute('max')];
  const limit = (given: HostTensor | undefined, otherwise: number | undefined, open: number): number =>
    given?.data[0] ?? otherwise ?? open;
  return {
    hostInputs: [1, 2],
    host: (x, low?: HostTensor, high?: HostTensor) => {
      const [least, most] = [limit(low, min, Number.NEGATIVE_INFINITY), limit(high, max, Number.POSITIVE_INFINITY)];
      return mapHost(x.type, [x], (value) => Math.min(Math.max(value, least), most));
    },
    device: (run, x, low?: Value, high?: Value) => {
      const least = limit(low as HostTensor | undefined, min, Number.NEGATIVE_INFINITY);
      const most = limit(high as HostTensor | undefined, max, Number.POSITIVE_INFINITY);
      return inPlace(run, x, (y) => byFloats(run, [y], (z) => limited(z as Tensor, least, most)));
    },
  };
};

/** If the limits cross, the upper one counts. */
function limited(x: Tensor, low: number, high: number): Tensor {
  if (low > high) return add(multiply(x, 0), high);
  const y = low === 0 ? relu(x) : low === Number.NEGATIVE_INFINITY ? x : maximum(x, low);
  // Two kernels, where "minimum" takes three.
  return high === Number.POSITIVE_INFINITY ? y : where(greater(y, high), high, y);
}

const comparison =
  (host: (a: number, b: number) => boolean, compute: Pairwise): Operator =>
  () => ({
    host: (...inputs) => mapHost('bool', inputs, (a, b) => Number(host(a, b))),
    device: (run, ...inputs) => {
      const { operands, layout } = aligned(run, inputs);
      return device((compute as Compute)(...operands), 'bool', layout);
    },
  });

const not = (x: Tensor): Tensor => subtract(1, x);
/** a >= b is not "a < b", which is 0 for NaN too. */
const orEqual = (a: TensorLike, b: TensorLike): Tensor => greater(add(greater(a, b), equal(a, b)), 0);

/** By a negative number, or by more bits than there are, everything is shifted out. */
const shift: Operator = (node) => {
  const isLeft = node.string('direction') === 'LEFT';
  const shifted = (x: number, by: number): number => {
    const isOut = by < 0 || by > 64;
    if (isOut) return !isLeft && x < 0 ? -1 : 0;
    return isLeft ? x * hostPower(2, by) : Math.floor(x / hostPower(2, by));
  };
  return { host: (x, by) => mapHost(x.type, [x, by], shifted) };
};

export const ARITHMETIC: OperatorTable = {
  Add: binary((a, b) => a + b, add),
  BitShift: shift,
  Clip: clipped,
  Div: division,
  Equal: comparison((a, b) => a === b, equal),
  Greater: comparison((a, b) => a > b, greater),
  GreaterOrEqual: comparison((a, b) => a >= b, orEqual),
  Less: comparison((a, b) => a < b, less),
  LessOrEqual: comparison(
    (a, b) => a <= b,
    (a, b) => orEqual(b, a),
  ),
  Max: variadic(larger, maximum),
  Mean: variadic((a, b) => a + b, add, divide),
  Min: variadic(smaller, minimum),
  Mod: modulo,
  Mul: binary((a, b) => a * b, multiply),
  Pow: power,
  Sub: binary((a, b) => a - b, subtract),
  Sum: variadic((a, b) => a + b, add),
  And: comparison((a, b) => a !== 0 && b !== 0, multiply),
  Or: comparison(
    (a, b) => a !== 0 || b !== 0,
    (a, b) => greater(add(a, b), 0),
  ),
  Xor: comparison(
    (a, b) => (a !== 0) !== (b !== 0),
    (a, b) => not(equal(a, b)),
  ),
};

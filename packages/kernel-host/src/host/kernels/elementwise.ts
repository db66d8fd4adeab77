/** Elementwise operations with broadcasting: passes core's broadcast plan to assembly/elementwise.ts. */
import type { Backend, DType, IntegerKernels, Operand, OperandLike, Shape } from '@nablajs/core';
import { NablaError, sameShape } from '@nablajs/core';
import type { BroadcastPlan } from '@nablajs/core/kernels';
import { planBroadcast } from '@nablajs/core/kernels';
import { ELEMENTWISE } from '../abi/kernels.js';
import { ADD, DIVIDE, GREATER, MAXIMUM, MULTIPLY, SUBTRACT, WHERE } from '../abi/operations.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { canUsePanels } from '../storage/panels.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from '../storage/storage.js';

/** How many outer dimensions fit into the arguments. Dimensions that all operands walk as one count once. */
const MOST_DIMENSIONS = 12;

type Like = OperandLike<Storage>;

/** `c` is undefined unless the operation is a choice. */
function run(store: Store, operation: number, dtype: DType, shape: Shape, a: Like, b: Like, c?: Like): Storage {
  const plan = planBroadcast(c === undefined ? [a, b] : [a, b, c], shape);
  if (plan.outer.length > MOST_DIMENSIONS) {
    throw new NablaError(
      'shape',
      `backend '${store.engine.name}' broadcasts over at most ${MOST_DIMENSIONS} dimensions. Received [${shape}].`,
    );
  }
  const [x, y, z] = [addressAt(a), addressAt(b), addressAt(c)];
  const out = store.allocate(dtype, plan.size);
  start(store, operation, dtype, plan, out.address, x, y, z, a, b, c);
  return out;
}

const addressAt = (operand: Like | undefined): number => (typeof operand === 'object' ? addressOf(operand) : 0);
const numberAt = (operand: Like | undefined): number => (typeof operand === 'number' ? operand : 0);
const isNumber = (operand: Like | undefined): number => Number(typeof operand === 'number');

/** Starts the kernel for operands at the addresses x, y and z. */
function start(
  store: Store,
  operation: number,
  dtype: DType,
  { size, length, outer, strides, steps }: BroadcastPlan,
  out: number,
  x: number,
  y: number,
  z: number,
  a: Like,
  b: Like,
  c: Like | undefined,
): void {
  const runs = size === 0 ? 0 : size / length;
  const each = runs === 1 ? ITEM_ELEMENTS : Math.max(1, Math.floor(ITEM_ELEMENTS / length));
  const integers = {
    operation,
    out,
    a: x,
    b: y,
    c: z,
    length,
    rank: outer.length,
    runs,
    each,
    steps: (steps[0] as number) + 2 * (steps[1] as number) + 4 * (steps[2] ?? 0),
    numbers: isNumber(a) + 2 * isNumber(b) + 4 * isNumber(c),
    outer:
      runs === 1
        ? outer // Empty, as in most calls.
        : outer.flatMap((dimension, axis) => [dimension, ...[0, 1, 2].map((i) => strides[i]?.[axis] ?? 0)]),
  };
  const doubles = { aNumber: numberAt(a), bNumber: numberAt(b), cNumber: numberAt(c) };
  store.engine.run(ELEMENTWISE, dtype, itemsOf(runs === 1 ? length : runs, each), integers, doubles);
}

/** Adds two matrices in panels, such as gradients of two chunks; undefined unless both are in panels. */
function addInPanels(store: Store, a: Like, b: Like): Storage | undefined {
  if (typeof a === 'number' || typeof b === 'number') return undefined;
  const storages = [a.storage as DenseStorage, b.storage as DenseStorage] as const;
  const [first, second] = [storages[0].panels, storages[1].panels];
  if (first === undefined || first.lines !== second?.lines || first.width !== second.width) return undefined;
  if (!canUsePanels(store.engine.layout, first.width, a.dtype) || !sameShape(a.shape, b.shape)) return undefined;
  const { addresses, length } = elementsOf(storages);
  const out = store.allocatePanels(a.dtype, first.lines, first.width);
  const plan = { size: length, length, steps: [1, 1], outer: [], strides: [] };
  const [x, y] = addresses as [number, number];
  start(store, ADD, a.dtype, plan, out.panels?.address as number, x, y, 0, a, b, undefined);
  return out;
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

export function elementwiseKernels(store: Store): Pick<Backend<Storage>, ElementwiseKernel> {
  const { add, ...kernels } = integerKernels(store);
  return {
    ...kernels,
    add: (a, b, shape) => addInPanels(store, a, b) ?? add(a, b, shape),
    divide: binary(store, DIVIDE),
    maximum: binary(store, MAXIMUM),
  };
}

/** The kernels for int32, which take floats too. */
export function integerKernels(store: Store): IntegerKernels<Storage> {
  return {
    add: binary(store, ADD),
    subtract: binary(store, SUBTRACT),
    multiply: binary(store, MULTIPLY),
    greater: binary(store, GREATER),
    where: (condition, a, b, shape) => run(store, WHERE, condition.dtype, shape, condition, a, b),
  };
}

const binary =
  (store: Store, operation: number) =>
  (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): Storage =>
    run(store, operation, (typeof a === 'number' ? (b as Operand<Storage>) : a).dtype, shape, a, b);

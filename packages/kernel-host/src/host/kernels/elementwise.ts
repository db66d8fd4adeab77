/** Elementwise operations with broadcasting: passes core's broadcast plan to assembly/elementwise.ts. */
import type { Backend, DType, IntegerKernels, Operand, OperandLike, Shape } from '@nablajs/core';
import { NablaError, sameShape } from '@nablajs/core';
import type { BroadcastPlan } from '@nablajs/core/kernels';
import { planBroadcast } from '@nablajs/core/kernels';
import { ELEMENTWISE } from '../abi/kernels.js';
import { ADD, DIVIDE, GREATER, MAXIMUM, MULTIPLY, SUBTRACT } from '../abi/operations.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { canUsePanels } from '../storage/panels.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from '../storage/storage.js';

/** How many outer dimensions fit into the arguments. Dimensions that all operands walk as one count once. */
const MOST_DIMENSIONS = 12;

type Like = OperandLike<Storage>;
/** The third operand is undefined unless the operation is a choice. */
type Three<T> = readonly [a: T, b: T, c: T | undefined];

function run(store: Store, operation: number, dtype: DType, operands: Three<Like>, shape: Shape): Storage {
  const [a, b, c] = operands;
  const plan = planBroadcast(c === undefined ? [a, b] : [a, b, c], shape);
  if (plan.outer.length > MOST_DIMENSIONS) {
    throw new NablaError(
      'shape',
      `backend '${store.engine.name}' broadcasts over at most ${MOST_DIMENSIONS} dimensions. Received [${shape}].`,
    );
  }
  const addresses = [addressAt(a), addressAt(b), addressAt(c)] as const;
  const out = store.allocate(dtype, plan.size);
  start(store, operation, dtype, out.address, addresses, plan, operands);
  return out;
}

const addressAt = (operand: Like | undefined): number => (typeof operand === 'object' ? addressOf(operand) : 0);
const numberAt = (operand: Like | undefined): number => (typeof operand === 'number' ? operand : 0);
const isNumber = (operand: Like | undefined): number => Number(typeof operand === 'number');

function start(
  store: Store,
  operation: number,
  dtype: DType,
  out: number,
  [a, b, c]: Three<number>,
  { size, length, outer, strides, steps }: BroadcastPlan,
  operands: Three<Like>,
): void {
  const runs = size === 0 ? 0 : size / length;
  const eachRuns = Math.max(1, Math.floor(ITEM_ELEMENTS / length));
  const items = runs === 1 ? itemsOf(length, ITEM_ELEMENTS) : itemsOf(runs, eachRuns);
  const [x, y, z] = operands;
  const integers = {
    operation,
    out,
    a,
    b,
    c: c ?? 0,
    length,
    aStep: steps[0] as number,
    bStep: steps[1] as number,
    cStep: steps[2] ?? 0,
    rank: outer.length,
    runs,
    eachRuns,
    each: ITEM_ELEMENTS,
    ternary: Number(z !== undefined),
    numbers: isNumber(x) + 2 * isNumber(y) + 4 * isNumber(z),
    outer:
      runs === 1
        ? outer // Empty, as in most calls.
        : outer.flatMap((dimension, axis) => [dimension, ...[0, 1, 2].map((i) => strides[i]?.[axis] ?? 0)]),
  };
  const doubles = { aNumber: numberAt(x), bNumber: numberAt(y), cNumber: numberAt(z) };
  store.engine.run(ELEMENTWISE, dtype, items, integers, doubles);
}

/** Adds two matrices in panels, such as the gradients of two chunks. Returns undefined unless both are in panels. */
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
  start(store, ADD, a.dtype, out.panels?.address as number, [x, y, undefined], plan, [a, b, undefined]);
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
    where: (condition, a, b, shape) => run(store, 0, condition.dtype, [condition, a, b], shape),
  };
}

const binary =
  (store: Store, operation: number) =>
  (a: OperandLike<Storage>, b: OperandLike<Storage>, shape: Shape): Storage =>
    run(store, operation, (typeof a === 'number' ? (b as Operand<Storage>) : a).dtype, [a, b, undefined], shape);

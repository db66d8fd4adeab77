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

type Operands = readonly OperandLike<Storage>[];

function run(store: Store, operation: number, dtype: DType, operands: Operands, shape: Shape): Storage {
  const plan = planBroadcast(operands, shape);
  if (plan.outer.length > MOST_DIMENSIONS) {
    throw new NablaError(
      'shape',
      `backend '${store.engine.name}' broadcasts over at most ${MOST_DIMENSIONS} dimensions. Received [${shape}].`,
    );
  }
  const addresses = operands.map((operand) => (typeof operand === 'number' ? 0 : addressOf(operand)));
  const out = store.allocate(dtype, plan.size);
  start(store, operation, dtype, out.address, addresses, plan, operands);
  return out;
}

function start(
  store: Store,
  operation: number,
  dtype: DType,
  out: number,
  addresses: readonly number[],
  plan: BroadcastPlan,
  operands: Operands = [],
): void {
  // By index: this runs for the smallest tensors too, and V8 is slow with lists taken apart.
  const { size, length, outer, strides, steps } = plan;
  const runs = size === 0 ? 0 : size / length;
  const eachRuns = Math.max(1, Math.floor(ITEM_ELEMENTS / length));
  const items = runs === 1 ? itemsOf(length, ITEM_ELEMENTS) : itemsOf(runs, eachRuns);
  let numbers = 0;
  for (let i = 0; i < operands.length; i++) if (typeof operands[i] === 'number') numbers += 1 << i;
  const integers = {
    operation,
    out,
    a: addresses[0] ?? 0,
    b: addresses[1] ?? 0,
    c: addresses[2] ?? 0,
    length,
    aStep: steps[0] ?? 0,
    bStep: steps[1] ?? 0,
    cStep: steps[2] ?? 0,
    rank: outer.length,
    runs,
    eachRuns,
    each: ITEM_ELEMENTS,
    ternary: Number(strides.length === 3),
    numbers,
    outer: outer.flatMap((dimension, axis) => [dimension, ...[0, 1, 2].map((i) => strides[i]?.[axis] ?? 0)]),
  };
  const doubles = { aNumber: numberAt(operands, 0), bNumber: numberAt(operands, 1), cNumber: numberAt(operands, 2) };
  store.engine.run(ELEMENTWISE, dtype, items, integers, doubles);
}

function numberAt(operands: Operands, at: number): number {
  const operand = operands[at];
  return typeof operand === 'number' ? operand : 0;
}

/** Adds two matrices in panels, such as the gradients of two chunks. Returns undefined unless both are in panels. */
function addInPanels(store: Store, a: OperandLike<Storage>, b: OperandLike<Storage>): Storage | undefined {
  if (typeof a === 'number' || typeof b === 'number') return undefined;
  const storages = [a.storage as DenseStorage, b.storage as DenseStorage] as const;
  const [first, second] = [storages[0].panels, storages[1].panels];
  if (first === undefined || first.lines !== second?.lines || first.width !== second.width) return undefined;
  if (!canUsePanels(store.engine.layout, first.width, a.dtype) || !sameShape(a.shape, b.shape)) return undefined;
  const { addresses, length } = elementsOf(storages);
  const out = store.allocatePanels(a.dtype, first.lines, first.width);
  const plan = planBroadcast(
    [a, b].map((operand) => ({ ...operand, shape: [length] })),
    [length],
  );
  start(store, ADD, a.dtype, out.panels?.address as number, addresses, plan);
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
    run(store, operation, (typeof a === 'number' ? (b as Operand<Storage>) : a).dtype, [a, b], shape);

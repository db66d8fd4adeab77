/** Element by element with broadcasting; core's plan of runs becomes the arguments of ../assembly/elementwise.ts. */
import type { Backend, Operand, Shape } from '@nablajs/core';
import { NablaError, planBroadcast, sameShape } from '@nablajs/core';
import { ADD, DIVIDE, ELEMENTWISE, GREATER, MAXIMUM, MULTIPLY, SUBTRACT } from './kernels.js';
import { variant } from './panels.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

/** Outer dimensions that fit among the arguments; those which all operands walk as one count once. */
const MOST_DIMENSIONS = 12;

function run(store: Store, operation: number, operands: readonly Operand<Storage>[], shape: Shape): Storage {
  const { dtype } = operands.at(-1) as Operand<Storage>;
  const plan = planBroadcast(operands, shape);
  if (plan.outer.length > MOST_DIMENSIONS) {
    throw new NablaError('shape', `backend 'wasm' broadcasts over ${MOST_DIMENSIONS} dimensions. Received [${shape}].`);
  }
  const out = store.allocate(dtype, plan.size);
  const runs = plan.size === 0 ? 0 : plan.size / plan.length;
  const runsPerItem = Math.max(1, Math.floor(ITEM_ELEMENTS / plan.length));
  const items = runs === 1 ? itemsOf(plan.length, ITEM_ELEMENTS) : itemsOf(runs, runsPerItem);
  const addresses = [0, 1, 2].map((i) => (operands[i] === undefined ? 0 : addressOf(operands[i])));
  const steps = [0, 1, 2].map((i) => plan.steps[i] ?? 0);
  const division = [plan.outer.length, runs, runsPerItem, ITEM_ELEMENTS, Number(operands.length === 3)];
  const outer = plan.outer.flatMap((dimension, axis) => [
    dimension,
    ...[0, 1, 2].map((operand) => plan.strides[operand]?.[axis] ?? 0),
  ]);
  const head = [operation, out.address, ...addresses, plan.length, ...steps];
  store.engine.run(ELEMENTWISE + variant(dtype), items, [...head, ...division, ...outer]);
  return out;
}

type ElementwiseKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greater' | 'where';

/** Gradients that are summed over the chunks of a batch stay in panels; undefined where not both are. */
function addInPanels(store: Store, a: Operand<Storage>, b: Operand<Storage>): Storage | undefined {
  const storages = [a.storage as DenseStorage, b.storage as DenseStorage] as const;
  const [first, second] = [storages[0].panels, storages[1].panels];
  if (first === undefined || first.lines !== second?.lines || first.width !== second.width) return undefined;
  if (!sameShape(a.shape, b.shape)) return undefined;
  const { addresses, length } = elementsOf(storages);
  const out = store.allocatePanels(a.dtype, first.lines, first.width);
  const places = [out.panels?.address as number, ...addresses, 0];
  const operands = [ADD, ...places, length, ...[1, 1, 0], ...[0, 1, 1, ITEM_ELEMENTS, 0]];
  store.engine.run(ELEMENTWISE + variant(a.dtype), itemsOf(length, ITEM_ELEMENTS), operands);
  return out;
}

export function elementwiseKernels(store: Store): Pick<Backend<Storage>, ElementwiseKernel> {
  const binary = (operation: number) => (a: Operand<Storage>, b: Operand<Storage>, shape: Shape) =>
    run(store, operation, [a, b], shape);
  return {
    add: (a, b, shape) => addInPanels(store, a, b) ?? run(store, ADD, [a, b], shape),
    subtract: binary(SUBTRACT),
    multiply: binary(MULTIPLY),
    divide: binary(DIVIDE),
    maximum: binary(MAXIMUM),
    greater: binary(GREATER),
    where: (condition, a, b, shape) => run(store, 0, [condition, a, b], shape),
  };
}

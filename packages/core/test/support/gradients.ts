import { dense, type Loss, type Sequential, scope, type Tensor, type TypedArray, upload } from '../../src/index.js';

/** Of x in float64, so that truncation and rounding errors are both near 1e-10. */
const STEP = 1e-6;

async function lossOf(model: Sequential, x: Tensor, targets: Tensor, loss: Loss): Promise<number> {
  // One seed for every pass: the same elements drop out each time.
  using value = scope(() => model.pass(x, targets, loss, { seed: 9, step: 1 }).loss);
  return value.item();
}

/**
 * For every parameter of a float64 network, max |a - n| / max(max |a|, max |n|) over its elements, with the gradient a
 * of `Sequential.pass` and the central differences n of its loss.
 */
export async function gradientErrors(
  model: Sequential,
  x: Tensor,
  targets: Tensor,
  loss: Loss,
): Promise<Record<string, number>> {
  const { loss: made, gradients } = model.pass(x, targets, loss, { seed: 9, step: 1 });
  made.dispose();
  const errors: Record<string, number> = {};
  for (const { name, value } of model.parameters) {
    using gradient = gradients.get(name) as Tensor;
    const numeric = await centralDifferences(value, () => lossOf(model, x, targets, loss));
    errors[name] = worst(await gradient.data(), numeric);
  }
  return errors;
}

async function centralDifferences(parameter: Tensor, loss: () => Promise<number>): Promise<number[]> {
  const at = await parameter.data();
  const lossWith = (index: number, change: number): Promise<number> => {
    const moved = at.slice();
    moved[index] = (at[index] as number) + change;
    parameter.adopt(upload(parameter.backend, dense(moved, parameter.shape)));
    return loss();
  };
  const slopes: number[] = [];
  for (let i = 0; i < at.length; i++)
    slopes.push(((await lossWith(i, STEP)) - (await lossWith(i, -STEP))) / (2 * STEP));
  parameter.adopt(upload(parameter.backend, dense(at, parameter.shape)));
  return slopes;
}

function worst(analytic: TypedArray, numeric: readonly number[]): number {
  let difference = 0;
  let size = 0;
  for (const [i, n] of numeric.entries()) {
    const a = analytic[i] as number;
    difference = Math.max(difference, Math.abs(a - n));
    size = Math.max(size, Math.abs(a), Math.abs(n));
  }
  return size === 0 ? difference : difference / size;
}

import {
  Context,
  type ContextOptions,
  type Draw,
  dense,
  type Loss,
  type Module,
  meanLoss,
  multiply,
  type Network,
  type PassOptions,
  scope,
  sum,
  type Tensor,
  type TypedArray,
  upload,
  valueAndGrad,
} from '../../src/index.js';
import { along, type Direction, directionsOf } from './directions.js';

/** A module's parameters by name. */
export type Named = Readonly<Record<string, Tensor>>;

/** What a module called by itself knows; with `draw` it trains, under the path `1`, and adds to `updates`. */
export const contextOf = (parameters: Named, draw?: Draw, options: ContextOptions = {}): Context =>
  new Context(new Map(Object.entries(parameters).map(([name, value]) => [`1.${name}`, value])), {
    path: '1',
    ...(draw && { draw }),
    ...options,
  });

/** The module's output y for x and, from dY, that of y, the gradients of x and of the parameters. */
export function pullback(
  module: Module,
  parameters: Named,
  x: Tensor,
  dY: Tensor,
  draw?: Draw,
  updates: Map<string, Tensor> = new Map(),
): { y: Tensor; dX: Tensor; gradients: Named } {
  const { aux: y, gradients } = valueAndGrad(
    () => {
      const made = module.call(contextOf(parameters, draw, { updates }), x) as Tensor;
      return [sum(multiply(made, dY)), made];
    },
    { x, parameters },
  );
  return { y, dX: gradients.x, gradients: gradients.parameters };
}

/** The sum of the loss over examples divided by `rows`, and its gradient by the outputs. */
export function lossAndGradient(
  loss: Loss,
  outputs: Tensor,
  targets: Tensor,
  rows: number,
): { loss: Tensor; gradient: Tensor } {
  const share = (outputs.shape[0] as number) / rows;
  const { value, gradients } = valueAndGrad((y: Tensor) => multiply(meanLoss(loss, y, targets), share), outputs);
  return { loss: value, gradient: gradients };
}

/** Of x in float64, so that truncation and rounding errors are both near 1e-10. */
const STEP = 1e-6;

async function lossOf(
  model: Network,
  x: Tensor,
  targets: Tensor,
  loss: Loss,
  options: Partial<PassOptions>,
): Promise<number> {
  // One seed for every pass: the same elements drop out each time.
  using value = scope(() => model.pass(x, targets, loss, { seed: 9, step: 1, ...options }).loss);
  return value.item();
}

/**
 * For every parameter of a float64 network that trains, max |a d - n| / max |a| over the directions d of
 * `directionsOf`, with the gradient a of `Network.pass` and the central differences n of its loss along each d.
 */
export async function gradientErrors(
  model: Network,
  x: Tensor,
  targets: Tensor,
  loss: Loss,
  options: Partial<PassOptions> = {},
): Promise<Record<string, number>> {
  const { loss: made, gradients, updates } = model.pass(x, targets, loss, { seed: 9, step: 1, ...options });
  for (const tensor of [made, ...updates.values()]) tensor.dispose();
  const errors: Record<string, number> = {};
  for (const { name, value } of model.parameters.trainable) {
    using gradient = gradients.get(name) as Tensor;
    const directions = directionsOf(value.size);
    const numeric = await centralDifferences(value, directions, () => lossOf(model, x, targets, loss, options));
    errors[name] = worst(await gradient.data(), directions, numeric);
  }
  return errors;
}

async function centralDifferences(
  parameter: Tensor,
  directions: readonly Direction[],
  loss: () => Promise<number>,
): Promise<number[]> {
  const at = await parameter.data();
  const lossWith = (direction: Direction, step: number): Promise<number> => {
    const moved = at.map((value, i) => value + step * (direction[i] as number));
    parameter.adopt(upload(parameter.backend, dense(moved, parameter.shape)));
    return loss();
  };
  const slopes: number[] = [];
  for (const direction of directions) {
    slopes.push(((await lossWith(direction, STEP)) - (await lossWith(direction, -STEP))) / (2 * STEP));
  }
  parameter.adopt(upload(parameter.backend, dense(at, parameter.shape)));
  return slopes;
}

function worst(analytic: TypedArray, directions: readonly Direction[], numeric: readonly number[]): number {
  const size = Math.max(...Array.from(analytic, Math.abs));
  const difference = Math.max(
    ...directions.map((direction, i) => Math.abs(along(analytic, direction) - (numeric[i] as number))),
  );
  return size === 0 ? difference : difference / size;
}

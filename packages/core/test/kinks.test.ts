/** The kinks that layers and losses declare are those that their derivatives have: all of them, on both sides. */
import { describe, expect, it } from 'vitest';
import { type Backend, type Layer, type Loss, scope, type Tensor } from '../src/index.js';
import { everyLayer, everyLoss, named } from './support/every.js';
import { newBackend, numbersOf, t } from './support/index.js';

const STEP = 1e-3;
/** Tenths from -3 to 3, where every kink of `everyLayer` and `everyLoss` lies. */
const POINTS = Array.from({ length: 61 }, (_, i) => (i - 30) / 10);
/** A jump of the slope, or of the curvature times STEP; a smooth function changes by less. */
const JUMP = 0.1 * STEP;

type Derivative = (backend: Backend, x: readonly number[]) => Tensor;

/** The points at which the derivative jumps, or changes its slope. */
async function kinksOf(derivative: Derivative): Promise<number[]> {
  const backend = await newBackend();
  const at = async (shift: number) =>
    numbersOf(
      derivative(
        backend,
        POINTS.map((point) => point + shift),
      ),
    );
  const [below, middle, above] = [await at(-STEP), await at(0), await at(STEP)];
  return POINTS.filter((_, i) => {
    const [low, mid, high] = [below[i], middle[i], above[i]] as [number, number, number];
    return Math.abs(high - 2 * mid + low) > JUMP || Math.abs(high - low) > 0.3;
  });
}

const layerDerivative =
  (layer: Layer): Derivative =>
  (backend, x) =>
    scope(() => {
      const [, saved] = layer.forward({}, t(backend, [...x]), { training: false });
      return layer.backward(
        {},
        saved,
        t(
          backend,
          x.map(() => 1),
        ),
        true,
      )[0] as Tensor;
    });

/** Of each element's loss with respect to output - target. */
const lossDerivative =
  (loss: Loss): Derivative =>
  (backend, x) =>
    scope(
      () =>
        loss.compute(
          t(backend, [...x]),
          t(
            backend,
            x.map(() => 0),
          ),
          1,
        ).gradient,
    );

describe('kinks', () => {
  const elementwise = everyLayer().filter(
    ({ config }) => !['Dense', 'Softmax', 'Flatten', 'Dropout'].includes(config.type),
  );
  it.each(named(elementwise))('of $name', async ({ value: layer }) => {
    expect(await kinksOf(layerDerivative(layer))).toEqual([...(layer.kinks ?? [])]);
  });

  const losses = everyLoss().filter(({ config }) => config.type !== 'SoftmaxCrossEntropy');
  it.each(named(losses))('of $name', async ({ value: loss }) => {
    expect(await kinksOf(lossDerivative(loss))).toEqual([...(loss.kinks ?? [])]);
  });
});

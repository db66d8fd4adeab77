/** All steps of the recorded trainings; `pytorch.test.ts` runs the first 10. */
import { expect, it } from 'vitest';
import { PLACES } from './support/index.js';
import { train, trainingCases } from './support/pytorch.js';

it.each(
  PLACES.filter(({ dtype }) => dtype === 'float64').flatMap(({ name, backend }) =>
    trainingCases.map((one) => [`${JSON.stringify(one.config)} on ${name}`, backend, one] as const),
  ),
)('100 steps of %s', async (_, backend, one) => {
  const losses = await train(backend, one, one.losses.length);
  expect(losses).toHaveLength(100);
  for (const [at, loss] of losses.entries()) expect(Math.abs(loss - (one.losses[at] as number))).toBeLessThan(1e-9);
});

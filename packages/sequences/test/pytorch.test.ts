/** Values, gradients and trainings, compared with what PyTorch computed in float64 from the same numbers. */
import { describe, expect, it } from 'vitest';
import { PLACES } from './support/index.js';
import { differentiate, moduleCases, train, trainingCases } from './support/pytorch.js';

const places = PLACES.filter(({ dtype }) => dtype === 'float64');

/** Expects each number within 1e-9 of what was recorded, relative to the largest one or to 1. */
function expectNear(received: readonly number[] | undefined, recorded: readonly number[]): void {
  expect(received?.length).toBe(recorded.length);
  const largest = recorded.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (const [at, value] of recorded.entries()) {
    expect(Math.abs((received?.[at] as number) - value)).toBeLessThanOrEqual(1e-9 * largest);
  }
}

describe.each(places)('on $name', ({ backend }) => {
  it.each(moduleCases.map((one) => [JSON.stringify(one.config), one] as const))('%s', async (_, one) => {
    const { output, gradients } = await differentiate(backend, one);
    expectNear(output, one.output.values);
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(one.gradients).sort());
    for (const [name, recorded] of Object.entries(one.gradients)) expectNear(gradients[name], recorded);
  });

  it.each(trainingCases.map((one) => [JSON.stringify(one.config), one] as const))('10 steps of %s', async (_, one) => {
    expectNear(await train(backend, one, 10), one.losses.slice(0, 10));
  });
});

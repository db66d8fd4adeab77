import { expect, test } from 'vitest';
import { cases } from '../src/index.js';
import { failures, mutants } from './mutants/failures.js';

/** Operations on images are composed of other kernels here, and wrong where one of them is. */
const COMPOSED = ['conv2d', 'convTranspose2d', 'maxPool2d', 'averagePool2d', 'batchNorm'];

/** Long sums take their time, and shorter ones tell as much here. */
const SHORT = cases().filter(({ name, kernel }) => !/\d{5}/.test(name) && !COMPOSED.includes(kernel));

// A wrong value must not be blamed on another kernel. (Wrong ownership shows wherever a tensor is stored.)
for (const mutant of mutants.filter(({ code }) => code === 'mismatch')) {
  test(`${mutant.mistake}: other kernels still pass`, async () => {
    const others = SHORT.filter(({ kernel }, index) => !mutant.kernels.includes(kernel) && index % 60 === 0);
    expect((await failures(others, mutant)).map(({ message }) => message)).toEqual([]);
  });
}

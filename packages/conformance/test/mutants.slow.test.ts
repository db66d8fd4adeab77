import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { expect, test } from 'vitest';
import { cases } from '../src/index.js';
import { failures, mutants } from './mutants/failures.js';

/**
 * Kernels that no other is composed of here: fused ones and those on images are wrong where one of theirs is. Long sums
 * take their time, and shorter ones tell as much here.
 */
const KERNELS: ReadonlySet<string> = new Set(REQUIRED_KERNELS);
const SHORT = cases().filter(({ name, kernel }) => !/\d{5}/.test(name) && KERNELS.has(kernel));

// A wrong value must not be blamed on another kernel. (Wrong ownership shows wherever a tensor is stored.)
for (const mutant of mutants.filter(({ code }) => code === 'mismatch')) {
  test(`${mutant.mistake}: other kernels still pass`, async () => {
    const others = SHORT.filter(({ kernel }, index) => !mutant.kernels.includes(kernel) && index % 20 === 0);
    expect((await failures(others, mutant)).map(({ message }) => message)).toEqual([]);
  });
}

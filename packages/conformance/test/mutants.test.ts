import { expect, test } from 'vitest';
import { cases } from '../src/index.js';
import { failures, mutants } from './mutants/failures.js';

const ALL = cases();

for (const mutant of mutants) {
  const [kernel] = mutant.kernels;

  test(`${mutant.mistake}: found in the cases of ${kernel}`, async () => {
    const own = ALL.filter((one) => one.kernel === kernel);
    const found = await failures(own, mutant, mutant.code);
    expect(found.map(({ code }) => code)).toContain(mutant.code);
    for (const { message } of found) expect(message).toMatch(new RegExp(`^${kernel} (float32|float64|int32|uint8) `));
  });
}

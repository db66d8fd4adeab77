import { expect, test } from 'vitest';
import { type ConformanceCase, cases } from '../src/index.js';
import { failures, mutants } from './mutants/failures.js';

/** Long sums come last, since they take their time: most mistakes are found before them. */
const isLong = ({ name }: ConformanceCase): boolean => /\d{5}/.test(name);
const ALL = [...cases()].sort((a, b) => Number(isLong(a)) - Number(isLong(b)));

/** The first mistake in each kernel, and of each code; the slow tests make all of them. */
const seen = new Set<string>();
const chosen = mutants.filter(({ kernels: [kernel], code, among }) => {
  const kind = `${kernel} ${code} ${among ?? ''}`;
  const isNew = !seen.has(kind);
  seen.add(kind);
  return isNew || process.env['NABLA_SLOW'] === '1';
});

for (const mutant of chosen) {
  const [kernel] = mutant.kernels;

  test(`${mutant.mistake}: found in the cases of ${kernel}`, async () => {
    const own = ALL.filter((one) => one.kernel === kernel && (mutant.among?.test(one.name) ?? true));
    const found = await failures(own, mutant, mutant.code);
    expect(found.map(({ code }) => code)).toContain(mutant.code);
    for (const { message } of found) expect(message).toMatch(new RegExp(`^${kernel} (float32|float64|int32|uint8) `));
  });
}

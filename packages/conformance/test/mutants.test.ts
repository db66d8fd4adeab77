import type { Backend } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { expect, test } from 'vitest';
import {
  type ConformanceCase,
  type ConformanceError,
  type ConformanceErrorCode,
  cases,
  isConformanceError,
} from '../src/index.js';
import { composedFused } from './composed-fused.js';
import { kernelMistakes } from './mutants/kernels.js';
import type { Mutant } from './mutants/mutant.js';
import { optionalMistakes } from './mutants/optional.js';
import { storageMistakes } from './mutants/storage.js';

const ALL = cases();

async function build({ mutate }: Mutant): Promise<Backend> {
  const naive = await createBackend();
  const right: Backend = { ...naive, fused: composedFused(naive) };
  return { ...right, ...mutate(right) };
}

async function failureOf(one: ConformanceCase, mutant: Mutant): Promise<ConformanceError | undefined> {
  // A backend of its own: a leak in one case must not be charged to the next.
  const backend = await build(mutant);
  try {
    await one.run(backend);
    return undefined;
  } catch (error) {
    if (!isConformanceError(error)) throw error;
    return error;
  }
}

/** Failures in order; stops after the first with code `until`, where one is given. */
async function failures(
  chosen: readonly ConformanceCase[],
  mutant: Mutant,
  until?: ConformanceErrorCode,
): Promise<ConformanceError[]> {
  const found: ConformanceError[] = [];
  for (const one of chosen) {
    const failure = await failureOf(one, mutant);
    if (failure !== undefined) found.push(failure);
    if (failure?.code === until && until !== undefined) break;
  }
  return found;
}

const mutants = [...kernelMistakes, ...storageMistakes, ...optionalMistakes];

for (const mutant of mutants) {
  const [kernel] = mutant.kernels;

  test(`${mutant.mistake}: found in the cases of ${kernel}`, async () => {
    const own = ALL.filter((one) => one.kernel === kernel);
    const found = await failures(own, mutant, mutant.code);
    expect(found.map(({ code }) => code)).toContain(mutant.code);
    for (const { message } of found) expect(message).toMatch(new RegExp(`^${kernel} (float32|float64|int32|uint8) `));
  });
}

/** Long sums take their time, and shorter ones tell as much here. */
const SHORT = ALL.filter(({ name }) => !/\d{5}/.test(name));

// A wrong value must not be blamed on another kernel. (Wrong ownership shows wherever a tensor is stored.)
for (const mutant of mutants.filter(({ code }) => code === 'mismatch')) {
  test(`${mutant.mistake}: other kernels still pass`, async () => {
    const others = SHORT.filter(({ kernel }, index) => !mutant.kernels.includes(kernel) && index % 60 === 0);
    expect((await failures(others, mutant)).map(({ message }) => message)).toEqual([]);
  });
}

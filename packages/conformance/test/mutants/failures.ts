/** Wrong backends, and what the kit says of them. */
import type { Backend } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import {
  type ConformanceCase,
  type ConformanceError,
  type ConformanceErrorCode,
  isConformanceError,
} from '../../src/index.js';
import { composedFused } from '../composed-fused.js';
import { imageMistakes } from './images.js';
import { kernelMistakes } from './kernels.js';
import type { Mutant } from './mutant.js';
import { optionalMistakes } from './optional.js';
import { storageMistakes } from './storage.js';

export const mutants: readonly Mutant[] = [
  ...kernelMistakes,
  ...storageMistakes,
  ...optionalMistakes,
  ...imageMistakes,
];

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
export async function failures(
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

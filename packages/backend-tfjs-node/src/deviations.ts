/** Where TensorFlow and tfjs are known to differ from nabla's definition of a kernel. */
import { type Backend, NablaError } from '@nablajs/core';
import type { TfjsBackend } from './create-backend.js';
import { cpuDeviations } from './deviations/cpu.js';
import type { Deviation, DeviationGroup } from './deviations/deviation.js';
import { nativeDeviations } from './deviations/native.js';
import { wasmDeviations } from './deviations/wasm.js';
import type { EngineName } from './engine.js';

const BY_ENGINE: Readonly<Record<EngineName, readonly DeviationGroup[]>> = {
  native: nativeDeviations,
  wasm: wasmDeviations,
  cpu: cpuDeviations,
};

/**
 * The cases of `@nablajs/conformance` that the engine of this backend may fail, each with why and what it may do
 * instead; for TensorFlow 2.15.1 and tfjs 4.22.0. The native engine's kernels depend on the chip: it need not fail all
 * of them. Throws NablaError 'argument' for a backend of another package.
 */
export function deviations(backend: Backend): readonly Deviation[] {
  const { engine } = backend as Partial<TfjsBackend>;
  if (engine === undefined || !Object.hasOwn(BY_ENGINE, engine)) {
    throw new NablaError('argument', `deviations: expected a backend of this package. Received '${backend.name}'.`);
  }
  return BY_ENGINE[engine].flatMap(({ cases, ...declared }) => cases.map((name) => ({ case: name, ...declared })));
}

/** Known deviations of TensorFlow and tfjs from nabla's definition of a kernel. */
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
 * Returns the cases of `@nablajs/conformance` that the backend's engine may fail, each with the reason and the values
 * that are allowed instead. They are for TensorFlow 2.15.1 and tfjs 4.22.0. The native engine may pass some of them,
 * depending on the processor. Throws NablaError `argument` for a backend of another package.
 *
 * @example
 * ```ts
 * const backend = await createBackend();
 * for (const { case: name, reason } of deviations(backend)) console.log(`${name}: ${reason}`);
 * ```
 */
export function deviations(backend: Backend): readonly Deviation[] {
  const { engine } = backend as Partial<TfjsBackend>;
  if (engine === undefined || !Object.hasOwn(BY_ENGINE, engine)) {
    throw new NablaError('argument', `deviations: expected a backend of this package. Received '${backend.name}'.`);
  }
  return BY_ENGINE[engine].flatMap(({ cases, ...declared }) => cases.map((name) => ({ case: name, ...declared })));
}

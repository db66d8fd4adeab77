/** Starts a package's own gradients, which do not come from its kernels. */

import { type BackendModule, type BackendSettings, requestFor, usageError } from '@nablajs/command-line';
import type { GradientReference } from '@nablajs/gradcheck';

/** The caller disposes it. */
export interface StartedReference extends GradientReference {
  readonly description?: string;
  readonly native?: string;
  readonly notice?: string;
  dispose?(): void | Promise<void>;
}

/** Returns undefined if the package has none. Throws a CommandError (exit code 2) if it is invalid. */
export async function startReference(
  { name, module }: { readonly name: string; readonly module: BackendModule },
  settings: BackendSettings,
): Promise<StartedReference | undefined> {
  const { createGradientReference } = module;
  if (typeof createGradientReference !== 'function') return undefined;
  const value: unknown = await createGradientReference({ ...requestFor(name, settings).backendOptions });
  const reference = value as Partial<StartedReference> | undefined;
  if (typeof reference?.differentiate === 'function' && typeof reference.name === 'string') {
    return value as StartedReference;
  }
  throw usageError(`backend '${name}': createGradientReference returned an object without 'differentiate' and 'name'.`);
}

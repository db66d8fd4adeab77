/** Gradients that a backend package makes in another way than through its kernels. */

import { type BackendModule, type BackendSettings, requestFor, usageError } from '@nablajs/command-line';
import type { GradientReference } from '@nablajs/gradcheck';

/** As a package's `createGradientReference` makes it; the caller disposes it. */
export interface StartedReference extends GradientReference {
  readonly description?: string;
  readonly native?: string;
  readonly notice?: string;
  dispose?(): void | Promise<void>;
}

/** Undefined where the package exports none. Throws a CommandError, exit code 2, where it is not one. */
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
  throw usageError(`backend '${name}': what createGradientReference returned has no 'differentiate' and 'name'.`);
}

/** What a backend package declares that its backend does otherwise than the conformance kit asks. */
import type { Deviation } from '@nablajs/conformance';
import type { LoadedBackend } from './backend-resolver.js';
import { usageError } from './exit.js';

const FIELDS = ['case', 'reason', 'expected', 'received'] as const;

/** None where the package exports none. Throws a CommandError, exit code 2, for what is no list of deviations. */
export function declaredDeviations({ backend, module }: LoadedBackend): readonly Deviation[] {
  if (module.deviations === undefined) return [];
  const value: unknown = typeof module.deviations === 'function' ? module.deviations(backend) : undefined;
  const isDeviation = (entry: unknown): boolean =>
    typeof entry === 'object' &&
    entry !== null &&
    FIELDS.every((field) => typeof Reflect.get(entry, field) === 'string');
  if (Array.isArray(value) && value.every(isDeviation)) return value as Deviation[];
  throw usageError(
    `backend '${backend.name}': 'deviations' must be a function that returns a list of { ${FIELDS.join(', ')} }, all texts.`,
  );
}

import type { Backend, DType } from '@nablajs/core';
import { ConformanceError, isConformanceError } from './error.js';
import { lacksDType } from './gates.js';

/** One thing that a backend must do. */
export interface ConformanceCase {
  /** Unique and stable: `matmul float32 17x5x3 transposeA`. */
  readonly name: string;
  /** The method of `Backend` under test: `matmul`, `csr.matmul`, `fused.dense`, `storage`, or what core composes: `softmax`. */
  readonly kernel: string;
  /** Of the operands. */
  readonly dtype: DType;
  /** Every dtype that takes part; a backend that does not declare one of the float ones cannot run the case. */
  readonly dtypes: readonly DType[];
  /** Why the backend cannot run this case (it lacks an optional kernel or a dtype), or undefined where it can. */
  notApplicable(backend: Backend): string | undefined;
  /**
   * Resolves if the backend conforms, else rejects with a ConformanceError. Never passes where `notApplicable` has a
   * reason: it rejects with code `not-applicable`. Run one case at a time on a backend, or its memory counts mix.
   */
  run(backend: Backend): Promise<void>;
}

/** What a case is made of; `defineCase` adds the checks that all cases share. */
export interface CaseDefinition {
  readonly kernel: string;
  readonly dtype: DType;
  /** The rest of the name. */
  readonly label: string;
  /** Where other dtypes take part. */
  readonly alsoNeeds?: readonly DType[];
  /** Where an operand is in CSR layout although the kernel is not of that group. */
  readonly needsCsr?: boolean;
  /** Throws a ConformanceError on the first deviation. Must release all that it makes. */
  body(backend: Backend): Promise<void>;
}

function lacks(backend: Backend, kernel: string, dtypes: readonly DType[], needsCsr: boolean): string | undefined {
  const dtype = lacksDType(backend.dtypes, dtypes);
  if (dtype !== undefined) return `backend '${backend.name}' does not declare ${dtype}`;
  const [group, name = ''] = kernel.split('.');
  if ((needsCsr || group === 'csr') && backend.csr === undefined) return `backend '${backend.name}' has no CSR kernels`;
  if (group !== 'fused') return undefined;
  const fused: Readonly<Record<string, unknown>> = { ...backend.fused };
  return fused[name] === undefined ? `backend '${backend.name}' has no fused kernel ${name}` : undefined;
}

export function defineCase(definition: CaseDefinition): ConformanceCase {
  const { kernel, dtype, label, alsoNeeds = [], needsCsr = false, body } = definition;
  const name = `${kernel} ${dtype} ${label}`;
  const dtypes = [dtype, ...alsoNeeds];
  const notApplicable = (backend: Backend): string | undefined => lacks(backend, kernel, dtypes, needsCsr);
  const run = async (backend: Backend): Promise<void> => {
    const reason = notApplicable(backend);
    if (reason !== undefined) throw new ConformanceError('not-applicable', `${name}: ${reason}.`);
    const before = backend.memory();
    await named(name, () => body(backend));
    const after = backend.memory();
    if (after.buffers !== before.buffers || after.bytes !== before.bytes) {
      throw new ConformanceError(
        'memory',
        `${name}: everything was released, yet memory() went from ${before.buffers} buffers of ${before.bytes} bytes ` +
          `to ${after.buffers} of ${after.bytes}.`,
      );
    }
  };
  return { name, kernel, dtype, dtypes, notApplicable, run };
}

/** Puts the case's name before a deviation; wraps whatever else is thrown. */
async function named(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (cause) {
    if (isConformanceError(cause)) throw new ConformanceError(cause.code, `${name}: ${cause.message}`);
    const message = cause instanceof Error ? cause.message : String(cause);

    throw new ConformanceError('threw', `${name}: the backend threw: ${message}`, { cause });
  }
}

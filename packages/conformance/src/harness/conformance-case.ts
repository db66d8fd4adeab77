import type { Backend, DType, Shape, TypedArray } from '@nablajs/core';
import { ConformanceError, isConformanceError } from '../error.js';
import { type Gate, lacksDType } from '../tolerances/gates.js';
import type { Permits } from '../tolerances/permission.js';

/** One output of a kernel on some backend. */
export interface Observation {
  readonly values: TypedArray;
  readonly shape: Shape;
  /** How far another backend's output may be from this one. */
  readonly gate: Gate;
}

/** The optional groups of kernels. */
export type KernelGroup = 'csr' | 'fused';

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
  /** The optional groups that take part. */
  readonly groups: readonly KernelGroup[];
  /** Why the backend cannot run this case (it lacks an optional kernel or a dtype), or undefined where it can. */
  notApplicable(backend: Backend): string | undefined;
  /**
   * Resolves if the backend conforms, else rejects with a ConformanceError. Never passes where `notApplicable` has a
   * reason: it rejects with code `not-applicable`. Run one case at a time on a backend, or its memory counts mix.
   * Where `permits` is given, elements may also be what that permits; a case that is not `permissible` takes no notice.
   */
  run(backend: Backend, permits?: Permits): Promise<void>;
  /** Whether a declared deviation may name it: it holds the elements of one kernel's results. */
  readonly permissible: boolean;
  /**
   * What the kernel gives on this backend, unjudged, for a comparison of two backends. Absent where the case is not
   * about values: storage. Rejects as `run` does, except with code `mismatch` for an element.
   */
  readonly observe?: (backend: Backend) => Promise<readonly Observation[]>;
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
  /** Throws a ConformanceError on the first deviation that `permits` does not cover. Must release all that it makes. */
  body(backend: Backend, permits?: Permits): Promise<void>;
  /** Where `body` looks at `permits`. Default false. */
  readonly permissible?: boolean;
  /** Runs the kernel once. Must release all that it makes. */
  readonly observe?: (backend: Backend) => Promise<readonly Observation[]>;
}

function lacks(
  backend: Backend,
  { kernel, dtypes, groups }: Pick<ConformanceCase, 'kernel' | 'dtypes' | 'groups'>,
): string | undefined {
  const dtype = lacksDType(backend.dtypes, dtypes);
  if (dtype !== undefined) return `backend '${backend.name}' does not declare ${dtype}`;
  if (groups.includes('csr') && backend.csr === undefined) return `backend '${backend.name}' has no CSR kernels`;
  if (!groups.includes('fused')) return undefined;
  const fused: Readonly<Record<string, unknown>> = { ...backend.fused };
  const [, name = ''] = kernel.split('.');
  return fused[name] === undefined ? `backend '${backend.name}' has no fused kernel ${name}` : undefined;
}

function groupsOf(kernel: string, needsCsr: boolean): KernelGroup[] {
  const csr = needsCsr || kernel.startsWith('csr.');
  return [...(csr ? (['csr'] as const) : []), ...(kernel.startsWith('fused.') ? (['fused'] as const) : [])];
}

export function defineCase(definition: CaseDefinition): ConformanceCase {
  const { kernel, dtype, label, alsoNeeds = [], needsCsr = false, permissible = false, body, observe } = definition;
  const name = `${kernel} ${dtype} ${label}`;
  const dtypes = [dtype, ...alsoNeeds];
  const groups = groupsOf(kernel, needsCsr);
  const notApplicable = (backend: Backend): string | undefined => lacks(backend, { kernel, dtypes, groups });
  const guarded = <T>(backend: Backend, work: (backend: Backend) => Promise<T>): Promise<T> =>
    named(name, () => {
      const reason = notApplicable(backend);
      if (reason !== undefined) throw new ConformanceError('not-applicable', `${reason}.`);
      return work(backend);
    });
  return {
    name,
    kernel,
    dtype,
    dtypes,
    groups,
    notApplicable,
    permissible,
    run: (backend, permits) => guarded(backend, () => withoutLeak(backend, () => body(backend, permits))),
    ...(observe === undefined ? {} : { observe: (backend) => guarded(backend, observe) }),
  };
}

async function withoutLeak(backend: Backend, body: () => Promise<void>): Promise<void> {
  const before = backend.memory();
  await body();
  const after = backend.memory();
  if (after.buffers === before.buffers && after.bytes === before.bytes) return;
  throw new ConformanceError(
    'memory',
    `everything was released, yet memory() went from ${before.buffers} buffers of ${before.bytes} bytes ` +
      `to ${after.buffers} of ${after.bytes}.`,
  );
}

/** Puts the case's name before a deviation; wraps whatever else is thrown. */
async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isConformanceError(cause)) throw new ConformanceError(cause.code, `${name}: ${cause.message}`, cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConformanceError('threw', `${name}: the backend threw: ${message}`, { cause });
  }
}

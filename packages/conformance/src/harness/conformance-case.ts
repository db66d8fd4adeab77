import type { Backend, DType, Shape, TypedArray } from '@nablajs/core';
import { ConformanceError, isConformanceError } from '../error.js';
import { type Gate, lacksDType } from '../tolerances/gates.js';
import type { Permits } from '../tolerances/permission.js';

/** One output of a kernel on a backend. */
export interface Observation {
  readonly values: TypedArray;
  readonly shape: Shape;
  /** How far another backend's output may be from this one. */
  readonly gate: Gate;
}

/** The optional groups of kernels. */
export type KernelGroup = 'csr' | 'conv' | 'pool' | 'integers' | 'fused';

/** One requirement for backends, as a test. */
export interface ConformanceCase {
  /** Unique and stable: `matmul float32 17x5x3 transposeA`. */
  readonly name: string;
  /**
   * What the case tests: a method of `Backend` (`matmul`, `csr.matmul`, `conv.forward`, `fused.dense`), `storage`, or a
   * composition of core (`softmax`).
   */
  readonly kernel: string;
  /** The dtype of the operands. */
  readonly dtype: DType;
  /** Every dtype that the case needs. */
  readonly dtypes: readonly DType[];
  /** The optional groups that the case needs. */
  readonly groups: readonly KernelGroup[];
  /** Returns why the backend cannot run this case (no such optional kernel or dtype), or undefined if it can. */
  notApplicable(backend: Backend): string | undefined;
  /**
   * Resolves if the backend conforms, else rejects with a ConformanceError; with code `not-applicable` if the backend
   * cannot run it. Run one case at a time, because cases compare `memory()`. With `permits`, elements may also be what
   * that permits.
   */
  run(backend: Backend, permits?: Permits): Promise<void>;
  /** Whether a deviation may be declared for it: whether it compares the elements of one kernel's results. */
  readonly permissible: boolean;
  /**
   * Returns what the kernel computes on this backend, without judging it, to compare two backends. Undefined if the
   * case is not about values (storage). Rejects as `run` does, except with code `mismatch` for an element.
   */
  readonly observe?: (backend: Backend) => Promise<readonly Observation[]>;
}

/** Defines a case; `defineCase` adds the checks that all cases share. */
export interface CaseDefinition {
  readonly kernel: string;
  readonly dtype: DType;
  /** The rest of the name. */
  readonly label: string;
  /** Other dtypes that the case needs. */
  readonly alsoNeeds?: readonly DType[];
  /** True if an operand is CSR although the kernel is not of that group. */
  readonly needsCsr?: boolean;
  /** Throws a ConformanceError for the first deviation that `permits` does not cover. Must release what it creates. */
  body(backend: Backend, permits?: Permits): Promise<void>;
  /** Whether `body` uses `permits`. Default: false. */
  readonly permissible?: boolean;
  /** Runs the kernel once. Must release what it creates. */
  readonly observe?: (backend: Backend) => Promise<readonly Observation[]>;
}

/** The names of the optional groups in messages. */
const GROUPS: Readonly<Record<KernelGroup, string>> = {
  csr: 'CSR',
  conv: 'convolution',
  pool: 'pooling',
  integers: 'int32',
  fused: 'fused',
};

function lacks(
  backend: Backend,
  { kernel, dtypes, groups }: Pick<ConformanceCase, 'kernel' | 'dtypes' | 'groups'>,
): string | undefined {
  const dtype = lacksDType(backend.dtypes, dtypes);
  if (dtype !== undefined) return `backend '${backend.name}' does not declare ${dtype}`;
  const missing = groups.find((group) => group !== 'fused' && backend[group] === undefined);
  if (missing !== undefined) return `backend '${backend.name}' has no ${GROUPS[missing]} kernels`;
  if (!groups.includes('fused')) return undefined;
  const fused: Readonly<Record<string, unknown>> = { ...backend.fused };
  const [, name = ''] = kernel.split('.');
  return fused[name] === undefined ? `backend '${backend.name}' has no fused kernel ${name}` : undefined;
}

function groupsOf(kernel: string, needsCsr: boolean): KernelGroup[] {
  const groups = Object.keys(GROUPS) as KernelGroup[];
  return groups.filter((group) => kernel.startsWith(`${group}.`) || (group === 'csr' && needsCsr));
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

/** Adds the case's name to a ConformanceError, and wraps other errors in one. */
async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isConformanceError(cause)) throw new ConformanceError(cause.code, `${name}: ${cause.message}`, cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConformanceError('threw', `${name}: the backend threw: ${message}`, { cause });
  }
}

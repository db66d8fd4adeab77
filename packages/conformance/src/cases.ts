import type { DType, FloatDType } from '@nablajs/core';
import { composedCases } from './cases/composed.js';
import { crossEntropyCases } from './cases/cross-entropy.js';
import { csrCases } from './cases/csr.js';
import { denseCases } from './cases/dense.js';
import { edgeCases } from './cases/edges.js';
import { elementwiseCases } from './cases/elementwise.js';
import { finiteCheckCases } from './cases/finite-check.js';
import { indexingCases } from './cases/indexing.js';
import { matmulCases } from './cases/matmul.js';
import { matmulBatchCases } from './cases/matmul-batches.js';
import { movementCases } from './cases/movement.js';
import { networkCases } from './cases/network.js';
import { normalCdfCases } from './cases/normal-cdf.js';
import { numberCases } from './cases/numbers.js';
import { optimizerCases } from './cases/optimizers.js';
import { reductionCases } from './cases/reductions.js';
import { scatterAddCases } from './cases/scatter-add.js';
import { storageCases } from './cases/storage.js';
import { unaryCases } from './cases/unary.js';
import type { ConformanceCase } from './harness/conformance-case.js';
import { DEFAULT_ULPS, lacksDType, type UlpGates } from './tolerances/gates.js';

/** Which cases, and how strict. */
export interface CasesOptions {
  /**
   * Leaves out the cases of float dtypes that are not listed: those that the backend declares. A backend fits here as it
   * is: `cases(backend)`. All where absent.
   */
  readonly dtypes?: readonly DType[];
  /** Only the cases of these, as their `kernel` has it: `matmul`, `fused.dense`, `storage`. All where absent. */
  readonly kernels?: readonly string[];
  /** Only the cases whose name contains this text, in upper or lower case: `matmul float64 17x5x3`. All where absent. */
  readonly filter?: string;
  /** Largest errors of the kernels of one argument: `DEFAULT_ULPS`, or what your backend promises beyond it. */
  readonly ulps?: UlpGates;
}

const FLOATS: readonly FloatDType[] = ['float32', 'float64'];

/** Every case, by the largest errors that are asked for: to make them takes a twentieth of a second. */
const lists = new WeakMap<UlpGates, readonly ConformanceCase[]>();

function allCases(ulps: UlpGates): readonly ConformanceCase[] {
  const known = lists.get(ulps);
  if (known !== undefined) return known;
  const all = [
    ...storageCases(),
    ...FLOATS.flatMap(matmulCases),
    ...FLOATS.flatMap(matmulBatchCases),
    ...FLOATS.flatMap(elementwiseCases),
    ...FLOATS.flatMap(numberCases),
    ...FLOATS.flatMap((dtype) => unaryCases(dtype, ulps)),
    ...FLOATS.flatMap(reductionCases),
    ...movementCases(),
    ...indexingCases(),
    ...FLOATS.flatMap(scatterAddCases),
    ...FLOATS.flatMap(composedCases),
    ...FLOATS.flatMap(edgeCases),
    ...FLOATS.flatMap(normalCdfCases),
    ...FLOATS.flatMap(csrCases),
    ...FLOATS.flatMap(denseCases),
    ...FLOATS.flatMap(crossEntropyCases),
    ...FLOATS.flatMap(optimizerCases),
    ...FLOATS.flatMap(finiteCheckCases),
    ...FLOATS.flatMap(networkCases),
  ];
  lists.set(ulps, all);
  return all;
}

/**
 * Every case, in the order of `backend.ts`. The optional kernels are included whether or not a backend has them: ask
 * `notApplicable(backend)` before `run`.
 */
export function cases(options: CasesOptions = {}): readonly ConformanceCase[] {
  const { dtypes = FLOATS, kernels, filter = '', ulps = DEFAULT_ULPS } = options;
  const text = filter.toLowerCase();
  const isChosen = ({ name, kernel }: ConformanceCase): boolean =>
    (kernels?.includes(kernel) ?? true) && name.toLowerCase().includes(text);
  return allCases(ulps).filter((one) => isChosen(one) && lacksDType(dtypes, one.dtypes) === undefined);
}

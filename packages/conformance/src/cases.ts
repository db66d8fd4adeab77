import type { DType, FloatDType } from '@nablajs/core';
import { addBlockCases, addRowsCases } from './cases/add-in-place.js';
import { attentionCases } from './cases/attention.js';
import { batchNormCases } from './cases/batch-norm.js';
import { composedCases } from './cases/composed.js';
import { convCases } from './cases/conv.js';
import { convOneSignCases } from './cases/conv-one-sign.js';
import { crossEntropyCases } from './cases/cross-entropy.js';
import { csrCases } from './cases/csr.js';
import { denseCases } from './cases/dense.js';
import { dropoutMaskCases } from './cases/dropout-mask.js';
import { edgeCases } from './cases/edges.js';
import { elementwiseCases } from './cases/elementwise.js';
import { finiteCheckCases } from './cases/finite-check.js';
import { imageOperationCases } from './cases/image-ops.js';
import { indexingCases } from './cases/indexing.js';
import { integerCases } from './cases/integers.js';
import { lstmCases } from './cases/lstm.js';
import { matmulCases } from './cases/matmul.js';
import { matmulBatchCases } from './cases/matmul-batches.js';
import { movementCases } from './cases/movement.js';
import { nanGradientCases } from './cases/nan-gradients.js';
import { networkCases } from './cases/network.js';
import { normalCdfCases } from './cases/normal-cdf.js';
import { numberCases } from './cases/numbers.js';
import { optimizerCases } from './cases/optimizers.js';
import { poolCases } from './cases/pool.js';
import { reductionCases } from './cases/reductions.js';
import { scatterAddCases } from './cases/scatter-add.js';
import { sequenceCases } from './cases/sequences.js';
import { storageCases } from './cases/storage.js';
import { topKCases } from './cases/top-k.js';
import { unaryCases } from './cases/unary.js';
import type { ConformanceCase } from './harness/conformance-case.js';
import { DEFAULT_ULPS, lacksDType, type UlpGates } from './tolerances/gates.js';

/** Which cases to run, and how strictly. */
export interface CasesOptions {
  /** Leaves out the cases of other float dtypes. A backend fits here. Default: all. */
  readonly dtypes?: readonly DType[];
  /** Only the cases of these kernels: `matmul`, `fused.dense`, `storage`. Default: all. */
  readonly kernels?: readonly string[];
  /**
   * Only the cases whose name contains this text, ignoring case: `matmul float64 17x5x3`. Default: all.
   */
  readonly filter?: string;
  /** Largest errors of exp, log and the like, if your backend promises stricter ones. Default: `DEFAULT_ULPS`. */
  readonly ulps?: UlpGates;
}

/** `cases` itself takes any object with these, such as a backend. */
export const CASES_OPTIONS: readonly (keyof CasesOptions)[] = ['dtypes', 'kernels', 'filter', 'ulps'];

const FLOATS: readonly FloatDType[] = ['float32', 'float64'];

/** By the ULP gates: creating them takes a twentieth of a second. */
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
    ...FLOATS.flatMap(nanGradientCases),
    ...FLOATS.flatMap(normalCdfCases),
    ...FLOATS.flatMap(imageOperationCases),
    ...FLOATS.flatMap(csrCases),
    ...FLOATS.flatMap(convCases),
    ...FLOATS.flatMap(convOneSignCases),
    ...FLOATS.flatMap(poolCases),
    ...FLOATS.flatMap(denseCases),
    ...FLOATS.flatMap(crossEntropyCases),
    ...FLOATS.flatMap(optimizerCases),
    ...FLOATS.flatMap(attentionCases),
    ...FLOATS.flatMap(lstmCases),
    ...FLOATS.flatMap(batchNormCases),
    ...FLOATS.flatMap(dropoutMaskCases),
    ...FLOATS.flatMap(finiteCheckCases),
    ...FLOATS.flatMap(addBlockCases),
    ...FLOATS.flatMap(addRowsCases),
    ...FLOATS.flatMap(topKCases),
    ...integerCases(),
    ...FLOATS.flatMap(sequenceCases),
    ...FLOATS.flatMap(networkCases),
  ];
  lists.set(ulps, all);
  return all;
}

/**
 * Lists every case, in the order of `backend.ts`. Cases of optional kernels are included: call `notApplicable(backend)`
 * before `run`.
 *
 * @example
 * ```ts
 * for (const one of cases(backend)) {
 *   if (one.notApplicable(backend) === undefined) await one.run(backend);
 * }
 * ```
 */
export function cases(options: CasesOptions = {}): readonly ConformanceCase[] {
  const { dtypes = FLOATS, kernels, filter = '', ulps = DEFAULT_ULPS } = options;
  const text = filter.toLowerCase();
  const isChosen = ({ name, kernel }: ConformanceCase): boolean =>
    (kernels?.includes(kernel) ?? true) && name.toLowerCase().includes(text);
  return allCases(ulps).filter((one) => isChosen(one) && lacksDType(dtypes, one.dtypes) === undefined);
}

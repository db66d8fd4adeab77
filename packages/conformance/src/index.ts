export { type CasesOptions, cases } from './cases.js';
export {
  type ComparedElement,
  type CompareOptions,
  compareBackends,
  type KernelComparison,
} from './compare-backends.js';
export { ConformanceError, type ConformanceErrorCode, isConformanceError } from './error.js';
export type { ConformanceCase, KernelGroup, Observation } from './harness/conformance-case.js';
export type { UnaryKernel } from './harness/literals.js';
export {
  type CaseResult,
  type CaseStatus,
  type ConformanceReport,
  type RunOptions,
  runConformance,
} from './run-conformance.js';
export { type DeclareDeviations, type Deviation, MAXIMUM_DECLARED } from './tolerances/deviation.js';
export { DEFAULT_ULPS, describeGates, type Gate, STRICT_ULPS, type UlpGates, WASM_ULPS } from './tolerances/gates.js';
export type { Permission, Permits } from './tolerances/permission.js';

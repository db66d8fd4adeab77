export { type CasesOptions, cases } from './cases.js';
export {
  type ComparedElement,
  type CompareOptions,
  compareBackends,
  type KernelComparison,
} from './compare-backends.js';
export type { ConformanceCase, KernelGroup, Observation } from './conformance-case.js';
export { type DeclareDeviations, type Deviation, MAXIMUM_DECLARED } from './deviation.js';
export { ConformanceError, type ConformanceErrorCode, isConformanceError } from './error.js';
export { DEFAULT_ULPS, describeGates, type Gate, STRICT_ULPS, type UlpGates } from './gates.js';
export type { UnaryKernel } from './literals.js';
export type { Permission, Permits } from './permission.js';
export {
  type CaseResult,
  type CaseStatus,
  type ConformanceReport,
  type RunOptions,
  runConformance,
} from './run-conformance.js';

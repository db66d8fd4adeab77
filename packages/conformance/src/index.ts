export { type CasesOptions, cases } from './cases.js';
export type { ConformanceCase } from './conformance-case.js';
export { ConformanceError, type ConformanceErrorCode, isConformanceError } from './error.js';
export { DEFAULT_ULPS, STRICT_ULPS, type UlpGates } from './gates.js';
export type { UnaryKernel } from './literals.js';
export { type PlannedCase, type PlanOptions, plan, type Skip } from './plan.js';

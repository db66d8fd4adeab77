export { checkCase, type GradientCase, gradientCases } from './cases.js';
export {
  backendReference,
  type GradientProblem,
  type GradientReference,
  type ReferenceGradients,
} from './comparison/reference.js';
export { drawParameters, gradcheck } from './gradcheck.js';
export { checkOperation, type OperationCase, operationCases } from './operation-cases.js';
export { GATES, type Gate, type GradcheckOptions, MAXIMUM_MOVED } from './options.js';
export { type ElementReport, formatReport, type GradcheckReport, type TensorReport } from './report.js';
export type { DifferentiableFunction } from './subjects/function-subject.js';

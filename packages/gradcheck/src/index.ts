export { checkCase, type GradientCase, gradientCases } from './cases.js';
export type { DifferentiableFunction } from './function-subject.js';
export { drawParameters, gradcheck } from './gradcheck.js';
export { checkOperation, type OperationCase, operationCases } from './operation-cases.js';
export { GATES, type Gate, type GradcheckOptions, MAXIMUM_MOVED } from './options.js';
export {
  backendReference,
  type GradientProblem,
  type GradientReference,
  type ReferenceGradients,
} from './reference.js';
export { type ElementReport, formatReport, type GradcheckReport, type TensorReport } from './report.js';

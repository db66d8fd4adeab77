export { type BackendOptions, createBackend, type TfjsBackend } from './create-backend.js';
export type { Deviation } from './deviations/deviation.js';
export { deviations } from './deviations.js';
export { ENGINES, type EngineName } from './engine.js';
export type { GradientProblem } from './gradients/gradient-problem.js';
export {
  createGradientReference,
  type GradientReference,
  type GradientReferenceOptions,
  type ReferenceGradients,
} from './gradients/gradient-reference.js';

export { type BackendOptions, createBackend } from './create-backend.js';
export { type Deviation, deviations } from './deviations.js';

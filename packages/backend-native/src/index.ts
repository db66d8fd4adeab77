export { type BackendOptions, createBackend } from './create-backend.js';
export { measurePeaks, type Peak } from './peaks.js';

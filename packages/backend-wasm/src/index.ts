export { createBackend } from './create-backend.js';
export type { BackendOptions } from './start.js';

export type { BackendOptions } from './assemble.js';
export { createBackend } from './create-backend.js';

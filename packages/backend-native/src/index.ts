export { type BackendOptions, createBackend } from './create-backend.js';

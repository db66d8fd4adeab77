export * from './compare.js';
export * from './naive-backend.js';

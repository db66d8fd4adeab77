/** What the commands of nabla have in common, for the other apps of this repository: no public interface. */
export * from './backend-catalog.js';
export * from './backend-resolver.js';
export * from './commands/count-option.js';
export * from './counting-bar.js';
export * from './data.js';
export * from './exit.js';
export * from './interruption.js';
export * from './output.js';
export { duration } from './progress.js';
export * from './suggestion.js';
export * from './table.js';

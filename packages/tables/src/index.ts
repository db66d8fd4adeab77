/** Learns tables: cross-fitted ensembles of small networks. */
export * from './calibrate.js';
export * from './cross-fit.js';
export * from './ensemble.js';
export * from './folds.js';
export * from './intervals.js';
export * from './member-rows.js';

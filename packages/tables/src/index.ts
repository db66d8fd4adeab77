/** Learns tables: cross-fitted ensembles of small networks. */
export * from './calibrate.js';
export * from './columns.js';
export * from './ensemble.js';
export * from './explain.js';
export { countFolds, type FoldCounts, type FoldWishes } from './folds.js';
export * from './layers.js';
export type { EncodedTable } from './member-rows.js';
export type { Member, Recipe, TableTask, TrainedMembers } from './members.js';
export * from './piecewise-linear.js';
export { type LearnedTable, type LearnOptions, learnTable, type SearchProgress, type Trial } from './search.js';
export { groupsOf, MAX_CATEGORIES, MAX_WORDS, timesOf } from './table-rows.js';
export { BAG_SIZE, type BagInput } from './text/bags.js';
export * from './text/text-bags.js';
export * from './train-table.js';

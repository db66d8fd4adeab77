/** Metrics for `evaluate` and for validation, and confusion matrices. */
export { Accuracy, BinaryAccuracy, TopKAccuracy, type TopKAccuracyOptions } from './accuracy.js';
export { accuracy, type ClassReport, type ConfusionMatrix, classReports, confusionMatrix } from './confusion-matrix.js';
export type { TrainingBatch } from './in-training.js';
export type { DecisionOptions, Metric, MetricOptions, MetricSum } from './metric.js';
export { type ClassMetricOptions, F1, Precision, Recall } from './precision-recall.js';
export { MAE, R2, RMSE } from './regression.js';
export { RocAuc } from './roc-auc.js';

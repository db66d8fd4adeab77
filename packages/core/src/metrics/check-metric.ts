import { unexpected } from '../validation/describe.js';
import { checkKind, type Kind } from '../validation/kinds.js';
import type { Metric } from './metric.js';

// biome-ignore format: a name is no line
const METRIC_NAMES = [
  'Accuracy', 'BinaryAccuracy', 'TopKAccuracy', 'Precision', 'Recall', 'F1', 'RocAuc', 'MAE', 'RMSE', 'R2',
] as const;

const METRIC: Kind = {
  what: 'a metric',
  example: 'new Accuracy()',
  methods: ['start'],
  names: METRIC_NAMES,
  aliases: { acc: 'Accuracy', auc: 'RocAuc', topk: 'TopKAccuracy', f1score: 'F1', meanabsoluteerror: 'MAE' },
};

export function checkMetric(op: string, metric: Metric): void {
  checkKind(`${op} metrics`, metric, METRIC);
  if (typeof metric.name === 'string' && metric.name !== '') return;
  throw unexpected(`${op} metrics`, 'a metric with a name', metric.name);
}

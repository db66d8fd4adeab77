/** The state of the dashboard in the eighth of ten epochs. */
import type { DashboardState } from '../../src/dashboard/dashboard-text.js';

const ROWS_PER_EPOCH = 1000;

const points = (every: number, count: number, y: (x: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ x: (index + 1) * every, y: y((index + 1) * every) }));

export const STATE: DashboardState = {
  run: 'runs/2026-01-02T03-04-05-table',
  ...{ epoch: 8, epochs: 10, step: 5, steps: 10, rows: 7500, rowsBefore: 0, totalRows: 10_000 },
  seconds: 75,
  learningRate: 0.000123456,
  training: points(100, 75, (x) => 2 / (1 + x / 500)),
  validation: points(ROWS_PER_EPOCH, 7, (x) => 0.5 + ((x - 4000) / 4000) ** 2),
  testName: 'validation',
  score: { name: 'accuracy', points: points(ROWS_PER_EPOCH, 7, (x) => 0.9 + x / 100_000) },
  best: { epoch: 4, loss: 0.5 },
  message: 'checkpoint kept',
};

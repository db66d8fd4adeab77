import { expect, it } from 'vitest';
import type { Report } from '../../src/lab/report.js';
import { added, lossCount, type RunView } from '../../src/ui/parts/run-view.js';

const position = { epoch: 1, epochs: 2, step: 3, steps: 4 };
const view: RunView = {
  ...{ state: 'training', position, logs: [{ loss: 1 }], losses: [2], picture: { confusion: [[1]] } },
  digest: 'abc',
  loss: 0.5,
};

it('reports add up: logs grow, pictures change in parts, an old digest goes', () => {
  const report: Report = {
    ...{ state: 'paused', position: { ...position, step: 4 }, logs: [{ loss: 0.7 }], losses: [0.7] },
    picture: { mistakes: [] },
  };
  expect(added(view, report)).toEqual({
    ...{ state: 'paused', position: { ...position, step: 4 }, logs: [{ loss: 1 }, { loss: 0.7 }] },
    losses: [2, 0.7],
    picture: { confusion: [[1]], mistakes: [] },
    ...{ digest: undefined, loss: 0.5 },
  });
});

it('a training has at most 400 mean losses, one for each step if it is short', () => {
  const of = (epochs: number, steps: number): number =>
    lossCount({ ...view, position: { ...position, epochs, steps } });
  expect([of(0, 0), of(2, 4), of(100, 4), of(100, 5), of(10, 157)]).toEqual([1, 8, 400, 250, 392]);
});

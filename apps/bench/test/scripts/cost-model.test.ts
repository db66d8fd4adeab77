/** The cost model on numbers that one can check by hand. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  fitComputing,
  fitSums,
  type Measured,
  predictHere,
  project,
  sumOnNetwork,
  takeover,
} from '../../scripts/cost-model/model.mjs';
import { costModelPage } from '../../scripts/cost-model/page.mjs';
import { speedChart } from '../../scripts/cost-model/speed-chart.mjs';

const of = (value: number): [number, number, number] => [0.9 * value, value, 1.1 * value];

/** A million parameters; a step takes 1 ms and 2 ms for each row. */
const WORKLOAD = {
  title: 'MLP, batch of 128',
  batchSize: 128,
  parameters: 1e6,
  measured: [1, 2, 4].map((ranks) => ({ ranks, milliseconds: of(300 / ranks) })),
  computing: [1, 2, 4].map((ranks) => ({ ranks, milliseconds: of(1 + 256 / ranks) })),
  shares: [128, 64, 1].map((rows) => ({ rows, milliseconds: of(1 + 2 * rows) })),
};

/** A sum takes 0.5 ms and, on two ranks, 1 ms for a megabyte; on four ranks four times as long. */
const MEASURED: Measured = {
  ...{ created: '2026-01-02T03:04:05Z', cpu: 'a processor', cores: 2, library: 'Open MPI 4.1.4', load: [0.1, 0.2] },
  sums: [2, 4].flatMap((ranks) =>
    [0, 1e6, 16e6].map((bytes) => ({ ranks, bytes, milliseconds: of(0.5 + (bytes * (ranks === 2 ? 1 : 4)) / 1e6) })),
  ),
  workloads: [WORKLOAD],
};

it('fits the time of a sum', () => {
  expect(fitSums(MEASURED.sums, 2)).toEqual({ latency: 0.5, perByte: 1e-6 });
  expect(fitSums(MEASURED.sums, 4)).toEqual({ latency: 0.5, perByte: 4e-6 });
  expect(() => fitSums(MEASURED.sums, 8)).toThrow('expected sums on 8 ranks');
});

it('predicts steps on this machine, whose cores four ranks share', () => {
  expect(predictHere(MEASURED, WORKLOAD, 1)).toEqual({ compute: 257, communicate: 0, step: 257 });
  expect(predictHere(MEASURED, WORKLOAD, 2)).toEqual({ compute: 129, communicate: 4.5, step: 133.5 });
  expect(predictHere(MEASURED, WORKLOAD, 4)).toEqual({ compute: 130, communicate: 16.5, step: 146.5 });
});

it('projects a sum to a network', () => {
  const network = { bytesPerSecond: 1e9, latencySeconds: 1e-3 };
  expect(sumOnNetwork(MEASURED, 4e6, 1, network)).toBe(0);
  // 2 messages of 1 ms; 4 MB, each megabyte 1 ms on the network and 1 ms in memory.
  expect(sumOnNetwork(MEASURED, 4e6, 2, network)).toBeCloseTo(0.5 + 2 + 8, 10);
  expect(sumOnNetwork(MEASURED, 4e6, 4, network)).toBeCloseTo(0.5 + 4 + 12, 10);
  // A short array is sent as a whole, once for each doubling of the ranks.
  expect(sumOnNetwork(MEASURED, 1000, 1024, network)).toBeCloseTo(0.5 + 10 + 10 * 0.002, 10);
});

it('fits what a rank computes', () => {
  const { fixed, perRow } = fitComputing(WORKLOAD);
  expect([fixed, perRow]).toEqual([expect.closeTo(1, 10), expect.closeTo(2, 10)]);
});

it('projects a batch that all ranks share, up to a row for each', () => {
  const points = project(MEASURED, WORKLOAD, 'fixed');
  expect(points.map(({ ranks }) => ranks)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(points[1]).toMatchObject({
    compute: expect.closeTo(129, 8),
    communicate: expect.closeTo(0.5 + 0.01 + 4 * 1.08, 10),
  });
  // At 64 ranks a step computes 5 ms and communicates 8.9 ms; at 32 it is 9 and 8.9.
  expect(takeover(points)).toBe(64);
  expect(takeover(project(MEASURED, WORKLOAD, 'fixed', { batch: 8 }))).toBe(256);
  expect(takeover(project(MEASURED, WORKLOAD, 'fixed', { computing: 16 }))).toBe(4);
});

it('projects a batch that grows with the ranks', () => {
  const points = project(MEASURED, WORKLOAD, 'rows');
  expect(points.at(-1)).toMatchObject({ ranks: 1024, compute: expect.closeTo(257, 8) });
  expect(takeover(points)).toBeUndefined();
  const [overlapped, half] = [{ overlap: true }, { bytes: 0.5 }].map((change) =>
    project(MEASURED, WORKLOAD, 'rows', change).at(-1),
  );
  expect(overlapped?.step).toBeCloseTo(257, 8);
  expect(half?.communicate).toBeLessThan(points.at(-1)?.communicate ?? 0);
});

it('draws a page that says what is a projection', () => {
  const page = costModelPage(MEASURED);
  expect(page).toContain('This is a projection, not a measurement.');
  expect(page.match(/aria-label="Milliseconds per step by ranks, measured and predicted/g)).toHaveLength(1);
  expect(page.match(/aria-label="Projection: milliseconds per step by ranks/g)).toHaveLength(2);
  expect(page).toContain('<td class="number">134 ms</td>');
});

it('has drawn the picture of the guide from the measurements beside it', () => {
  const read = (name: string) => readFileSync(new URL(`../../../../docs/images/${name}`, import.meta.url), 'utf8');
  expect(speedChart(JSON.parse(read('many-machines.json'))) === read('many-machines.svg')).toBe(true);
});

import { dense, Random } from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';

/**
 * Returns points of ten clusters that overlap, with inputs [20] and labels, of which a share is random.
 *
 * @param {number} rows
 * @param {{ seed: number, wrong?: number }} options
 */
export function clusters(rows, { seed, wrong = 0 }) {
  const [centers, random] = [new Random(1), new Random(seed)];
  const middle = Float32Array.from({ length: 200 }, () => 0.8 * centers.normal());
  const x = Float32Array.from({ length: 20 * rows }, (_, at) => {
    const cluster = Math.floor(at / 20) % 10;
    return (middle[20 * cluster + (at % 20)] ?? 0) + random.normal();
  });
  const labels = Int32Array.from({ length: rows }, (_, row) =>
    random.uniform() < wrong ? Math.floor(10 * random.uniform()) : row % 10,
  );
  return arrayDataset(dense(x, [rows, 20]), dense(labels, [rows]));
}

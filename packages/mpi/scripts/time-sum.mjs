/**
 * Times `sum` of float32 values over the ranks of this program. Rank 0 prints a line of JSON for each length: the
 * quartiles of the times, in milliseconds. Needs a build, and the addon.
 *
 * mpirun -n 2 node packages/mpi/scripts/time-sum.mjs ROUNDS LENGTH…
 */
import { openMpi } from '../dist/index.js';

const [rounds, ...lengths] = process.argv.slice(2).map(Number);
const ranks = await openMpi();
const one = new Float32Array(1);

for (const length of lengths) {
  const values = new Float32Array(length);
  const times = [];
  for (let round = -2; round < rounds; round++) {
    await ranks.sum(one); // So that all ranks begin together.
    const start = performance.now();
    await ranks.sum(values);
    if (round >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const quartiles = [0.25, 0.5, 0.75].map((part) => Number(times[Math.floor(rounds * part)].toFixed(4)));
  if (ranks.rank === 0) console.log(JSON.stringify({ length, quartiles }));
}
await ranks.close();

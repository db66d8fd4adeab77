import { expect, it } from 'vitest';
import { launchedRank } from '../../src/ranks/first-word.js';

it.each([
  [{}, 0],
  [{ OMPI_COMM_WORLD_RANK: '3' }, 3],
  [{ PMI_RANK: '2' }, 2],
  [{ PMIX_RANK: '1', SLURM_PROCID: '1' }, 1],
  [{ SLURM_PROCID: '0' }, 0],
  [{ PMI_RANK: 'x' }, 0],
])('the rank of a process with %j is %i', (environment, rank) => {
  expect(launchedRank(environment)).toBe(rank);
});

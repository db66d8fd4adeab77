import { ranksInMemory } from '@nablajs/core/shards';
import { expect, it } from 'vitest';
import { type OwnCores, ownCores, type SharedCores, shareCores } from '../../src/ranks/shared-cores.js';

async function shared(...all: OwnCores[]): Promise<SharedCores> {
  const ranks = ranksInMemory(all.length);
  const results = await Promise.all(ranks.map((one, at) => shareCores(one, all[at] as OwnCores)));
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0] as SharedCores;
}

const cores = (host: string, allowed: string, count: number): OwnCores => ({ host, allowed, count });

it.each([
  ['one rank takes all cores', [cores('a', '0-3', 4)], [4], 1],
  ['but no more than a backend takes by itself', [cores('a', '0-63', 64)], [8], 1],
  ['ranks on one machine share its cores', Array(2).fill(cores('a', '0-7', 8)), [4, 4], 1],
  ['each has at least one thread', Array(4).fill(cores('a', '0-1', 2)), [1, 1, 1, 1], 1],
  ['ranks that are bound to a core each', [cores('a', '0', 1), cores('a', '1', 1)], [1, 1], 1],
  [
    'ranks that are bound to a socket each share it',
    [cores('a', '0-7', 8), cores('a', '8-15', 8), cores('a', '0-7', 8), cores('a', '8-15', 8)],
    [4, 4, 4, 4],
    1,
  ],
  ['two machines of different sizes', [cores('a', '0-3', 4), cores('b', '0-1', 2)], [4, 2], 2],
  ['two equal machines do not share', [cores('a', '0-3', 4), cores('b', '0-3', 4)], [4, 4], 2],
])('%s', async (_name, all, threads, machines) => {
  expect(await shared(...all)).toEqual({ threads, machines });
});

it('knows the cores of this process', () => {
  const { host, allowed, count } = ownCores('here');
  expect(host).toBe('here');
  if (process.platform === 'linux') expect(allowed).toMatch(/^\d+([-,]\d+)*$/);
  expect(count).toBeGreaterThanOrEqual(1);
});

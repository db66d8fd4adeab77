import { availableParallelism } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import type { Mpi } from '../../src/ranks/mpi.js';
import { Ranks } from '../../src/ranks/ranks.js';
import { fakeMpi } from './fake-mpi.js';

const ranksOf = (all: readonly Mpi[]): Promise<Ranks[]> => Promise.all(all.map((mpi) => Ranks.of(mpi)));

describe('fromFirst', () => {
  it('returns the value of rank 0 everywhere, with its maps and arrays, and asks only rank 0 for it', async () => {
    const ranks = await ranksOf(fakeMpi(2));
    const value = { weights: new Map([['0.weight', Float32Array.of(0.1, Number.NaN, -0)]]), none: undefined };
    const make = [vi.fn(() => value), vi.fn(() => value)];
    const got = await Promise.all(ranks.map((one, at) => one.fromFirst(make[at] as () => typeof value)));
    expect(got).toEqual([value, value]);
    expect(Object.is(got[1]?.weights.get('0.weight')?.[2], -0)).toBe(true);
    expect(make.map((one) => one.mock.calls.length)).toEqual([1, 0]);
  });
});

describe('checkParts', () => {
  it.each([
    [1, 1],
    [2, 8],
    [8, 8],
  ])('accepts %i ranks for %i parts', async (size, parts) => {
    const [first] = await ranksOf(fakeMpi(size));
    expect(() => first?.checkParts({ parts, resumes: false })).not.toThrow();
  });

  it.each([
    [{ parts: 4, resumes: false }, 'Received --parts 4; add --parts 8, or start 4 ranks.'],
    [{ parts: undefined, resumes: false }, 'Received --parts 1; add --parts 8, or start 1 rank.'],
    [{ parts: 2, resumes: true }, 'Received --parts 2; a resumed run keeps its parts, so start 2 ranks.'],
  ])('refuses more ranks than parts, and says what to do: %o', async (settings, remedy) => {
    const [first] = await ranksOf(fakeMpi(8));
    const message = `--distributed: 8 ranks need 8 parts of each batch. ${remedy}`;
    expect(() => first?.checkParts(settings)).toThrow(expect.objectContaining({ exitCode: 2, message }));
  });
});

describe('checkSame', () => {
  it('names the first difference on the rank that differs', async () => {
    const ranks = await ranksOf(fakeMpi(2));
    const facts = [
      { 'the backends': 'wasm', 'the layouts': 'csr' },
      { 'the backends': 'wasm', 'the layouts': 'dense' },
    ];
    const results = await Promise.allSettled(ranks.map((one, at) => one.checkSame(facts[at] ?? {})));
    expect(results[0]?.status).toBe('fulfilled');
    const message =
      '--distributed: the layouts differ: expected "csr", as on rank 0. Received "dense". ' +
      'All ranks need the same program and the same data.';
    expect(results[1]).toMatchObject({ reason: { exitCode: 1, message } });
  });

  it('leaves out long values', async () => {
    const ranks = await ranksOf(fakeMpi(2));
    const results = await Promise.allSettled(
      ranks.map((one, at) => one.checkSame({ 'the columns': `${at}`.repeat(200) })),
    );
    expect(`${(results[1] as PromiseRejectedResult).reason.message}`).toMatch(
      /^--distributed: the columns differ\. All/,
    );
  });
});

describe('text', () => {
  it.each([
    [1, [], 2, '1 rank, 2 threads, Fake MPI 1.2.3'],
    [4, [], 1, '4 ranks, 1 thread each, Fake MPI 1.2.3'],
    [4, [], undefined, '4 ranks, Fake MPI 1.2.3'],
    [4, ['a', 'a', 'b', 'b'], 16, '4 ranks on 2 machines, 16 threads each, Fake MPI 1.2.3'],
  ])('%i ranks %j with %s threads', async (size, hosts, threads, expected) => {
    const [first] = await ranksOf(fakeMpi(size, hosts));
    expect(first?.text(threads)).toBe(expected);
  });
});

describe('threadsOf', () => {
  it('is the setting, or that of the config file, or a share of the cores', async () => {
    const [first] = await ranksOf(fakeMpi(64));
    expect(first?.threadsOf({ threads: 3, backendOptions: { threads: 5 } })).toBe(3);
    expect(first?.threadsOf({ threads: undefined, backendOptions: { threads: 5 } })).toBe(5);
    // 64 ranks share the cores of this machine.
    const share = first?.threadsOf({ threads: undefined, backendOptions: { threads: 'auto' } });
    expect(share).toBe(Math.max(1, Math.min(8, Math.floor(availableParallelism() / 64))));
  });
});

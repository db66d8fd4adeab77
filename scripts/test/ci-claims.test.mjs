import { expect, it } from 'vitest';
import { brokenClaims, CLAIMS } from '../ci/claims.mjs';

const seed = (...losses) => [[{ event: 'start' }, ...losses.map((loss) => ({ event: 'epoch', loss }))]];

it('names what does not hold', () => {
  expect(brokenClaims('seed-begins', seed(2.5, 2.4))).toEqual([]);
  expect(brokenClaims('seed-begins', seed(2.5, 2.6))).toEqual(['the second loss is smaller']);
  expect(brokenClaims('seed-begins', seed(3, 2.9))).toEqual(['the first loss is between 2.25 and 2.65']);
});

it('takes a report that lacks what is claimed for one that breaks the claim', () => {
  for (const [name, claims] of Object.entries(CLAIMS)) {
    expect(brokenClaims(name, [[{}], [{}]])).toEqual(Object.keys(claims));
  }
});

it('wants a result of every candidate, on the native library', () => {
  const names = ['wasm', 'ts', 'tfjs-node'];
  const candidates = names.map((name) => ({ name, detail: name === 'tfjs-node' ? 'TensorFlow 2.15.1' : '' }));
  const results = names.map((candidate) => ({ candidate }));
  const file = { complete: true, missing: [], failures: [], leftOut: [], candidates, results };
  expect(brokenClaims('peers', [[file]])).toEqual([]);
  expect(brokenClaims('peers', [[{ ...file, results: results.slice(1) }]])).toEqual(['every candidate has a result']);
  expect(brokenClaims('peers', [[{ ...file, leftOut: [{ reason: 'more than --limit 60' }] }]])).toEqual([
    'nothing took longer than the limit',
  ]);
});

it('refuses a name that has no claims', () => {
  expect(() => brokenClaims('toString', [])).toThrow("no claims are named 'toString'");
});

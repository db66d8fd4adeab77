import { expect, it } from 'vitest';
import { compareRuntimes } from '../test-runtimes.mjs';

const node = { name: 'node', digests: ['aaaa', 'bbbb', 'cccc'] };

it('shows the bits of each runtime', () => {
  const { ok, lines } = compareRuntimes([node, { ...node, name: 'bun' }]);
  expect(ok).toBe(true);
  expect(lines.slice(0, 3)).toEqual([
    'runtime  core and backend-ts  backend-wasm, 2 threads  nabla train',
    'node     aaaa                 bbbb                     cccc',
    'bun      aaaa                 bbbb                     cccc',
  ]);
});

it.each([0, 1, 2])('fails where one program, number %i, has other bits', (at) => {
  const digests = node.digests.with(at, 'dddd');
  const { ok, lines } = compareRuntimes([node, { name: 'deno', digests }]);
  expect([ok, lines.at(-1)]).toEqual([false, 'FAILED: the bits differ']);
});

import { readFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, test } from 'vitest';
import { type RunDigests, shortRun } from '../src/index.js';

const committed: Record<'float32' | 'float64', RunDigests> = JSON.parse(
  readFileSync(new URL('../fixtures/digests.json', import.meta.url), 'utf8'),
);

describe.each(['float32', 'float64'] as const)('the short %s runs on ts', (dtype) => {
  test('have the committed bits: initial weights, shuffle, trained weights, trained convnet', async () => {
    expect(await shortRun(await createBackend(), dtype)).toEqual(committed[dtype]);
  });
});

/** A model cut at any length, or with any bit flipped, is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { expectRefused, saved } from './helpers.js';

/** The slow tests try five times as many places. */
const EVERY = process.env['NABLA_SLOW'] === '1' ? 1 : 5;

describe.each(['model.json', 'weights.safetensors'])('a %s', (name) => {
  test('cut at any length', async () => {
    const folder = await saved();
    const whole = readFileSync(join(folder, name));
    for (let length = 0; length < whole.length - 1; length += 3 * EVERY) {
      writeFileSync(join(folder, name), whole.subarray(0, length));
      await expectRefused(folder, folder);
    }
  });

  test('with any bit flipped', async () => {
    const folder = await saved();
    const whole = readFileSync(join(folder, name));
    for (let bit = 0; bit < whole.length * 8; bit += 5 * EVERY + (EVERY - 1)) {
      const flipped = Uint8Array.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(join(folder, name), flipped);
      await expectRefused(folder, folder);
    }
  });
});

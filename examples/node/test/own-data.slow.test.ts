/** The examples of tables and photos, whole: their networks take seconds. The gallery shows their numbers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { numbersIn, runExample } from './run-example.js';

const picture = (name: string): string =>
  readFileSync(new URL(`../../../docs/images/gallery/${name}.svg`, import.meta.url), 'utf8');

describe('own-data/photos.js', () => {
  it('learns more from six photos by fine-tuning than from nothing', async () => {
    const { code, stdout } = await runExample('own-data/photos.js');
    expect(code).toBe(0);
    expect(stdout).toContain('6 photos to learn from, 30 to test on: brick, grass, gravel\n');
    const [nothing = Number.NaN, tuned] = numbersIn(stdout, /: (\d+) of 30 are right$/gm);
    expect(tuned).toBe(30);
    expect(nothing).toBeLessThan(28);
    expect(picture('photos')).toContain(`right in 30 of 30; one that starts from nothing, in ${nothing}.`);
  });

  it('names a folder that is not there', async () => {
    const { code, stderr } = await runExample('own-data/photos.js', 'no-such-folder');
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-folder: expected a folder');
  });
});

describe('own-data/penguins.js', () => {
  it('tells the penguins apart, and says which columns matter', async () => {
    const { code, stdout } = await runExample('own-data/penguins.js');
    expect(code).toBe(0);
    const [right] = numbersIn(stdout, /^(\d+) of 344 penguins/gm);
    expect(right).toBeGreaterThan(335);
    const [first, second] = [...stdout.matchAll(/^ +([a-z_]+) {2}(\d\.\d{3}) {2}#/gm)];
    expect(first?.[1]).toBe('bill_length_mm');
    const numbers = [first, second].map((found) => Number(found?.[2]).toFixed(2));
    expect(picture('table')).toContain(
      `by ${numbers[0]} without bill_length_mm, by ${numbers[1]} without ${second?.[1]}`,
    );
    const adelie = numbersIn(stdout, /Adelie +(\d+) %/g);
    expect(adelie).toHaveLength(8);
    // The longer the bill, the less of an Adelie penguin.
    expect(adelie).toEqual([...adelie].sort((a, b) => b - a));
  });
});

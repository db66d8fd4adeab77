/** Programs that replace the step of the training. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { numbersIn, run, WHOLE } from './run-example.js';

const FOLDER = new URL('../steps/', import.meta.url);

it('each has at most 50 lines, and ends quietly for a reader that leaves', () => {
  const files = readdirSync(FOLDER);
  expect(files).toEqual(['distillation.js', 'gan.js', 'gradient-accumulation.js', 'mixup.js']);
  for (const file of files) {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    expect(text).toContain("import '../support/pipe.js';\n");
    const lines = text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line));
    expect([file, lines.length > 50]).toEqual([file, false]);
  }
});

it('gan.js: the points of the generator come to lie near the ring', async () => {
  const { code, stdout } = await run('steps/gan.js', {
    changes: { 'epochs: 100': 'epochs: 20', 'batchSize: 64': 'batchSize: 32' },
  });
  expect(code).toBe(0);
  const [detects, deceives] = numbersIn(stdout, /(?:detects|deceives): (\d+\.\d+)/g) as [number, number];
  const [loss] = numbersIn(stdout, /loss: (\d+\.\d+)/g);
  expect(loss).toBeCloseTo(detects + deceives, 6);
  // A generator that does not learn is 0.5 away.
  const [distance] = numbersIn(stdout, /^(\d\.\d{3}) from the ring on average$/gm);
  expect(distance).toBeLessThan(WHOLE ? 0.1 : 0.25);
});

it('distillation.js: a student of the teacher nears it more than one of the labels', async () => {
  const { code, stdout } = await run('steps/distillation.js', { changes: { '2000, { seed: 4': '1000, { seed: 4' } });
  expect(code).toBe(0);
  const [teacher] = numbersIn(stdout, /^the teacher is right in (\d+\.\d) %/gm);
  const [byLabels, sameByLabels, byTeacher, sameByTeacher] = numbersIn(
    stdout,
    /is right in (\d+\.\d) %, and says the same in (\d+\.\d) %$/gm,
  ) as [number, number, number, number];
  expect(teacher).toBeGreaterThan(byTeacher);
  expect(byTeacher).toBeGreaterThan(byLabels + 3);
  expect(sameByTeacher).toBeGreaterThan(sameByLabels + 5);
});

it('gradient-accumulation.js: 4 parts of 8 rows give the weights of batches of 32', async () => {
  const { code, stdout } = await run('steps/gradient-accumulation.js');
  expect(code).toBe(0);
  const differences = numbersIn(stdout, /weights differ by (\S+) at most$/gm);
  expect(differences).toHaveLength(2);
  for (const difference of differences) expect(difference).toBeLessThan(1e-12);
});

it('mixup.js: learns less from wrong labels', async () => {
  const changes = { 'epochs: 30': 'epochs: 20', '2000, {': '1000, {' };
  const { code, stdout } = await run('steps/mixup.js', { changes });
  expect(code).toBe(0);
  const [without, withMixup] = numbersIn(stdout, /mixup: (\d+\.\d) % of the tests are right$/gm) as [number, number];
  expect(withMixup).toBeGreaterThan(without + 4);
});

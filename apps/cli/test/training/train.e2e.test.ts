/** What training prints, and where its settings come from. train.test.ts has more tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idxFiles, idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '12', '--learning-rate', '0.1'];

describe('nabla train', () => {
  it("prints the original notebook's lines in their order, and learns", async () => {
    const { code, stdout, stderr } = await nablaHere(['train', '--data', idxFolder(), ...SMALL, '--epochs', '3']);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'Shape of training images: (120, 4, 5)',
      'Shape of training labels: (120,)',
      'Shape of test images: (40, 4, 5)',
      'Shape of test labels: (40,)',
      'Flattened training data shape: (120, 20)',
      'Flattened test data shape: (40, 20)',
    ]);
    expect(lines.slice(6, 9).map((line) => line.replace(/\d\.\d{4}/, 'LOSS').replace(/[\d.]+%$/, 'ACCURACY'))).toEqual([
      'Epoch 1/3 - Loss: LOSS - Test accuracy: ACCURACY',
      'Epoch 2/3 - Loss: LOSS - Test accuracy: ACCURACY',
      'Epoch 3/3 - Loss: LOSS - Test accuracy: ACCURACY',
    ]);
    const losses = lines.slice(6, 9).map((line) => Number(/Loss: ([\d.]+)/.exec(line)?.[1]));
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(lines[9]).toMatch(/^Accuracy on the test set: \d+\.\d{2}%$/);
    expect(lines[8]?.split(': ').at(-1)).toBe(lines[9]?.split(': ').at(-1));
    expect(lines[10]).toMatch(/^95% interval from 40 rows: \d+\.\d{2}% to \d+\.\d{2}%$/);
    expect(lines[11]).toBe('Confusion Matrix:');
    expect(lines.slice(12, 22).join('\n')).toMatch(/^\[\[[\d ]+\]\n( \[[\d ]+\]\n){8} \[[\d ]+\]\]$/);
    expect(lines[22]).toBe('Class  Precision  Recall      F1  Support');
    expect(lines.at(-2)).toMatch(/^Training time: \d+\.\d s \(\d+\.\d\d s per epoch\)$/);
    expect(stderr).toMatch(/^Backend ts: .*, float32\n$/);
    expect(code).toBe(0);
  });

  it('takes settings from the environment and a config file in the working folder', async () => {
    const config = "export default { data: 'images', hidden: 7, epochs: 9, preset: 'quick', backend: 'wasm' };";
    const cwd = temporaryFolder({ 'nabla.config.mjs': config });
    mkdirSync(join(cwd, 'images'));
    for (const [name, bytes] of Object.entries(idxFiles())) writeFileSync(join(cwd, 'images', name), bytes);
    const env = { NABLA_BACKEND: 'ts', NABLA_EPOCHS: '1' };
    const result = await nablaHere(['train', '--json', '--optimizer', 'SGD'], { cwd, env });
    expect(result.stderr).toMatch(/^Backend ts: /m);
    expect(jsonLines(result)[0]).toMatchObject({
      backend: 'ts',
      epochs: 1,
      hidden: [7],
      preset: 'quick',
      optimizer: 'sgd',
      learningRate: 0.01,
      rows: 120,
    });
  });
});

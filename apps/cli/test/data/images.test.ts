/** Trains, evaluates and predicts with a folder of images. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { expect, it } from 'vitest';
import { bar, folderOfBars, SIZE } from '../helpers/bars.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('trains on a folder of images, evaluates on the validation images, and predicts others', async () => {
  const cwd = folderOfBars(20);
  const args = [
    'train',
    'bars',
    '--out',
    'model',
    '--json',
    '--no-run',
    '--backend',
    'ts',
    '--hidden',
    '16',
    '--epochs',
    '12',
    '--batch-size',
    '4',
  ];
  const trained = await nablaHere([...args, '--augment', 'shift=1,flip'], { cwd });
  expect(trained.code, trained.stderr).toBe(0);
  const [start, done] = [lines(trained.stdout)[0], lines(trained.stdout).at(-1) as { testAccuracy: number }];
  expect(start).toMatchObject({ rows: 36, testRows: 4, imageShape: [SIZE, SIZE], preset: 'images' });
  expect(done.testAccuracy).toBe(1);
  expect((await loadModel(join(cwd, 'model'))).form).toEqual({
    ...{ type: 'images', height: SIZE, width: SIZE, channels: 1, normalisation: { divisor: 255 }, placement: 'fit' },
    classes: ['across', 'down'],
  });
  const evaluated = await nablaHere(['evaluate', 'model', '--json', '--backend', 'ts'], { cwd });
  expect(lines(evaluated.stdout)[0]).toMatchObject({ rows: 4, accuracy: 1 });
  const whole = await nablaHere(['evaluate', 'model', '--data', 'bars', '--json', '--backend', 'ts'], { cwd });
  expect(lines(whole.stdout)[0]).toMatchObject({ rows: 40 });

  writeFileSync(join(cwd, 'new.png'), bar(true, 3, 3));
  const predict = async (...more: string[]) =>
    (await nablaHere(['predict', 'model', 'new.png', 'bars/across/1.png', '--backend', 'ts', ...more], { cwd })).stdout;
  expect(await predict('--top', '1')).toMatch(/^new\.png: down \(\d+\.\d\d%\)\nbars\/across\/1\.png: across \(/);
  expect(lines(await predict('--json'))).toMatchObject([
    { file: 'new.png', prediction: 'down' },
    { prediction: 'across' },
  ]);
  expect(await predict('--csv')).toMatch(/^file,prediction,probability\nnew\.png,down,0\.\d+\nbars/);
});

it('names the files that are left out, and stops at the first one with --strict', async () => {
  const cwd = folderOfBars(10);
  const broken = readFileSync(join(cwd, 'bars/down/0.png')).subarray(0, 60);
  for (const name of ['across/a.webp', 'across/b.gif', 'down/c.webp', 'down/d.heic']) {
    writeFileSync(join(cwd, 'bars', name), 'RIFF');
  }
  writeFileSync(join(cwd, 'bars/down/0.png'), broken);
  const train = ['train', 'bars', '--out', 'model', '--no-run', '--backend', 'ts', '--epochs', '1'];
  const notes = [
    /bars: 4 files are left out \(across\/a\.webp, across\/b\.gif, down\/c\.webp, …\): expected a PNG or a JPEG/,
    /bars: 1 file is left out \(down\/0\.png\): this PNG is cut short/,
  ];
  const trained = await nablaHere(train, { cwd });
  expect(trained.code, trained.stderr).toBe(0);
  for (const note of notes) expect(trained.stderr).toMatch(note);
  expect(trained.stdout).toMatch(/^Training images: 17 of 12 x 12\n/);
  const evaluated = await nablaHere(['evaluate', 'model', '--data', 'bars', '--json', '--backend', 'ts'], { cwd });
  expect(lines(evaluated.stdout)[0]).toMatchObject({ rows: 19 });
  for (const note of notes) expect(evaluated.stderr).toMatch(note);
  for (const command of [train, ['evaluate', 'model', '--data', 'bars']]) {
    const { code, stderr } = await nablaHere([...command, '--strict'], { cwd });
    expect(stderr).toMatch(/bars\/across\/a\.webp: expected a PNG or a JPEG; save it as one of these\./);
    expect(code).toBe(1);
  }

  const files = ['bars/down/1.png', 'bars/down/0.png', 'none.png', 'bars/down/2.png'];
  const predict = (...more: string[]) => nablaHere(['predict', 'model', ...files, '--json', ...more], { cwd });
  const some = await predict();
  expect(lines(some.stdout).map(({ file }) => file)).toEqual(['bars/down/1.png', 'bars/down/2.png']);
  expect(some.stderr).toMatch(
    /0\.png: this PNG is cut short.*\n.*none\.png: no such file or folder.*\n.*2 of 4 images are/,
  );
  expect(some.code).toBe(1);
  const strict = await predict('--strict');
  expect(lines(strict.stdout).map(({ file }) => file)).toEqual(['bars/down/1.png']);
  expect(strict.stderr).toMatch(/^nabla: bars\/down\/0\.png: this PNG is cut short/);
  expect(strict.code).toBe(1);
});

it('augments images in the same way each time', async () => {
  const cwd = folderOfBars(10);
  const weights = async (...more: string[]) => {
    const args = [
      'train',
      'bars',
      '--quiet',
      '--no-run',
      '--overwrite',
      '--epochs',
      '2',
      '--hidden',
      '8',
      '--backend',
      'ts',
    ];
    const { code, stderr } = await nablaHere([...args, '--out', 'model', ...more], { cwd });
    expect(code, stderr).toBe(0);
    return [...(await loadModel(join(cwd, 'model'))).parameters];
  };
  const plain = await weights();
  const changed = await weights('--augment', 'shift=2');
  expect(changed).not.toEqual(plain);
  expect(await weights('--augment', 'shift=2')).toEqual(changed);
});

it.each([
  [['bars', '--target', 'x'], /--target: it works only with tables, and .*bars is not a table\./, 2],
  [
    ['bars', '--augment', 'flop'],
    /--augment: expected none, or some of shift=PIXELS, flip and rotate=DEGREES.*Received 'flop'/,
    2,
  ],
  [['bars', '--image-size', '0'], /--image-size: expected a whole number from 1 to 4096, or two: '24x32'/, 2],
  [['bars/down'], /bars\/down: expected a sub-folder .* Received no sub-folders and 2 files; move each file into/, 1],
  [['photos'], /photos: no such file or folder; check the path\./, 1],
  [['points.csv', '--target', 'a', '--augment', 'flip'], /--augment: it works only with images/, 2],
  [['--preset', 'seed', '--image-size', '28'], /--image-size: the images of IDX files already have a size/, 2],
  [
    ['bars', '--validation', 'others'],
    /expected a folder for each of the model's classes: across, down\. Received one, two/,
    1,
  ],
])('refuses %j', async (args, message, exitCode) => {
  const cwd = folderOfBars(2);
  writeFileSync(join(cwd, 'points.csv'), 'a,b\n1,2\n');
  for (const name of ['one', 'two']) {
    mkdirSync(join(cwd, 'others', name), { recursive: true });
    copyFileSync(join(cwd, 'bars/down/1.png'), join(cwd, 'others', name, '1.png'));
  }
  const { code, stderr } = await nablaHere(['train', ...args, '--no-run', '--backend', 'ts'], { cwd });
  expect(stderr).toMatch(message);
  expect(code).toBe(exitCode);
});

it('predicts images with a model of IDX images, and refuses other files', async () => {
  const [cwd, data] = [temporaryFolder(), idxFolder()];
  const args = ['train', '--data', data, '--out', 'model', '--quiet', '--no-run', '--epochs', '1', '--backend', 'ts'];
  expect((await nablaHere(args, { cwd })).code).toBe(0);
  const { form } = await loadModel(join(cwd, 'model'));
  expect(form).toMatchObject({
    type: 'images',
    height: 4,
    width: 5,
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  });
  writeFileSync(join(cwd, 'text.png'), 'text');
  const { stderr, code } = await nablaHere(['predict', 'model', 'text.png'], { cwd });
  expect(stderr).toMatch(/^nabla: text\.png: expected a PNG or/);
  expect(code).toBe(1);
});

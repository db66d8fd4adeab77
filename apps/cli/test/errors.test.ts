import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { classesInTurn, idxFiles, idxFolder, idxImages, idxLabels, LABELS_MAGIC } from './helpers/idx-folder.js';
import { nablaHere } from './helpers/run-here.js';
import type { RunOptions } from './helpers/run-nabla.js';
import { temporaryFolder } from './helpers/temporary-folder.js';

/** Expects exactly one line on stderr, of the right form and without a stack, and nothing on stdout. */
async function expectFailure(args: string[], exitCode: number, pattern: RegExp, options?: RunOptions): Promise<void> {
  const { code, stdout, stderr } = await nablaHere(args, options);
  const lines = stderr.split('\n');
  expect(lines, stderr).toHaveLength(2);
  expect(lines[0]).toMatch(/^nabla: /);
  expect(lines[0]).toMatch(pattern);
  expect(stdout).toBe('');
  expect(code).toBe(exitCode);
}

describe('a usage error is one line and exit code 2', () => {
  it.each([[['--backend', 'wsam']], [['--epochs', '3', 'train']]])('%j, without a command before it', async (args) => {
    const hint = "Options belong to a command, such as 'nabla train --backend wasm'.";
    await expectFailure(args, 2, new RegExp(`unknown option '${args[0]}'\\. ${hint} See 'nabla --help'\\.$`));
  });

  it.each([
    [['--preset', 'seed', '--backend', 'tss'], /unknown backend 'tss'.* Did you mean 'ts'\?$/],
    [['--preset', 'seed', '--backend', 'commander'], /'commander': the package exports no createBackend/],
    [['--epoch', '3'], /unknown option '--epoch' \(Did you mean --epochs\?\)/],
    [['--epochs'], /option '--epochs <count>' argument missing/],
    [['one', 'two'], /too many arguments/],
    [['a.csv', '--data', 'b.csv'], /expected data once\. Received a\.csv and --data b\.csv/],
    [
      ['--preset', 'qick'],
      /--preset: expected one of seed, .*, images, gpt\. Received 'qick'\. Did you mean 'quick'\? See https/,
    ],
    [['--dtype', 'float16'], /--dtype: expected one of float32, float64\. Received 'float16'\./],
    [['--optimizer', 'adm'], /--optimizer: .*Did you mean 'adam'\? See https/],
    [['--learning-rate', '0'], /--learning-rate: expected a finite number above 0\. Received '0'\.$/],
    [['--learning-rate', '1e999'], /--learning-rate: .* Received '1e999'\.$/],
    [['--learning-rate=NaN'], /--learning-rate: .* Received 'NaN'\.$/],
    [['--epochs', '-1'], /--epochs: .* Received '-1'\.$/],
    [['--epochs='], /--epochs: .* Received ''\.$/],
    [['--batch-size', 'abc'], /--batch-size: .* Received 'abc'\.$/],
    [['--hidden', '0'], /--hidden: .* Received '0'\.$/],
    [['--hidden', '65537'], /--hidden: expected whole numbers from 1 to 65536.* Received '65537'\.$/],
    [['--config', 'none.json'], /--config: no such file: none\.json/],
  ])('train %j', async (args, pattern) => {
    await expectFailure(['train', ...args], 2, pattern);
  });

  it.each([
    [
      ['gradcheck', '--backend', 'ts', '--against', 'ts'],
      /--against: expected .* Received 'ts', the backend under test\.$/,
    ],
    [['gradcheck', '--samples', '0'], /--samples: expected a whole number of at least 1\. Received '0'\.$/],
    [['gradcheck', '--epochs', '3'], /unknown option '--epochs'/],
    [['parity'], /--backends: expected two or more different names, such as ts,tfjs-node\. Received ''\.$/],
    [['parity', '--nope'], /unknown option '--nope'.* See 'nabla parity --help'\.$/],
    [
      ['parity', '--backends', 'ts'],
      /--backends: expected two or more different names, such as ts,tfjs-node\. Received 'ts'\.$/,
    ],
    [['parity', '--backends', 'ts,ts'], /--backends: expected two or more different names/],
    [['parity', '--backends', 'ts,wasn'], /unknown backend 'wasn'.* Did you mean 'wasm'\?$/],
    [
      ['conformance', '--backend', 'ts', '--dtype', 'int32'],
      /--dtype: expected one of float32, float64\. Received 'int32'\. See https/,
    ],
  ])('%j', async (args, pattern) => {
    await expectFailure(args, 2, pattern);
  });

  it.each([
    [
      'nabla.config.json',
      '{ "epoch": 3 }',
      /nabla\.config\.json: unknown key 'epoch'\. Did you mean 'epochs'\? See https/,
    ],
    [
      'nabla.config.json',
      '{ "__proto__": { "epochs": 3 } }',
      /nabla\.config\.json: the key '__proto__' is refused; remove it\.$/,
    ],
    ['nabla.config.ts', 'export default { __proto__: { epochs: 3 } };', /nabla\.config\.ts: '__proto__' is refused/],
    [
      'nabla.config.json',
      '{ "backend": "wasm", "backendOptions": { "thread": 2 } }',
      /backend 'wasm' could not be started: .*unknown option 'thread'\. Did you mean 'threads'\?/,
    ],
    [
      'nabla.config.json',
      '{ "backend": "wasm", "backendOptions": { "poolByte": 2 } }',
      /backend 'wasm' could not be started: .*unknown option 'poolByte'\. Known: /,
    ],
    ['nabla.config.json', '{ "seed": 1,\n"seed": 2 }', /the key 'seed' appears twice, on lines 1 and 2; keep one\.$/],
    ['nabla.config.json', '{', /nabla\.config\.json: could not be read: /],
    ['nabla.config.json', '[1]', /expected an object of settings; write '\{ \.\.\. \}'\.$/],
    [
      'nabla.config.json',
      `{ "backendOptions": { "deep": ${'['.repeat(20_000)}${']'.repeat(20_000)} } }`,
      /nabla\.config\.json: nested more than 64 deep/,
    ],
    [
      'nabla.config.mjs',
      'export default { get epochs() { throw new Error("gotcha"); } };',
      /could not be read: gotcha\.$/,
    ],
  ])('%s with %j', async (name, content, pattern) => {
    await expectFailure(['train', '--preset', 'seed'], 2, pattern, { cwd: temporaryFolder({ [name]: content }) });
  });

  it('an empty model folder', async () => {
    await expectFailure(['evaluate', ''], 2, /evaluate: expected the folder of a model\. Received an empty string\.$/);
  });

  it('a config file that is a folder', async () => {
    const cwd = temporaryFolder({ 'nabla.config.json/inside': '' });
    await expectFailure(['train'], 2, /nabla\.config\.json: expected a file\. Received a folder or a device\.$/, {
      cwd,
    });
  });

  it('two config files', async () => {
    const cwd = temporaryFolder({ 'nabla.config.json': '{}', 'nabla.config.mjs': 'export default {};' });
    await expectFailure(['train'], 2, /found nabla\.config\.mjs and nabla\.config\.json in .*: keep one/, { cwd });
  });

  it('a variable', async () => {
    await expectFailure(['train'], 2, /NABLA_EPOCHS: .* Received 'ten'\.$/, { env: { NABLA_EPOCHS: 'ten' } });
  });

  it('an unusable --out folder, before training', async () => {
    const folder = temporaryFolder({ file: '' });
    const args = ['train', '--backend', 'ts', '--data', idxFolder(), '--out', join(folder, 'file/model')];
    await expectFailure(args, 2, /--out: cannot save there: .*file\/model: a part of the path is a file/);
  });

  it.each([
    [['trian'], /unknown command 'trian' \(Did you mean train\?\)/],
    [['evaluate'], /missing required argument 'folder'/],
    [['evaluate', 'model', '--epochs', '3'], /unknown option '--epochs'/],
  ])('%j', async (args, pattern) => {
    await expectFailure(args, 2, pattern);
  });
});

describe('bad data is one line and exit code 1', () => {
  const images = 'train-images-idx3-ubyte';
  const labels = 'train-labels-idx1-ubyte';
  const good = idxFiles();
  const cut = (good[images] as Uint8Array).subarray(0, 500);
  const bomb = gzipSync(Buffer.concat([idxImages(classesInTurn(120)), Buffer.alloc(50_000_000)]));

  it.each([
    ['a missing file', { [labels]: undefined }, /train-labels/],
    ['a truncated file', { [images]: cut }, /train-images-idx3-ubyte/],
    ['a wrong magic number', { [images]: idxImages(classesInTurn(120), LABELS_MAGIC) }, /train-images-idx3-ubyte/],
    ['counts that differ', { [labels]: idxLabels(classesInTurn(119)) }, /120.*119|119.*120/],
    [
      'an unknown test label',
      { 't10k-labels-idx1-ubyte': idxLabels([10, ...classesInTurn(39)]) },
      /0 to 9.*Received 10\./,
    ],
    ['gzip without end', { [images]: undefined, [`${images}.gz`]: bomb }, /train-images-idx3-ubyte\.gz/],
    ['damaged gzip', { [images]: undefined, [`${images}.gz`]: Buffer.from('not gzip') }, /train-images-idx3-ubyte\.gz/],
    ['an empty file', { [images]: Buffer.alloc(0) }, /train-images-idx3-ubyte/],
  ])('%s', async (_, changes, pattern) => {
    await expectFailure(['train', '--backend', 'ts', '--data', idxFolder(changes)], 1, pattern);
  });

  it('a missing folder', async () => {
    await expectFailure(['train', '--backend', 'ts', '--data', 'no/such/folder'], 1, /no\/such\/folder/);
  });
});

it('a loss that is not finite says with --out that no model was saved', async () => {
  const args = ['train', '--data', idxFolder(), '--learning-rate', '1e30', '--hidden', '8', '--epochs', '20'];
  const { code, stderr } = await nablaHere([...args, '--out', join(temporaryFolder(), 'model')]);
  expect(stderr).toMatch(/ No model was saved\.\n$/);
  expect(code).toBe(1);
});

it('a loss that is not finite names its epoch', async () => {
  const args = ['train', '--backend', 'ts', '--data', idxFolder(), '--learning-rate', '1e30', '--hidden', '8'];
  const { code, stderr } = await nablaHere([...args, '--epochs', '20']);
  expect(stderr.split('\n')[1]).toMatch(/^nabla: .*epoch \d+.*Lower the learning rate/);
  expect(stderr.split('\n')).toHaveLength(3);
  expect(code).toBe(1);
});

describe('a damaged model is one line and exit code 1', () => {
  async function savedModel(): Promise<string> {
    const out = join(temporaryFolder(), 'model');
    const args = ['--backend', 'ts', '--data', idxFolder(), '--epochs', '1', '--hidden', '8', '--out', out];
    expect((await nablaHere(['train', ...args])).code).toBe(0);
    return out;
  }

  const edit = (folder: string, change: (text: string) => string): void => {
    const path = join(folder, 'model.json');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };

  it.each([
    [
      'truncated weights',
      (folder: string) => truncateSync(join(folder, 'weights.safetensors'), 700),
      /weights\.safetensors/,
    ],
    ['broken JSON', (folder: string) => edit(folder, (text) => text.slice(0, -20)), /model\.json/],
    ['another width', (folder: string) => edit(folder, (text) => text.replace(/("units":\s*)8/, '$19')), /model\.json/],
    ['an unknown layer', (folder: string) => edit(folder, (text) => text.replace('"ReLU"', '"Evil"')), /model\.json/],
  ])('%s', async (_, damage, pattern) => {
    const folder = await savedModel();
    damage(folder);
    await expectFailure(['evaluate', folder, '--backend', 'ts'], 1, pattern);
  });

  it('a folder without a model', async () => {
    await expectFailure(['evaluate', temporaryFolder(), '--backend', 'ts'], 1, /model\.json/);
  });
});

it('NABLA_DEBUG=1 adds the stack of a failure', async () => {
  const { code, stderr } = await nablaHere(['train', '--epochs', '0'], { env: { NABLA_DEBUG: '1' } });
  expect(stderr).toMatch(/^nabla: --epochs: .*\nCommandError: .*\n {4}at /);
  expect(code).toBe(2);
});

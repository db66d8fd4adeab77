import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { seePage } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { TABLE_SETTINGS, TEXT_SETTINGS } from '../../src/settings/choose-preset.js';
import { FINE_TUNE_SETTINGS } from '../../src/settings/fine-tune-settings.js';
import { PRESETS } from '../../src/settings/presets.js';
import { readSources } from '../../src/settings/setting-sources.js';
import { flagName, SETTING_NAMES, SETTINGS } from '../../src/settings/setting-table.js';
import {
  type CheckSettings,
  checkSettings,
  EVALUATE_SETTINGS,
  evaluateSettings,
  GRADCHECK_SETTINGS,
  PARITY_SETTINGS,
  settingsForRows,
  type TrainSettings,
  trainSettings,
} from '../../src/settings/settings.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const GUIDE = seePage('packages/cli#settings-of-nabla-train');

interface Given {
  readonly flags?: Record<string, unknown>;
  readonly environment?: Record<string, string>;
  readonly config?: string;
}

async function resolve({ flags = {}, environment = {}, config }: Given): Promise<TrainSettings> {
  const workingFolder = temporaryFolder(config === undefined ? {} : { 'nabla.config.json': config });
  const sources = await readSources({ flags, environment, workingFolder }, SETTING_NAMES);
  return trainSettings(sources, workingFolder);
}

describe('trainSettings', () => {
  it('uses the preset seed by default', async () => {
    expect(await resolve({})).toMatchObject({
      preset: 'seed',
      backend: 'auto',
      dtype: 'float32',
      epochs: 250,
      learningRate: 0.03,
      batchSize: 'full',
      hidden: [532],
      optimizer: 'sgd',
      seed: 0,
      layout: 'auto',
      data: undefined,
      out: undefined,
      json: false,
      quiet: false,
    });
  });

  it('prefers flag to environment to file to preset', async () => {
    const config = '{ "preset": "quick", "epochs": 7, "seed": 5, "dtype": "float64" }';
    const environment = { NABLA_SEED: '6', NABLA_DTYPE: 'float32' };
    const settings = await resolve({ flags: { seed: '8' }, environment, config });
    expect(settings).toMatchObject({ seed: 8, dtype: 'float32', epochs: 7, preset: 'quick', optimizer: 'adam' });
  });

  it.each(['data', 'out'] as const)('prefers the flag to the environment to the file for the path %s', async (name) => {
    const config = JSON.stringify({ [name]: 'of-the-file' });
    const environment = { [SETTINGS[name].environment]: 'of-the-environment' };
    const chosen = async (given: Given) => basename((await resolve(given))[name] ?? '');
    expect(await chosen({ flags: { [name]: 'of-the-flag' }, environment, config })).toBe('of-the-flag');
    expect(await chosen({ environment, config })).toBe('of-the-environment');
    expect(await chosen({ config })).toBe('of-the-file');
  });

  it("passes the file's options to the backend that the file names, and to no other", async () => {
    const config = '{ "backend": "wasm", "backendOptions": { "threads": 2 } }';
    expect((await resolve({ config })).backendOptions).toEqual({ threads: 2 });
    expect((await resolve({ config, flags: { backend: 'wasm' } })).backendOptions).toEqual({ threads: 2 });
    for (const given of [
      { flags: { backend: 'ts' } },
      { environment: { NABLA_BACKEND: 'ts' } },
      { flags: { backend: 'auto' } },
    ]) {
      const { backend, backendOptions, configured } = await resolve({ config, ...given });
      expect(backend).not.toBe('wasm');
      expect(backendOptions).toEqual({});
      expect(configured).toEqual({ backend: 'wasm', backendOptions: { threads: 2 } });
    }
  });

  it('takes every setting from the environment', async () => {
    const environment = {
      NABLA_PRESET: 'quick',
      NABLA_BACKEND: 'ts',
      NABLA_DTYPE: 'float64',
      NABLA_EPOCHS: '1e1',
      NABLA_LEARNING_RATE: '0.5',
      NABLA_BATCH_SIZE: 'full',
      NABLA_LAYERS: '[{ "type": "Flatten" }, { "type": "Dropout", "rate": 0.1 }]',
      NABLA_HIDDEN: '16, 8',
      NABLA_OPTIMIZER: 'AdamW',
      NABLA_WEIGHT_DECAY: '0.1',
      NABLA_TARGET: 'species',
      NABLA_TEXT_COLUMNS: 'review, title',
      NABLA_TASK: 'Regression',
      NABLA_IMAGE_SIZE: '24x32',
      NABLA_AUGMENT: 'shift=2, flip',
      NABLA_VALIDATION: '.25',
      NABLA_SEED: '42',
      NABLA_LAYOUT: 'dense',
      NABLA_DATA: 'images',
      NABLA_OUT: '/models/one',
      NABLA_RUN: 'runs/first',
      NABLA_CHECKPOINT_EVERY: '500 steps',
      NABLA_KEEP: '2',
      NABLA_EARLY_STOPPING: '4',
      NABLA_SCHEDULE: 'one-cycle',
      NABLA_CLIP_NORM: '1',
      NABLA_CLIP_VALUE: '0.5',
      NABLA_TENSORBOARD: 'events',
      NABLA_DISTRIBUTED: '1',
      NABLA_PARTS: '16',
      NABLA_THREADS: '2',
      NABLA_STRICT: '1',
      NABLA_OVERWRITE: '1',
      NABLA_JSON: '1',
      NABLA_QUIET: 'true',
      NABLA_UI: '1',
    };
    const { projectFolder, ...settings } = await resolve({ environment });
    expect(settings).toEqual({
      preset: 'quick',
      backend: 'ts',
      backendOptions: {},
      dtype: 'float64',
      epochs: 10,
      learningRate: 0.5,
      batchSize: 'full',
      layers: [{ type: 'Flatten' }, { type: 'Dropout', rate: 0.1 }],
      hidden: [16, 8],
      ...{ from: undefined, unfreeze: undefined, lora: undefined },
      ...{ scale: undefined, mean: undefined, std: undefined, order: undefined },
      optimizer: 'adamw',
      weightDecay: 0.1,
      target: 'species',
      textColumns: ['review', 'title'],
      task: 'regression',
      imageSize: { height: 24, width: 32 },
      augment: { shift: 2, flip: true },
      ...{ effort: 1, folds: 5, group: undefined, timeOrder: undefined },
      validation: 0.25,
      seed: 42,
      layout: 'dense',
      data: join(projectFolder, 'images'),
      out: '/models/one',
      run: join(projectFolder, 'runs/first'),
      resumes: false,
      runsFolder: join(projectFolder, 'runs'),
      checkpointEvery: { steps: 500 },
      keep: 2,
      earlyStopping: 4,
      schedule: 'one-cycle',
      clipNorm: 1,
      clipValue: 0.5,
      tensorboard: join(projectFolder, 'events'),
      distributed: true,
      parts: 16,
      threads: 2,
      strict: true,
      overwrite: true,
      chosen: {
        ...{ epochs: 10, batchSize: 'full', weightDecay: 0.1, optimizer: 'adamw', learningRate: 0.5 },
        ...{ earlyStopping: 4, schedule: 'one-cycle', clipNorm: 1 },
      },
      json: true,
      quiet: true,
      ui: true,
    });
    const ofOthers = [...TABLE_SETTINGS, ...TEXT_SETTINGS, 'from', ...FINE_TUNE_SETTINGS];
    const others = SETTING_NAMES.filter((name) => !ofOthers.includes(name));
    expect(Object.keys(environment).sort()).toEqual(others.map((name) => SETTINGS[name].environment).sort());
  });

  it('leaves another optimizer than the preset’s its own learning rate and weight decay', async () => {
    const { learningRate, weightDecay } = await resolve({ flags: { preset: 'resnet', optimizer: 'sgd' } });
    expect([learningRate, weightDecay]).toEqual([0.01, undefined]);
    expect((await resolve({ flags: { preset: 'resnet', optimizer: 'adamw' } })).weightDecay).toBe(0.05);
    const chosen = { preset: 'resnet', optimizer: 'sgd', learningRate: '0.5', weightDecay: '0.25' };
    expect(await resolve({ flags: chosen })).toMatchObject({ learningRate: 0.5, weightDecay: 0.25 });
  });

  it.each([
    ['3', { epochs: 3 }],
    ['3 epochs', { epochs: 3 }],
    ['1epoch', { epochs: 1 }],
    ['20steps', { steps: 20 }],
  ])('reads %s between two checkpoints', async (checkpointEvery, interval) => {
    expect((await resolve({ flags: { checkpointEvery } })).checkpointEvery).toEqual(interval);
  });

  it.each(['0', '1.5', '20 minutes', '-1 steps', 'steps'])('refuses %s between two checkpoints', async (text) => {
    await expect(resolve({ flags: { checkpointEvery: text } })).rejects.toThrow(
      '--checkpoint-every: expected a whole number',
    );
  });

  it('keeps no run with --no-run or run: false', async () => {
    const config = '{ "run": "mine" }';
    expect((await resolve({ config, environment: { NABLA_RUN: 'false' } })).run).toBe(false);
    expect((await resolve({ config, flags: { run: false } })).run).toBe(false);
    expect((await resolve({ config: '{ "run": false }', flags: { run: 'here' } })).run).toMatch(/here$/);
  });

  it('writes events for TensorBoard to the folder of the first source', async () => {
    const config = '{ "tensorboard": "events" }';
    const inFile = await resolve({ config });
    expect(inFile.tensorboard).toBe(join(inFile.projectFolder, 'events'));
    expect((await resolve({ config, environment: { NABLA_TENSORBOARD: '1' } })).tensorboard).toBe(true);
    expect((await resolve({ config, flags: { tensorboard: true } })).tensorboard).toBe(true);
    expect((await resolve({ config, flags: { tensorboard: 'false' } })).tensorboard).toBe(false);
    expect((await resolve({ flags: { tensorboard: '/logs', run: false } })).tensorboard).toBe('/logs');
    await expect(resolve({ flags: { tensorboard: true, run: false } })).rejects.toThrow(
      '--tensorboard: expected a folder',
    );
  });

  it('takes the config of a schedule from a file', async () => {
    const schedule = { type: 'StepDecay', stepSize: 100 };
    expect((await resolve({ config: JSON.stringify({ schedule }) })).schedule).toEqual(schedule);
  });

  it('adds hidden layers after the layers of a preset, or your own, only if you name some', async () => {
    const { layers } = PRESETS.cnn;
    expect(await resolve({ flags: { preset: 'cnn' } })).toMatchObject({ layers, hidden: [], optimizer: 'adam' });
    expect(await resolve({ flags: { preset: 'cnn', hidden: '64' } })).toMatchObject({ layers, hidden: [64] });
    const config = '{ "layers": [{ "type": "Flatten" }] }';
    expect(await resolve({ config })).toMatchObject({ preset: 'seed', layers: [{ type: 'Flatten' }], hidden: [] });
    expect(await resolve({ config, flags: { hidden: '8' } })).toMatchObject({ hidden: [8] });
    expect(await resolve({ flags: { preset: 'quick' } })).toMatchObject({ layers: [], hidden: [256] });
  });

  it("overrides a preset's augmentation and schedule", async () => {
    const flags = { preset: 'resnet' };
    expect(await resolve({ flags })).toMatchObject({ augment: { shift: 2, rotate: 10 }, schedule: 'one-cycle' });
    expect(await resolve({ flags: { ...flags, augment: 'none', schedule: 'constant' } })).toMatchObject({
      ...{ augment: {}, schedule: 'constant' },
    });
    expect((await resolve({ flags, config: '{ "augment": { "flip": true } }' })).augment).toEqual({ flip: true });
  });

  it.each([
    [60_000, 'cnn', { epochs: 15, batchSize: 128 }],
    [10_000, 'resnet', { epochs: PRESETS.resnet.epochs, batchSize: 128 }],
    [5_000, 'cnn', { epochs: 30, batchSize: 32 }],
    [72, 'resnet', { epochs: 50, batchSize: 32 }],
    [33, 'resnet', { epochs: 50, batchSize: 31 }],
    [31 * 32 + 1, 'cnn', { epochs: 50, batchSize: 30 }],
    [128 * 100 + 1, 'resnet', { epochs: PRESETS.resnet.epochs, batchSize: 127 }],
    [72, 'quick', { epochs: 6, batchSize: 128 }],
  ])('adapts to %d images with the preset %s', async (rows, preset, expected) => {
    expect(settingsForRows(await resolve({ flags: { preset } }), rows)).toMatchObject(expected);
    const chosen = await resolve({ flags: { preset, epochs: '2', batchSize: '7' } });
    expect(settingsForRows(chosen, rows)).toMatchObject({ epochs: 2, batchSize: 7 });
  });

  it('reads numbers of examples, and switches that are off', async () => {
    expect((await resolve({ flags: { batchSize: '64' } })).batchSize).toBe(64);
    const config = '{ "json": true, "quiet": true }';
    const environment = { NABLA_JSON: '0', NABLA_QUIET: 'false' };
    expect(await resolve({ config })).toMatchObject({ json: true, quiet: true, overwrite: false });
    expect(await resolve({ config, environment })).toMatchObject({ json: false, quiet: false });
  });

  it('treats an empty variable as unset', async () => {
    expect((await resolve({ environment: { NABLA_EPOCHS: '', NABLA_CONFIG: '' } })).epochs).toBe(250);
  });

  it("gives another optimizer than the preset's its own learning rate", async () => {
    expect((await resolve({ flags: { optimizer: 'ADAM' } })).learningRate).toBe(0.001);
    expect((await resolve({ flags: { optimizer: 'rmsprop' } })).learningRate).toBe(0.01);
    expect((await resolve({ flags: { optimizer: 'adam', learningRate: '0.2' } })).learningRate).toBe(0.2);
    expect((await resolve({ flags: { optimizer: 'sgd' } })).learningRate).toBe(0.03);
  });

  it("reads a file's paths from its folder, typed ones from the working folder", async () => {
    const workingFolder = temporaryFolder({ 'sub/c.json': '{ "data": "images", "out": "model" }' });
    const flags = { config: 'sub/c.json', out: 'mine' };
    const sources = await readSources({ flags, environment: {}, workingFolder }, SETTING_NAMES);
    const settings = trainSettings(sources, workingFolder);
    expect(settings.data).toBe(join(workingFolder, 'sub/images'));
    expect(settings.out).toBe(join(workingFolder, 'mine'));
    expect(settings.projectFolder).toBe(join(workingFolder, 'sub'));
  });

  it('reads one number of hidden units and options for the backend from the file', async () => {
    const settings = await resolve({ config: '{ "$schema": "x", "hidden": 12, "backendOptions": { "threads": 2 } }' });
    expect(settings.hidden).toEqual([12]);
    expect(settings.backendOptions).toEqual({ threads: 2 });
  });
});

describe('wrong values', () => {
  const refused = (message: string) => expect.objectContaining({ exitCode: 2, message });
  const expected = {
    epochs: 'a whole number of at least 1',
    learningRate: 'a finite number above 0',
    batchSize: "a whole number of at least 1, or 'full'",
    hidden: 'whole numbers from 1 to 65536, such as 532 or 256,128',
    layers: 'a list of layers, such as [{ "type": "Flatten" }, { "type": "Dense", "units": 64 }, { "type": "ReLU" }]',
  };

  for (const name of ['epochs', 'learningRate', 'batchSize', 'hidden'] as const) {
    it.each(['0', '-1', 'abc', '1e999', 'NaN', '', ' ', 'Infinity', '5x'])(`${name} refuses %j`, async (text) => {
      const message = `${flagName(name)}: expected ${expected[name]}. Received '${text}'.`;
      await expect(resolve({ flags: { [name]: text } })).rejects.toEqual(refused(message));
    });
  }

  it.each(['epochs', 'batchSize', 'hidden'])('%s refuses a fraction', async (name) => {
    await expect(resolve({ flags: { [name]: '1.5' } })).rejects.toEqual(expect.objectContaining({ exitCode: 2 }));
  });

  it.each([
    [
      { flags: { preset: 'sed' } },
      "--preset: expected one of seed, quick, cnn, resnet, table, table-fast, images, gpt. Received 'sed'. Did you mean 'seed'?" +
        GUIDE,
    ],
    [
      { flags: { dtype: 'float23' } },
      `--dtype: expected one of float32, float64. Received 'float23'. Did you mean 'float32'?${GUIDE}`,
    ],
    [
      { flags: { optimizer: 'adm' } },
      '--optimizer: expected one of sgd, adam, adamw, rmsprop, adagrad, adadelta, adamax, nadam, lion. ' +
        "Received 'adm'. Did you mean 'adam'?" +
        GUIDE,
    ],
    [{ flags: { seed: '-3' } }, "--seed: expected a whole number from 0 to 2^53 - 1. Received '-3'."],
    [{ flags: { seed: '' } }, "--seed: expected a whole number from 0 to 2^53 - 1. Received ''."],
    [{ flags: { seed: ' ' } }, "--seed: expected a whole number from 0 to 2^53 - 1. Received ' '."],
    [{ config: '{ "$schema": 3 }' }, 'nabla.config.json: $schema: expected a text. Received 3.'],
    [{ flags: { hidden: '4,,5' } }, `--hidden: expected ${expected.hidden}. Received '4,,5'.`],
    [{ flags: { layout: 'sparse' } }, `--layout: expected one of auto, dense, csr. Received 'sparse'.${GUIDE}`],
    [{ flags: { data: '' } }, "--data: expected the path of a file or a folder. Received ''."],
    [{ environment: { NABLA_EPOCHS: 'ten' } }, `NABLA_EPOCHS: expected ${expected.epochs}. Received 'ten'.`],
    [{ environment: { NABLA_JSON: 'yes' } }, "NABLA_JSON: expected true or false. Received 'yes'."],
    [{ config: '{ "epochs": "3" }' }, `nabla.config.json: epochs: expected ${expected.epochs}. Received '3'.`],
    [
      { config: '{ "learningRate": -0.5 }' },
      `nabla.config.json: learningRate: expected ${expected.learningRate}. Received -0.5.`,
    ],
    [{ config: '{ "hidden": [] }' }, `nabla.config.json: hidden: expected ${expected.hidden}. Received [].`],
    [{ config: '{ "layers": [] }' }, `nabla.config.json: layers: expected ${expected.layers}. Received [].`],
    [{ flags: { layers: '[{"kind": 1}]' } }, `--layers: expected ${expected.layers}. Received '[{"kind": 1}]'.`],
    [{ flags: { layers: '[{' } }, `--layers: expected ${expected.layers}. Received '[{'.`],
    [
      { config: '{ "epoch": 3 }' },
      `nabla.config.json: unknown key 'epoch'. Did you mean 'epochs'?${seePage('packages/cli#config-file')}`,
    ],
    [{ config: '{ "backendOptions": 3 }' }, 'nabla.config.json: backendOptions: expected an object. Received 3.'],
  ])('%j', async (given: Given, message) => {
    await expect(resolve(given)).rejects.toEqual(refused(message));
  });

  it('lists the known keys if none is similar', async () => {
    await expect(resolve({ config: '{ "banana": 3 }' })).rejects.toThrow(
      /unknown key 'banana'. Known: .*epochs, learningRate/,
    );
  });
});

describe('evaluateSettings', () => {
  it('takes the backend from the file, but not the data', async () => {
    const workingFolder = temporaryFolder({
      'nabla.config.json': '{ "backend": "wasm", "data": "images", "epochs": 3 }',
    });
    const sources = await readSources({ flags: {}, environment: {}, workingFolder }, EVALUATE_SETTINGS);
    expect(evaluateSettings(sources, workingFolder)).toMatchObject({ backend: 'wasm', data: undefined });
  });

  it('prefers the flag to the environment for the data', async () => {
    const workingFolder = temporaryFolder();
    const invocation = { flags: { data: 'mine' }, environment: { NABLA_DATA: 'images' }, workingFolder };
    const sources = await readSources(invocation, EVALUATE_SETTINGS);
    expect(evaluateSettings(sources, workingFolder).data).toBe(join(workingFolder, 'mine'));
  });

  it('takes data from the environment', async () => {
    const workingFolder = temporaryFolder();
    const environment = { NABLA_DATA: 'images', NABLA_EPOCHS: 'not read' };
    const sources = await readSources({ flags: {}, environment, workingFolder }, EVALUATE_SETTINGS);
    expect(evaluateSettings(sources, workingFolder).data).toBe(join(workingFolder, 'images'));
  });
});

it('each command has its settings', () => {
  expect([...EVALUATE_SETTINGS].sort()).toEqual(['backend', 'data', 'json', 'quiet', 'strict']);
  const parity = ['data', 'dtype', 'hidden', 'json', 'layers', 'preset', 'quiet', 'seed'];
  expect([...PARITY_SETTINGS].sort()).toEqual(parity);
  expect([...GRADCHECK_SETTINGS].sort()).toEqual(['backend', ...parity]);
});

describe('the options of a backend', () => {
  const config = '{ "backend": "wasm", "backendOptions": { "threads": 2 } }';

  it.each([
    [{}, 'wasm', { threads: 2 }],
    [{ backend: 'wasm' }, 'wasm', { threads: 2 }],
    [{ backend: 'ts' }, 'ts', {}],
  ])('go only to the backend that the file names: %j', async (flags, backend, backendOptions) => {
    const settings = await resolve({ flags, config });
    expect(settings).toMatchObject({ backend, backendOptions });
    expect(settings.configured).toEqual({ backend: 'wasm', backendOptions: { threads: 2 } });
  });

  it('go to any backend if the file names none', async () => {
    const settings = await resolve({ flags: { backend: 'ts' }, config: '{ "backendOptions": { "threads": 2 } }' });
    expect(settings.backendOptions).toEqual({ threads: 2 });
    expect(settings).not.toHaveProperty('configured');
  });
});

describe('checkSettings', () => {
  async function check({ flags = {}, environment = {}, config }: Given, explicit = false): Promise<CheckSettings> {
    const workingFolder = temporaryFolder(config === undefined ? {} : { 'nabla.config.json': config });
    const sources = await readSources({ flags, environment, workingFolder }, GRADCHECK_SETTINGS);
    return checkSettings(sources, workingFolder, explicit);
  }

  it('uses the seed network in the widest type by default', async () => {
    expect(await check({})).toMatchObject({
      backend: 'auto',
      backendOptions: {},
      data: undefined,
      dtype: undefined,
      seed: 0,
      hidden: [532],
      namesNetwork: false,
      json: false,
      quiet: false,
    });
  });

  it('takes the dtype only from flags and variables', async () => {
    const config = '{ "dtype": "float32", "seed": 4, "hidden": [7, 5], "data": "images" }';
    const settings = await check({ config });
    expect(settings).toMatchObject({ dtype: undefined, seed: 4, hidden: [7, 5] });
    expect(settings.data).toBe(join(settings.projectFolder, 'images'));
    expect((await check({ config, environment: { NABLA_DTYPE: 'float64' } })).dtype).toBe('float64');
    const both = { config, environment: { NABLA_DTYPE: 'float64' }, flags: { dtype: 'float32' } };
    expect((await check(both)).dtype).toBe('float32');
  });

  it.each([
    [{}, false, [532], false],
    [{ preset: 'quick' }, false, PRESETS.quick.hidden, true],
    [{ hidden: '12' }, false, [12], true],
    [{ seed: '3' }, false, [532], false],
    [{}, true, [532], true],
  ])('%j, a file that a flag names: %s', async (flags, explicit, hidden, namesNetwork) => {
    expect(await check({ flags }, explicit)).toMatchObject({ hidden: [hidden].flat(), namesNetwork });
  });

  it("lets a file's preset choose the network without naming it", async () => {
    const config = '{ "preset": "quick" }';
    expect(await check({ config })).toMatchObject({ hidden: [PRESETS.quick.hidden].flat(), namesNetwork: false });
  });
});

describe('readSources', () => {
  const files = {
    'nabla.config.json': '{ "seed": 1 }',
    'model/nabla.config.json': '{ "seed": 2 }',
    'c.json': '{ "seed": 3 }',
  };
  const read = (folder: string, workingFolder: string, flags = {}, environment = {}) =>
    readSources({ flags, environment, workingFolder, modelFolder: join(folder, 'model') }, EVALUATE_SETTINGS);

  it("reads the working folder's config file beside a model", async () => {
    const folder = temporaryFolder(files);
    const sources = await read(folder, folder);
    expect(sources).toMatchObject({ file: { seed: 1 }, projectFolder: folder, ignoredFiles: [] });
  });

  it("ignores a config file in the model's folder, and looks packages up beside that folder", async () => {
    const folder = temporaryFolder(files);
    const sources = await read(folder, join(folder, 'model'));
    expect(sources).toMatchObject({ file: {}, ignoredFiles: ['nabla.config.json'] });
    expect(sources.projectFolder).toBe(realpathSync(folder));
  });

  it.each([
    ['a flag', { config: '../c.json' }, {}],
    ['a variable', {}, { NABLA_CONFIG: '../c.json' }],
    ['a flag before a variable', { config: '../c.json' }, { NABLA_CONFIG: 'none.json' }],
  ])('takes the file that %s names', async (_, flags, environment) => {
    const folder = temporaryFolder(files);
    const sources = await read(folder, join(folder, 'model'), flags, environment);
    expect(sources).toMatchObject({ file: { seed: 3 }, projectFolder: folder, ignoredFiles: [] });
  });

  it('looks packages up in the working folder without a config file', async () => {
    const folder = temporaryFolder({ 'model/model.json': '', 'work/file.txt': '' });
    expect((await read(folder, join(folder, 'work'))).projectFolder).toBe(join(folder, 'work'));
  });
});

describe('a wrong value in a message', () => {
  const settings = async (code: string): Promise<unknown> => {
    const workingFolder = temporaryFolder({ 'nabla.config.mjs': `export default ${code};` });
    return readSources({ flags: {}, environment: {}, workingFolder }, SETTING_NAMES);
  };

  it.each([
    ['{ epochs: NaN }', 'Received NaN.'],
    ['{ epochs: -Infinity }', 'Received -Infinity.'],
    ['{ epochs: 7n }', 'Received 7.'],
    ['{ hidden: [1, NaN, -2] }', 'Received [1,"NaN",-2].'],
    ['{ epochs: null }', 'Received null.'],
    ['{ epochs: () => 3 }', 'Received () => 3.'],
    ['{ epochs: { a: 1 } }', 'Received {"a":1}.'],
    ["{ epochs: 'two\\nlines' }", "Received 'two lines'."],
    [`{ epochs: '${'x'.repeat(78)}' }`, `Received '${'x'.repeat(78)}'.`],
    [`{ epochs: '${'x'.repeat(79)}' }`, `Received '${'x'.repeat(76)}....`],
  ])('%s', async (code, message) => {
    await expect(settings(code)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('is not shown if it is undefined', async () => {
    expect(await settings('{ epochs: undefined, seed: 4 }')).toMatchObject({ file: { seed: 4 } });
  });
});

import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema, type NablaConfig, recordedConfigSchema } from '../../src/settings/config-schema.js';
import { SETTINGS, shown } from '../../src/settings/setting-table.js';
import { dependsOnRows, evaluateSettings, settingsForRows, trainSettings } from '../../src/settings/settings.js';
import { sourcesWith, WORK } from '../helpers/setting-sources.js';

const train = (flags: NablaConfig, found?: Pick<NablaConfig, 'data'>) =>
  trainSettings(sourcesWith({ flags, ...(found && { found }) }), WORK);

describe('without a word', () => {
  test('switches are off, and ranks have four parts', () => {
    expect(train({})).toMatchObject({
      strict: false,
      distributed: false,
      parts: undefined,
      ui: false,
      overwrite: false,
    });
    expect(train({ distributed: true }).parts).toBe(4);
    expect(train({ distributed: true, parts: 8 }).parts).toBe(8);
    expect(train({ parts: 2 })).toMatchObject({ parts: 2, distributed: false });
    expect(evaluateSettings(sourcesWith(), WORK).strict).toBe(false);
    expect(evaluateSettings(sourcesWith({ flags: { strict: true } }), WORK).strict).toBe(true);
  });

  test('a tenth of images, or of a table for one network, is for validation, and IDX files have their own', () => {
    const validation = (flags: NablaConfig) => train(flags).validation;
    expect(validation({ data: 'none.csv' })).toBeUndefined();
    expect(validation({ data: 'none.csv', preset: 'table-fast' })).toBe(0.1);
    expect(validation({ data: 'photos' })).toBe(0.1);
    expect(validation({})).toBeUndefined();
    expect(validation({ data: 'none.csv', validation: 0.3 })).toBe(0.3);
    expect(validation({ data: 'none.csv', validation: 'other.csv' })).toBe(resolve(WORK, 'other.csv'));
  });

  test('the data are those that were found', () => {
    expect(train({}, { data: 'iris.csv' })).toMatchObject({ data: resolve(WORK, 'iris.csv'), preset: 'table' });
    expect(train({ data: 'mine.csv' }, { data: 'iris.csv' }).data).toBe(resolve(WORK, 'mine.csv'));
    expect(train({}, { data: 'iris.csv' }).out).toBeUndefined();
  });
});

describe('the number of rows', () => {
  const table = (rows: number, flags: NablaConfig = {}) => {
    const { epochs, batchSize, weightDecay } = settingsForRows(train({ preset: 'table-fast', ...flags }), rows);
    return [epochs, batchSize, weightDecay];
  };

  test('of a table decides its epochs, batches and decay', () => {
    expect(table(100)).toEqual([200, 32, 1]);
    expect(table(10_000)).toEqual([100, 32, 0.05]);
    expect(table(10_001)).toEqual([100, 256, 500 / 10_001]);
    expect(table(1_000_000)).toEqual([3, 256, 0.01]);
    expect(table(1_000_001)).toEqual([3, 1024, 0.01]);
    expect(table(10_000, { epochs: 7, batchSize: 'full', weightDecay: 0.5 })).toEqual([7, 'full', 0.5]);
    expect(table(10_000, { optimizer: 'sgd' })).toEqual([100, 32, undefined]);
  });

  test('decides the batches of images, and nothing for other presets', () => {
    const images = settingsForRows(train({ preset: 'cnn' }), 60_000);
    expect(images).toMatchObject({ epochs: 15, batchSize: 128 });
    expect(settingsForRows(train({ preset: 'cnn' }), 5_000)).toMatchObject({ epochs: 30, batchSize: 32 });
    expect(settingsForRows(train({ preset: 'cnn', epochs: 2 }), 5_000)).toMatchObject({ epochs: 2, batchSize: 32 });
    const quick = train({ preset: 'quick' });
    expect(settingsForRows(quick, 10)).toBe(quick);
    const names = ['seed', 'quick', 'cnn', 'resnet', 'table-fast'] as const;
    expect(names.map((preset) => dependsOnRows(train({ preset })))).toEqual([false, false, true, true, true]);
  });
});

test('a value is shown in one line', () => {
  expect([undefined, [], [8, 4], 0.5, true, 'full'].map(shown)).toEqual(['-', '-', '8,4', '0.5', 'true', 'full']);
  expect(shown([{ type: 'Flatten' }, { type: 'ReLU' }])).toBe('Flatten,ReLU');
  expect(shown({ shift: 2 })).toBe('{"shift":2}');
});

test('changes of images are read, and other text stays as it is', () => {
  const { fromText } = SETTINGS.augment;
  expect(fromText('shift=2, flip')).toEqual({ shift: 2, flip: true });
  expect(fromText('none')).toEqual({});
  expect([fromText('=2'), fromText('shift=2=3'), fromText('flip,')]).toEqual(['=2', 'shift=2=3', 'flip,']);
  expect([SETTINGS.imageSize.fromText('128'), SETTINGS.imageSize.fromText('24x32')]).toEqual([128, '24x32']);
});

test('a record of an older version has parts and the preset table-fast by other names', () => {
  expect(recordedConfigSchema.parse({ preset: 'table' })).toEqual({ preset: 'table-fast' });
  expect(recordedConfigSchema.parse({ preset: 'table', folds: 5 })).toEqual({ preset: 'table', folds: 5 });
  expect(recordedConfigSchema.parse({ seed: 1, shards: 8 })).toEqual({ seed: 1, parts: 8 });
  expect(recordedConfigSchema.parse({ seed: 1, parts: 4 })).toEqual({ seed: 1, parts: 4 });
  expect(configSchema.safeParse({ shards: 8 }).success).toBe(false);
  for (const other of [null, 'text', 3, undefined]) expect(recordedConfigSchema.safeParse(other).success).toBe(false);
});

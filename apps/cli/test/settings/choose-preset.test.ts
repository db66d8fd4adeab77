/** The preset of a table: several networks, or one. */
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NETWORK_SETTINGS } from '../../src/settings/choose-preset.js';
import type { NablaConfig } from '../../src/settings/config-schema.js';
import { FINE_TUNE_SETTINGS } from '../../src/settings/fine-tune-settings.js';
import type { SettingSources } from '../../src/settings/setting-sources.js';
import { settingsForData, trainSettings } from '../../src/settings/settings.js';
import { sourcesWith, WORK } from '../helpers/setting-sources.js';

const chosen = (more: Partial<SettingSources>) => {
  const { preset, presetNote } = trainSettings(sourcesWith({ found: { data: 'a.csv' }, ...more }), WORK);
  return [preset, presetNote];
};

describe('a table', () => {
  test('is learned by several networks, unless a setting describes one', () => {
    expect(chosen({})).toEqual(['table', undefined]);
    const same = { dtype: 'float32', ui: false, tensorboard: false, seed: 3, backend: 'ts', threads: 2 } as const;
    expect(chosen({ flags: same })).toEqual(['table', undefined]);
    const values: NablaConfig = {
      ...{ epochs: 3, learningRate: 0.1, batchSize: 8, hidden: 8, layers: [{ type: 'ReLU' }], optimizer: 'sgd' },
      ...{ weightDecay: 0, dtype: 'float64', earlyStopping: 2, schedule: 'cosine', clipNorm: 1, clipValue: 1 },
      ...{ checkpointEvery: 2, keep: 1, tensorboard: true, distributed: true, parts: 2, ui: true, from: 'model' },
      ...{ unfreeze: 2, lora: 8, scale: 255, mean: 0.5, std: 0.5, order: 'bgr' },
    };
    expect(Object.keys(values).sort()).toEqual([...NETWORK_SETTINGS].sort());
    for (const name of NETWORK_SETTINGS) {
      const from = FINE_TUNE_SETTINGS.includes(name) ? { from: 'model' } : {};
      const flags = { ...from, [name]: values[name] };
      // Whoever names a network to start from expects one network.
      const note = 'from' in flags ? undefined : expect.any(String);
      expect(chosen({ flags }), name).toEqual(['table-fast', note]);
    }
  });

  test('has a note that names the setting where it was given', () => {
    const note = (label: string) => ['table-fast', `${label} describes one network, so the preset is table-fast`];
    expect(chosen({ flags: { batchSize: 8 } })).toEqual(note('--batch-size'));
    expect(chosen({ environment: { epochs: 8 } })).toEqual(note('NABLA_EPOCHS'));
    const configFile = resolve(WORK, 'nabla.config.ts');
    expect(chosen({ file: { epochs: 8 }, configFile })).toEqual(note('epochs in nabla.config.ts'));
  });

  test('keeps a preset that is named, and has no note then', () => {
    expect(chosen({ flags: { preset: 'table-fast' } })).toEqual(['table-fast', undefined]);
    expect(chosen({ flags: { preset: 'quick', epochs: 3 } })).toEqual(['quick', undefined]);
    expect(() => chosen({ flags: { preset: 'table' }, environment: { epochs: 3 } })).toThrow(
      'NABLA_EPOCHS: it describes one network, and --preset table tries several. Use --preset table-fast, or leave ' +
        'one of the two out.',
    );
  });

  test('has folds only with several networks', () => {
    expect(chosen({ flags: { effort: 2, folds: 3, group: 'a' } })).toEqual(['table', undefined]);
    expect(() => chosen({ flags: { preset: 'table-fast', folds: 3 } })).toThrow(
      '--folds: it works only with --preset table. Received the preset table-fast.',
    );
    expect(() => chosen({ flags: { epochs: 2, effort: 3 } })).toThrow(
      '--effort: it works only with --preset table, and --epochs describes one network. Leave one of the two out.',
    );
    expect(() => chosen({ flags: { group: 'a', timeOrder: 'b' } })).toThrow('--group: it cannot be combined with');
    expect(() => chosen({ found: {}, flags: { effort: 2 } })).toThrow('Received the preset seed.');
  });

  test('is learned by one network in a search', () => {
    const one = (flags: NablaConfig) =>
      trainSettings(sourcesWith({ flags, found: { data: 'a.csv' } }), WORK, { oneNetwork: true });
    expect(one({})).toMatchObject({ preset: 'table-fast', validation: 0.1 });
    expect(one({ preset: 'table', epochs: 3 })).toMatchObject({ preset: 'table-fast', epochs: 3 });
    expect(one({}).presetNote).toBeUndefined();
  });

  test('that several networks do not take has the settings of one', () => {
    const settings = trainSettings(sourcesWith({ found: { data: 'a.csv' } }), WORK);
    const refused = { train: { length: 200_000 } } as Parameters<typeof settingsForData>[1];
    const one = { preset: 'table-fast', validation: 0.1, epochs: 5, batchSize: 256, hidden: [64] };
    expect(settingsForData(settings, refused)).toMatchObject(one);
    const table = { folds: { folds: 3, tested: 3 } };
    const taken = { ...refused, table } as Parameters<typeof settingsForData>[1];
    expect(settingsForData(settings, taken)).toEqual({ ...settings, folds: 3 });
  });
});

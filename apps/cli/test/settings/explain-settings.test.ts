import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GivenSettings } from '../../src/commands/train-options.js';
import type { NablaConfig } from '../../src/settings/config-schema.js';
import { type ExplainedSetting, explainedRows, explainSettings } from '../../src/settings/explain-settings.js';
import type { SettingSources } from '../../src/settings/setting-sources.js';
import { SETTING_NAMES, type SettingName } from '../../src/settings/setting-table.js';
import { trainSettings } from '../../src/settings/settings.js';
import { sourcesWith, WORK } from '../helpers/setting-sources.js';

const FILE = resolve('/work/nabla.config.json');
const RUN = resolve('/work/runs/one');

function explained(
  more: Partial<SettingSources>,
  resumed?: NablaConfig,
): Readonly<Record<SettingName, ExplainedSetting>> {
  const sources = sourcesWith(more);
  const settings = { ...trainSettings(sources, WORK), ...(resumed && { run: RUN }) };
  const list = explainSettings({ settings, sources, ...(resumed && { resumed }) } as GivenSettings, settings);
  expect(list.map(({ name }) => name)).toEqual(SETTING_NAMES);
  return Object.fromEntries(list.map((one) => [one.name, one])) as Record<SettingName, ExplainedSetting>;
}

describe('where a value comes from', () => {
  test('is the first of flag, environment, file, what was found, preset and default', () => {
    const found = explained({
      flags: { epochs: 5 },
      environment: { epochs: 6, seed: 2 },
      file: { epochs: 7, seed: 3, keep: 4 },
      configFile: FILE,
      found: { data: 'iris.csv', target: 'species' },
    });
    expect(found.epochs).toEqual({ name: 'epochs', value: 5, source: 'flag', from: '--epochs' });
    expect(found.seed).toEqual({ name: 'seed', value: 2, source: 'environment', from: 'NABLA_SEED' });
    expect(found.keep).toEqual({ name: 'keep', value: 4, source: 'file', from: FILE });
    expect(found.data).toMatchObject({ source: 'found', from: 'in this folder' });
    expect(found.batchSize).toMatchObject({ source: 'preset', from: found.preset.value });
    expect(found.preset).toMatchObject({ source: 'default', from: undefined });
    expect(found.clipNorm).toEqual({ name: 'clipNorm', value: undefined, source: 'default', from: undefined });
    expect(explained({ found: { target: 'species' } }).data).toMatchObject({ source: 'default' });
    expect(explained({ found: { data: 'iris.csv' }, flags: { data: 'x.csv' } }).data).toMatchObject({ source: 'flag' });
  });

  test('is the preset only for what the preset sets', () => {
    const seed = explained({ flags: { preset: 'seed' } });
    expect([seed.learningRate.source, seed.optimizer.source, seed.hidden.source]).toEqual(Array(3).fill('preset'));
    expect(seed.preset.source).toBe('flag');
    expect([seed.seed.source, seed.json.source, seed.threads.source]).toEqual(Array(3).fill('default'));
    const other = explained({ flags: { preset: 'seed', optimizer: 'adam' } });
    expect([other.learningRate.source, other.weightDecay.source]).toEqual(['default', 'default']);
    expect(other.batchSize.source).toBe('preset');
    expect(explained({ flags: { preset: 'table-fast' } }).weightDecay.source).toBe('preset');
    const table = explained({ flags: { preset: 'table' } });
    expect([table.weightDecay, table.effort]).toMatchObject([
      { value: undefined, source: 'default' },
      { value: 1, source: 'default' },
    ]);
    const layers = [{ type: 'Flatten' }];
    expect(explained({ flags: { preset: 'seed' }, file: { layers } }).hidden).toMatchObject({ source: 'default' });
    expect(explained({ flags: { preset: 'cnn' } }).layers).toMatchObject({ source: 'preset', from: 'cnn' });
    expect(explained({ flags: { preset: 'cnn' } }).hidden.source).toBe('preset');
  });

  test('has the interval of checkpoints as a config file writes it', () => {
    expect(explained({ flags: { checkpointEvery: '40 steps' } }).checkpointEvery.value).toBe('40 steps');
    expect(explained({ flags: { checkpointEvery: 2 } }).checkpointEvery.value).toBe(2);
  });
});

describe('in a resumed run', () => {
  const recorded: NablaConfig = { seed: 9, epochs: 3 };
  const more: Partial<SettingSources> = {
    environment: { json: true, quiet: true, ui: true, threads: 2, keep: 8 },
    file: { distributed: true, threads: 1, keep: 7 },
    configFile: FILE,
  };

  test('what it recorded comes from the run, unless a flag changes it', () => {
    const found = explained({ ...more, flags: { epochs: 4 } }, recorded);
    expect(found.seed).toMatchObject({ source: 'run', from: RUN });
    expect(found.run).toMatchObject({ source: 'run', from: RUN });
    expect(found.epochs).toMatchObject({ source: 'flag' });
  });

  test('only how it prints and its ranks come from the environment, and its ranks from the file', () => {
    const found = explained(more, recorded);
    const sources = (['json', 'quiet', 'ui', 'threads', 'distributed', 'keep'] as const).map(
      (name) => found[name].source,
    );
    expect(sources).toEqual(['environment', 'environment', 'environment', 'environment', 'file', 'default']);
  });
});

test('a table has a row for each setting, with paths from the working folder', () => {
  const row = (source: ExplainedSetting['source'], from?: string): string[] | undefined =>
    explainedRows([{ name: 'seed', value: 3, source, from }], WORK)[1];
  expect(explainedRows([], WORK)).toEqual([['setting', 'value', 'from']]);
  expect(row('default')).toEqual(['seed', '3', 'default']);
  expect(row('flag', '--seed')).toEqual(['seed', '3', '--seed']);
  expect(row('environment', 'NABLA_SEED')?.[2]).toBe('NABLA_SEED');
  expect(row('preset', 'cnn')?.[2]).toBe('preset cnn');
  expect(row('found', 'in this folder')?.[2]).toBe('found in this folder');
  expect(row('file', FILE)?.[2]).toBe('file nabla.config.json');
  expect(row('run', WORK)?.[2]).toBe('run .');
});

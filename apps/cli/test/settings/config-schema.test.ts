import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defineConfig } from '../../src/index.js';
import { configSchema } from '../../src/settings/config-schema.js';
import { describeSetting, SETTING_NAMES, SETTINGS } from '../../src/settings/setting-table.js';

it('every key of a config is a setting, except those that only a file can set', () => {
  const keys = Object.keys(configSchema.shape).filter((key) => key !== '$schema' && key !== 'backendOptions');
  expect(keys.sort()).toEqual([...SETTING_NAMES].sort());
});

it('every setting is described, and documented in the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const name of SETTING_NAMES) {
    expect(describeSetting(name), name).toMatch(/\.$/);
    const { flag, environment } = SETTINGS[name];
    for (const text of [flag.split(' ')[0] ?? '', environment, `\`${name}\``]) expect(readme, name).toContain(text);
  }
});

it('defineConfig returns its argument', () => {
  const config = { epochs: 3, hidden: [8, 4] };
  expect(defineConfig(config)).toBe(config);
});

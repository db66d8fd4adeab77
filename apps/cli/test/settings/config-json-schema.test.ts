/** What an editor offers for a config file: its JSON language service reads the schema as editors do. */
import { readFileSync } from 'node:fs';
import { fromConfig, LAYERS, type TypedConfig } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { configSchema, type NablaConfig } from '../../src/settings/config-schema.js';
import { configJsonSchema, HINTS } from '../../src/settings/file/config-json-schema.js';
import { PRESET_NAMES } from '../../src/settings/presets.js';
import { createSchedule } from '../../src/settings/schedules.js';
import { trainSettings } from '../../src/settings/settings.js';
import { sourcesWith, WORK } from '../helpers/setting-sources.js';

it('nabla.config.schema.json is current', () => {
  const file = readFileSync(new URL('../../nabla.config.schema.json', import.meta.url), 'utf8');
  expect(file, "stale: write it anew with 'pnpm --filter @nablajs/cli run schema'").toBe(
    `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`,
  );
});

const service = getLanguageService({});
service.configure({ schemas: [{ uri: 'nabla:config', fileMatch: ['*'], schema: configJsonSchema() }] });

function open(text: string) {
  const document = TextDocument.create('file:///nabla.config.json', 'json', 1, text);
  return { document, parsed: service.parseJSONDocument(document) };
}

/** What is offered at `|`: by its label, what is inserted. */
async function offered(text: string) {
  const { document, parsed } = open(text.replace('|', ''));
  const completions = await service.doComplete(document, document.positionAt(text.indexOf('|')), parsed);
  return new Map(completions?.items.map(({ label, insertText }) => [label, insertText]));
}

describe('an editor', () => {
  it('offers every setting by its name, with its default if it has one', async () => {
    const names = await offered('{ | }');
    expect([...names.keys()].sort()).toEqual(Object.keys(configSchema.shape).sort());
    expect(names.get('seed')).toMatch(/^"seed": .*0/);
    expect(names.get('$schema')).toContain('node_modules/@nablajs/cli/nabla.config.schema.json');
  });

  it.each([
    ['{ "preset": | }', ['"quick"', '"table"', '"images"', '"gpt"']],
    ['{ "optimizer": | }', ['"sgd"', '"adamw"']],
    ['{ "backend": | }', ['"auto"', '"wasm"', '"native"']],
    ['{ "schedule": | }', ['"cosine"', '"one-cycle"']],
    ['{ "batchSize": | }', ['32', '"full"']],
    ['{ "layers": [{ "type": | }] }', ['"Conv2d"', '"Dense"', '"Flatten"']],
    ['{ "json": | }', ['true', 'false']],
  ])('offers values for %s', async (text, values) => {
    expect([...(await offered(text)).keys()]).toEqual(expect.arrayContaining(values));
  });

  it('says what a setting is, and marks what is wrong', async () => {
    const { document, parsed } = open('{ "epochs": 0, "epoch": 3, "seed": 1 }');
    const hover = await service.doHover(document, document.positionAt(4), parsed);
    expect(JSON.stringify(hover?.contents)).toContain('Passes over the training data');
    const problems = await service.doValidation(document, parsed);
    expect(problems.map(({ message }) => message)).toEqual([
      'Value is below the exclusive minimum of 0.',
      'Property epoch is not allowed.',
    ]);
  });
});

describe('what it offers', () => {
  const hints = Object.entries(HINTS) as [keyof NablaConfig, { default?: unknown; examples?: unknown[] }][];

  it.each(hints)('is valid: %s', (name, hint) => {
    const values = [...(hint.examples ?? []), ...('default' in hint ? [hint.default] : [])];
    expect(values).not.toHaveLength(0);
    for (const value of values) expect(configSchema.shape[name].safeParse(value).success, `${value}`).toBe(true);
  });

  it('are layers and schedules that exist', () => {
    for (const layer of (HINTS.layers?.examples ?? []).flat()) fromConfig('layer', LAYERS, layer as TypedConfig);
    for (const schedule of HINTS.schedule?.examples ?? []) createSchedule(schedule as never);
  });

  it.each(hints.filter(([name, hint]) => 'default' in hint && name !== '$schema'))(
    'is the default: %s',
    (name, hint) => {
      const value = name === 'checkpointEvery' ? { epochs: hint.default } : hint.default;
      for (const preset of PRESET_NAMES) {
        const settings = trainSettings(sourcesWith({ flags: { preset } }), WORK);
        expect(settings[name as keyof typeof settings], preset).toEqual(value);
      }
    },
  );
});

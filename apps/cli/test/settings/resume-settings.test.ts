import { isAbsolute, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/run-record.js';
import type { NablaConfig } from '../../src/settings/config-schema.js';
import { resumedSettings, resumedSources, withAbsolutePaths } from '../../src/settings/resume-settings.js';
import { createSchedule } from '../../src/settings/schedules.js';
import type { SettingSources } from '../../src/settings/setting-sources.js';
import { sourcesWith, WORK } from '../helpers/setting-sources.js';

const RUN = resolve('/runs/one');
const RECORDED: NablaConfig = { backend: 'ts', seed: 7, epochs: 3, hidden: [8, 4], data: '../flowers.csv' };

const resumed = (more: Partial<SettingSources> = {}, config = RECORDED): SettingSources =>
  resumedSources('run', RUN, config, sourcesWith(more), ['epochs', 'backend', 'threads', 'distributed']);

describe('the settings of a resumed run', () => {
  test('are those that it recorded, with paths from its folder, and the flags that it allows', () => {
    const { file, flags, environment, projectFolder } = resumed({ flags: { epochs: 5 } });
    expect(file).toEqual({
      ...RECORDED,
      data: resolve('/runs/flowers.csv'),
      distributed: undefined,
      threads: undefined,
    });
    expect([flags, environment, projectFolder]).toEqual([{ epochs: 5 }, {}, WORK]);
  });

  test('may be named again, but not changed', () => {
    expect(resumed({ flags: { seed: 7, hidden: [8, 4] } }).flags).toEqual({ seed: 7, hidden: [8, 4] });
    expect(resumed({ flags: { hidden: 8 } }, { ...RECORDED, hidden: [8] }).flags).toEqual({ hidden: 8 });
    expect(() => resumed({ flags: { seed: 8 } })).toThrow(
      '--seed: a resumed run keeps its settings. It was started with 7. ' +
        'To change them, start a new run without --resume.',
    );
    expect(() => resumed({ flags: { batchSize: 8 } })).toThrow('--batch-size: a resumed run keeps its settings. To');
    expect(() => resumed({ flags: { run: 'x' } }, { ...RECORDED, run: 'x' })).toThrow('--run: a resumed run keeps');
    expect(() => resumedSources('search', RUN, RECORDED, sourcesWith({ flags: { epochs: 4 } }), [])).toThrow(
      '--epochs: a resumed search keeps its settings. It was started with 3.',
    );
  });

  test('take from the environment and the file only what a run does not record', () => {
    const environment = { json: true, quiet: true, ui: true, seed: 9, threads: 2, distributed: true } as const;
    const found = resumed({ environment, file: { seed: 8, threads: 1, distributed: false } });
    expect(found.environment).toEqual({ json: true, quiet: true, ui: true });
    expect(found.file).toMatchObject({ seed: 7, threads: 2, distributed: true });
    expect(resumed({ file: { threads: 3, distributed: true } }).file).toMatchObject({ threads: 3, distributed: true });
  });

  test('take options of the backend from the file, unless the file is about another backend', () => {
    const backendOptions = { threads: 1 };
    expect(resumed({ file: { backendOptions } }).file.backendOptions).toEqual(backendOptions);
    expect(resumed({ file: { backend: 'ts', backendOptions } }).file.backendOptions).toEqual(backendOptions);
    expect('backendOptions' in resumed({ file: { backend: 'wasm', backendOptions } }).file).toBe(false);
  });

  test('never write elsewhere: TensorBoard is in the folder of the run', () => {
    expect(resumed({}, { ...RECORDED, tensorboard: '/etc' }).file.tensorboard).toBe(false);
    expect(resumed({}, { ...RECORDED, tensorboard: true }).file.tensorboard).toBe(true);
    expect('tensorboard' in resumed().file).toBe(false);
  });

  test('name no code of a stranger: an unknown backend must be yours too', () => {
    const strange = { ...RECORDED, backend: './evil.js' };
    const message = '--resume: the run used the backend ./evil.js. To use it again, name it with --backend.';
    expect(() => resumed({}, strange)).toThrow(message);
    expect(() => resumed({ file: { backend: './other.js' } }, strange)).toThrow(message);
    expect(resumed({ flags: { backend: './evil.js' } }, strange).file.backend).toBe('./evil.js');
    expect(resumed({ file: { backend: './evil.js' } }, strange).file.backend).toBe('./evil.js');
    for (const backend of ['auto', 'wasm', 'native']) expect(resumed({}, { ...RECORDED, backend })).toBeDefined();
    const { backend: _, ...older } = RECORDED;
    expect(resumed({}, older)).toBeDefined();
  });

  test('are in its folder, also where the data have no path', () => {
    expect(withAbsolutePaths(RUN, { data: 'a.csv', validation: 'b.csv' })).toEqual({
      data: resolve(RUN, 'a.csv'),
      validation: resolve(RUN, 'b.csv'),
    });
    expect(isAbsolute(`${withAbsolutePaths(RUN, { data: 'a.csv' }).data}`)).toBe(true);
    expect(withAbsolutePaths(RUN, { validation: 0.2 })).toEqual({ validation: 0.2 });
  });
});

describe('a run that goes on', () => {
  const settings = (config: NablaConfig, flags: NablaConfig = {}) =>
    resumedSettings(RUN, { config } as RunRecord, sourcesWith({ flags }), WORK);

  test('is in its folder, with every free setting changed', () => {
    const flags = {
      epochs: 9,
      checkpointEvery: 2,
      keep: 5,
      backend: 'wasm',
      threads: 1,
      json: true,
      quiet: true,
    } as const;
    expect(
      settings({ ...RECORDED, preset: 'table-fast' }, { ...flags, out: 'model', overwrite: true, strict: true }),
    ).toMatchObject({
      run: RUN,
      seed: 7,
      epochs: 9,
      keep: 5,
      threads: 1,
      overwrite: true,
      strict: true,
      out: resolve('/work/model'),
      checkpointEvery: { epochs: 2 },
    });
    expect(settings({ ...RECORDED, preset: 'table-fast' }, { ui: true, tensorboard: true }).ui).toBe(true);
  });

  test('shares its batches among ranks only if it began with parts', () => {
    expect(settings({ ...RECORDED, parts: 4 }, { distributed: true })).toMatchObject({ parts: 4, distributed: true });
    expect(() => settings(RECORDED, { distributed: true })).toThrow(
      `--distributed: the run in ${RUN} was started without --parts, so ranks cannot share its batches. Start a new run.`,
    );
  });
});

describe('a schedule', () => {
  test.each([
    ['constant', 'Constant'],
    ['step', 'StepDecay'],
    ['exponential', 'ExponentialDecay'],
    ['linear', 'LinearDecay'],
    ['cosine', 'CosineDecay'],
    ['one-cycle', 'OneCycle'],
    ['warmup', 'Warmup'],
  ] as const)('is %s', (name, type) => {
    expect(createSchedule(name).config.type).toBe(type);
  });

  test('may have options, which are checked', () => {
    const config = { type: 'StepDecay', stepSize: 5, gamma: 0.5 };
    expect(createSchedule(config).config).toEqual(config);
    expect(() => createSchedule({ ...config, stepSize: -5 })).toThrow(/^schedule: .*stepSize/);
  });
});

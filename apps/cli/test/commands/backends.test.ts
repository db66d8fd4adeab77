import { describe, expect, it } from 'vitest';
import { backendsLines, listBackends } from '../../src/commands/backends.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

describe('listBackends', () => {
  it('asks installed backends to describe themselves, and says why one cannot start', async () => {
    const folder = temporaryFolder({
      'node_modules/@nablajs/backend-tfjs-node/package.json': '{ "type": "module", "exports": "./entry.js" }',
      'node_modules/@nablajs/backend-tfjs-node/entry.js': "throw new Error('native addon\\nmissing');",
    });
    const [ts, , , webgpu, tfjs] = await listBackends(folder);
    expect(ts).toMatchObject({ name: 'ts', installed: true, dtypes: ['float32', 'float64'] });
    expect(ts?.description).toContain('1 thread');
    expect(webgpu?.pays).toMatch(/^pays for .*; auto never takes it/);
    expect(tfjs).toMatchObject({
      name: 'tfjs-node',
      installed: true,
      problem: "backend 'tfjs-node' could not be started: native addon missing",
    });
  });
});

it('prints two lines for each backend, and a third one that says when it pays', () => {
  const listing = { package: 'p', dtypes: ['float32'], install: 'npm install p' };
  expect(
    backendsLines([
      { ...listing, name: 'ts', installed: true, description: 'plain' },
      { ...listing, name: 'other', installed: false, description: 'absent', pays: 'pays at times' },
      { ...listing, name: 'sick', installed: true, description: 'broken', problem: 'it would not start' },
    ]),
  ).toEqual([
    ...['ts     plain (float32)', '       installed'],
    ...['other  absent (float32)', '       not installed: npm install p', '       pays at times'],
    ...['sick   broken (float32)', '       it would not start'],
  ]);
});
